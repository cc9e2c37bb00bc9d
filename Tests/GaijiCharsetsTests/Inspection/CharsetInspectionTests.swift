import GaijiCharsets
import GaijiModel
import Testing

@Suite struct CharsetInspectionTests {
  static let tables = Charsets.plain.filter { !$0.hasPrefix("utf") }

  private func text(_ area: CharsetInspection.Area) -> String {
    let projection = area.projection.map {
      " " + scalarName($0.lowerBound) + "–" + scalarName($0.upperBound)
    }
    return "\(area.state) \(hexadecimal(area.firstCode, digits: 2 * area.byteCount))–"
      + "\(hexadecimal(area.lastCode, digits: 2 * area.byteCount)) \(area.kind.rawValue) "
      + "\(area.definedCount)/\(area.definedCount + area.undefinedCount)"
      + (area.isStandard ? " JIS" : "") + (projection ?? "")
  }

  /// User-defined areas by the sources of `GaijiAreaTests`; 6,879 characters of JIS X 0208; 63 kana
  /// of JIS X 0201; the other numbers follow from the coding spaces (94 × 94 = 8,836 and so on).
  @Test(arguments: [
    (
      "eucjp-ms",
      [
        "0 00–9F codes 158/158", "0 8EA1–8EDF codes 63/63", "0 A1A1–F4FE codes 6962/7896 JIS",
        "0 F5A1–FEFE gaiji 940/940 U+E000–U+E3AB", "0 8FA1A1–8FF4FE codes 6173/7896",
        "0 8FF5A1–8FFEFE gaiji 940/940 U+E3AC–U+E757",
      ]
    ),
    (
      "ibm1399",
      [
        "0 00–FF codes 227/254", "1 4040–4040 codes 1/1", "1 4141–68FE codes 7265/7600",
        "1 6941–89BD gaiji 6205/6205 U+E000–U+F83C", "1 89BE–89FE codes 0/65",
        "1 8A41–FEFE codes 8631/22230",
      ]
    ),
    (
      "iso-2022-jp",
      [
        "0 00–7F codes 125/125", "1 00–7F codes 125/125", "2 00–7F codes 31/31",
        "2 2121–7E7E codes 6879/8836 JIS", "3 00–7F codes 94/94",
      ]
    ),
  ])
  func `Areas of a charset are found with their counts`(_ name: String, _ areas: [String]) throws {
    let inspection = CharsetInspection(try Charsets.table(name))
    #expect(inspection.areas.map(text) == areas)
    #expect(inspection.definedCount == inspection.areas.reduce(0) { $0 + $1.definedCount })
    #expect(inspection.undefinedCount == inspection.areas.reduce(0) { $0 + $1.undefinedCount })
  }

  @Test(arguments: tables)
  func `Codes that do not come back are the one-way ones`(_ name: String) throws {
    let table = try Charsets.table(name)
    let inspection = CharsetInspection(table)
    let trip = CharsetRoundTrip(table)
    #expect(trip.misread.isEmpty)
    #expect(trip.codeCount == inspection.definedCount)
    // Half-width kana of ISO-2022-JP are read and never written.
    let expected = inspection.oneWay.map(\.name)
    let failures = trip.failures.filter { !$0.written.isEmpty }
    #expect(failures.map(\.code.name) == expected)
    #expect(trip.failures.count { $0.written.isEmpty } == (name == "iso-2022-jp" ? 63 : 0))
    // Each one-way code shares its character with the code that is written, which stands first.
    for failure in failures {
      let group = try #require(inspection.groups.first { $0.scalars == failure.code.scalars })
      #expect(group.codes.first?.bytes == failure.written)
      #expect(group.codes.contains { $0.code == failure.code.code })
    }
  }

  @Test(arguments: [("cp932", 398), ("eucjp-ms", 24), ("ibm1399", 1), ("euc-jp", 0)])
  func `A charset has as many one-way codes as published`(_ name: String, _ count: Int) throws {
    #expect(CharsetInspection(try Charsets.table(name)).oneWay.count == count)
  }

  /// Two codes of one character, a sequence beside its base, a code that is not defined, one written
  /// only.
  private static var small: CharsetTable {
    var draft = CharsetDraft(name: "small", scheme: .leadByte)
    draft.setLength(1, of: 0x41...0x43)
    draft.setLength(2, of: 0xA1...0xA1)
    draft.setTrails(0xA1...0xA4, after: 0xA1...0xA1)
    draft.define(0x41, byteCount: 1, 0x8FBB)
    draft.define(0x42, byteCount: 1, 0x4E00)
    draft.define(0xA1A1, byteCount: 2, 0x8FBB, second: 0xE0102)
    draft.define(0xA1A2, byteCount: 2, 0x4E00)
    draft.define(0xA1A3, byteCount: 2, 0xE000)
    return draft.finish()
  }

  @Test func `Groups are told apart by selectors until these are dropped`() throws {
    let inspection = CharsetInspection(Self.small)
    #expect(inspection.groups.map { $0.codes.map(\.name) } == [["42", "A1A2"]])
    #expect(
      inspection.groupsWithoutSelectors.map { $0.codes.map(\.name) }
        == [["42", "A1A2"], ["41", "A1A1"]])
    #expect(inspection.oneWay.map(\.name) == ["A1A2"])
    #expect(inspection.undefinedCount == 2)
    #expect(inspection.invalidLeadCount == 252)
    #expect(inspection.invalidTrailCount == 252)
    let trip = CharsetRoundTrip(Self.small)
    #expect(trip.codeCount == 5)
    #expect(trip.failures.map(\.code.name) == ["A1A2"])
    #expect(trip.failures.map(\.written) == [[0x42]])
  }
}

@Suite struct CharsetDifferenceTests {
  @Test func `A table does not differ from itself`() throws {
    #expect(CharsetDifference(try Charsets.table("cp932"), try Charsets.table("cp932")).isEmpty)
  }

  /// 930 and 939 share the two-byte codes of CCSID 300; their one-byte codes (290 and 1027) do not.
  @Test func `ibm930 and ibm939 differ in one-byte codes alone`() throws {
    let difference = CharsetDifference(
      try Charsets.table("ibm930"), try Charsets.table("ibm939"))
    #expect(difference.readDifferently.contains { $0.first.code == 0x81 })
    let codes =
      difference.onlyInFirst + difference.onlyInSecond
      + difference.readDifferently.flatMap { [$0.first, $0.second] }
      + (difference.writtenDifferently + difference.writtenByOne)
      .flatMap { [$0.first, $0.second].compactMap(\.self) }
    #expect(codes.allSatisfy { $0.byteCount == 1 })
    // A character that both write as different codes is one that at least one code changed.
    let changed = Set(difference.readDifferently.flatMap { [$0.first.scalars, $0.second.scalars] })
    #expect(!difference.writtenDifferently.isEmpty)
    #expect(difference.writtenDifferently.allSatisfy { changed.contains($0.scalars) })
  }

  /// Windows maps six signs of JIS X 0208 otherwise, has ASCII in place of JIS X 0201, and extensions.
  @Test func `cp932 has what shift_jis has not`() throws {
    let difference = CharsetDifference(
      try Charsets.table("shift_jis"), try Charsets.table("cp932"))
    #expect(difference.onlyInFirst.isEmpty)
    #expect(difference.onlyInSecond.count { $0.isGaiji } == 1880)
    #expect(
      difference.readDifferently.map {
        "\($0.first.name) \(CharsetCode.name(of: $0.second.scalars))"
      }
        == [
          "5C U+005C", "7E U+007E", "8160 U+FF5E", "8161 U+2225", "817C U+FF0D",
          "8191 U+FFE0", "8192 U+FFE1", "81CA U+FFE2",
        ])
  }

  /// The pure form has no state and the mixed one two: codes are compared by their bytes.
  @Test func `States do not keep the two-byte codes apart`() throws {
    func table(_ isMixed: Bool) -> CharsetTable {
      var draft = CharsetDraft(
        name: "x", scheme: isMixed ? .shifted : .leadByte, stateCount: isMixed ? 2 : 1,
        shifts: isMixed ? [.init(bytes: [0x0F], state: 0), .init(bytes: [0x0E], state: 1)] : [])
      let state = isMixed ? 1 : 0
      draft.setLength(2, of: 0xA1...0xA1, state: state)
      draft.setTrails(0xA1...0xA2, after: 0xA1...0xA1, state: state)
      draft.define(0xA1A1, byteCount: 2, state: state, 0x3000)
      return draft.finish()
    }
    #expect(CharsetDifference(table(false), table(true)).isEmpty)
  }
}

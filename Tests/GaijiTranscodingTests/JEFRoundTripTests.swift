import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Every code of JEF through the engine to Unicode and back, with the real figures.
@Suite(
  .enabled(
    if: JEFReference.isThere,
    "no vendor/fujitsu_jef_mapping.json or mj/ipamjm-00501.tsv; set GAIJI_REFERENCE"))
struct JEFRoundTripTests {
  private struct Place {
    var code: UInt32
    var scalars: [UInt32]

    /// Two scalars of which the second is no selector.
    var hasMark: Bool { scalars.count == 2 && !isVariationSelector(scalars[1]) }
  }

  /// Codes with the scalars that they stand for, ascending.
  private func codes(_ release: MappingRelease) throws -> [Place] {
    let table = try #require(try release.charset(JEFReference.name))
    return (UInt32(0)...0xFFFF).compactMap { code in
      let entry = table.decodeEntry(of: 2 << 28 | 1 << 24 | code)
      let scalars = table.scalars(of: entry)
      return scalars.isEmpty ? nil : Place(code: code, scalars: scalars)
    }
  }

  @Test(arguments: [ConversionPolicy.IVSUse.whenNeeded, .always])
  func `Every code that is counted as exact comes back`(_ ivs: ConversionPolicy.IVSUse) throws {
    let release = try JEFReference.release.get()
    let codes = try codes(release)
    // The published table has 11,896 codes, 457 of them without a character; the user area has 3,102.
    #expect(codes.count == 11_896 - 457 + 3_102)
    let source = codes.flatMap { VendorFixture.record([$0.code]) }
    let text = try VendorFixture.run(source, from: JEFReference.name, release: release) {
      $0.ivs = ivs
      $0.actions.gaiji = .keep
    }
    let back = try VendorFixture.run(
      text.output, from: "utf8", to: .charset(JEFReference.name), release: release
    ) {
      $0.ivs = ivs
      $0.actions.gaiji = .keep
    }
    // No code has the newline's byte in it.
    let records = back.output.split(separator: 0x25)
    try #require(records.count == codes.count)
    let lossy = Set(text.report.findings.filter { $0.key.kind == .lossy }.map(\.key.code))
    var silent: [UInt32] = []
    for (place, record) in zip(codes, records) {
      if VendorFixture.record([place.code]).dropLast().elementsEqual(record) { continue }
      if lossy.contains(place.code) { continue }
      if place.hasMark { continue }
      silent.append(place.code)
    }
    #expect(silent == [])
    // A combining mark is a character of its own in Unicode text, and JEF has no code for it alone.
    #expect(back.count(.unencodable) == codes.count(where: \.hasMark))

    // The lossy ones are those that are one character with another code, but for one of each.
    let characters = try release.characters()
    var sharing: [[UInt32]: Int] = [:]
    for place in codes {
      let identity: CharacterIdentity? =
        switch place.scalars.count {
        case 1: characters.identity(ofBare: place.scalars[0])
        default:
          characters.identity(
            of: CharacterSequence(place.scalars[0], selector: place.scalars[1]))
        }
      let key = identity.map { [0x8000_0000 | $0.rawValue] } ?? place.scalars
      sharing[key, default: 0] += 1
    }
    #expect(lossy.count == sharing.values.reduce(0) { $0 + $1 - 1 })
  }

  @Test func `The two figures of 辻 stay two`() throws {
    let release = try JEFReference.release.get()
    let text = try VendorFixture.run(
      VendorFixture.record([0xC4D4, 0x67A5]), from: JEFReference.name, release: release)
    let back = try VendorFixture.run(
      text.output, from: "utf8", to: .charset(JEFReference.name), release: release)
    #expect(text.counts(0).mappedExactly == 2)
    #expect(back.output == VendorFixture.record([0xC4D4, 0x67A5]))
    #expect(back.counts(0).mappedExactly == 2)
  }
}

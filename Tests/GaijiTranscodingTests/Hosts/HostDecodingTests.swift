import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Random text fields, valid and not, beside `ScalarDecoder`, which shares no loop with the engine:
/// the same characters, counts, and places of what is no character.
@Suite struct HostDecodingTests {
  static let charsets = [
    "ibm1399", "ibm930", "jef-ebcdik", "cp932", "eucjp-ms", "iso-2022-jp",
  ]

  static let widths = [1, 2, 3, 7, 8, 9, 16, 31, 32, 33, 64]

  /// One column for each width, without padding.
  static let file: RecordFileLayout = {
    var layout = RecordLayout(name: "R", fields: [], maximumByteCount: 0)
    for width in widths {
      layout.fields.append(
        LayoutField(
          name: "F\(width)", kind: .mixed, offset: layout.maximumByteCount, byteCount: width,
          padding: .kept))
      layout.maximumByteCount += width
    }
    return RecordFileLayout(
      framing: .fixed(byteCount: layout.maximumByteCount), types: [.init(layout: layout)])
  }()

  /// Bytes that are often characters and shift sequences of the charset.
  static func field(
    _ width: Int, _ table: CharsetTable, _ random: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var state = 0
    while bytes.count < width {
      switch Int.random(in: 0...11, using: &random) {
      case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
      case 1, 2:
        guard let shift = table.shifts.randomElement(using: &random) else { continue }
        bytes += shift.bytes
        state = shift.state
      default:
        // A code of the state: any well-formed one.
        let lengths = table.states[state].lengths
        let lead = UInt8.random(in: 0x20...0xFE, using: &random)
        guard lengths[Int(lead)] > 0 else { continue }
        bytes.append(lead)
        for _ in 1..<max(1, Int(lengths[Int(lead)])) {
          bytes.append(UInt8.random(in: 0x20...0xFE, using: &random))
        }
      }
    }
    return Array(bytes.prefix(width))
  }

  struct Expected {
    var text = ""
    var characters = 0
    var places: [FindingKind: [Int]] = [:]
  }

  static func expected(_ field: [UInt8], _ table: CharsetTable, at start: Int) -> Expected {
    var result = Expected()
    for var unit in ScalarDecoder.units(of: field, in: table, isStart: false)
    where unit.kind != .shift {
      result.characters += 1
      // The decoder goes on behind the first byte of a code that the end cuts; to the engine all
      // that is left is one cut code. (Only EUC's codes of three bytes make the difference.)
      let left = field.count - unit.offset
      let isCut =
        unit.kind == .invalid && table.scheme == .leadByte
        && left < Int(table.states[0].lengths[Int(field[unit.offset])])
      if isCut { unit.byteCount = UInt8(left) }
      switch unit.kind {
      case .character, .gaiji:
        result.text.unicodeScalars.append(Unicode.Scalar(unit.scalar) ?? "?")
        if unit.second != 0 {
          result.text.unicodeScalars.append(Unicode.Scalar(unit.second) ?? "?")
        }
        if unit.kind == .gaiji { result.places[.gaiji, default: []].append(start + unit.offset) }
        if unit.isOneWay { result.places[.lossy, default: []].append(start + unit.offset) }
      default:
        let digits = field[unit.offset..<unit.offset + Int(unit.byteCount)]
          .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined().uppercased()
        let isUndefined = unit.kind == .undefined
        result.text += "{\(isUndefined ? table.name : "bytes"):\(digits)}"
        result.places[isUndefined ? .undefined : .invalid, default: []].append(start + unit.offset)
        if isCut { return result }
      }
    }
    return result
  }

  @Test(arguments: charsets, 1...4)
  func `a mixed field has the characters that the plain decoder finds`(
    charset: String, seed: Int
  ) throws {
    let table = try #require(try HostTrial.release.charset(charset))
    var random = SeededGenerator(seed: UInt64(seed))
    var policy = Fixture.policy(charset)
    // A gaiji stays what it is, so that the text is the decoder's.
    policy.actions.gaiji = .keep
    var records: [[[UInt8]]] = []
    for _ in 0..<25 {
      records.append(Self.widths.map { Self.field($0, table, &random) })
    }
    let run = try HostTrial.run(
      Array(records.joined().joined()), policy: policy, block: 1 + seed * 40, verifies: false
    ) { $0.inputLayout = Self.file }.run
    try #require(run.error == nil, "\(String(describing: run.error))")
    let rows = PlainRows.read(run.output)
    try #require(rows.count == records.count + 1)
    var characters = Array(repeating: 0, count: Self.widths.count)
    var places: [FindingKind: [Int]] = [:]
    var start = 0
    for (number, record) in records.enumerated() {
      for (column, field) in record.enumerated() {
        let expected = Self.expected(field, table, at: start)
        start += field.count
        #expect(
          rows[number + 1][column] == Array(expected.text.utf8),
          "\(charset): \(field) should be \(expected.text)")
        characters[column] += expected.characters
        for (kind, found) in expected.places { places[kind, default: []] += found }
      }
    }
    #expect(Self.widths.indices.map { run.counts($0).charactersIn } == characters)
    for kind in [FindingKind.undefined, .lossy] {
      #expect(run.count(kind) == places[kind, default: []].count, "\(kind)")
    }
    // A code that its field cuts is named apart.
    #expect(
      run.count(.invalid) + run.count(.cutCharacter) == places[.invalid, default: []].count)
    let first = run.report.findings.filter { [.invalid, .cutCharacter].contains($0.key.kind) }
      .map(\.firstOffset).min()
    #expect(first == places[.invalid]?.min())
    #expect(
      run.report.findings.filter { $0.key.kind == .undefined }.map(\.firstOffset).min()
        == places[.undefined]?.min())
    #expect(run.report.conservation)
  }
}

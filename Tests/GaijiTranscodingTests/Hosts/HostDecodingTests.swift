import GaijiCharsets
import GaijiModel
import GaijiTranscoding
import Testing

/// Random text fields, valid and not, beside `ScalarDecoder`, which shares no loop with the engine:
/// the same characters, counts, and places of what is no character.
@Suite struct HostDecodingTests {
  static let charsets = [
    "ibm1399", "ibm930", "jef-ebcdik", "cp932", "eucjp-ms", "iso-2022-jp",
  ]

  /// One column, without padding.
  static func file(_ kind: FieldKind, _ width: Int) -> RecordFileLayout {
    RecordFileLayout(
      framing: .fixed(byteCount: width),
      types: [
        .init(
          layout: RecordLayout(
            name: "R",
            fields: [
              LayoutField(name: "F", kind: kind, offset: 0, byteCount: width, padding: .kept)
            ], maximumByteCount: width))
      ])
  }

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
    for unit in ScalarDecoder.units(of: field, in: table, isStart: false)
    where unit.kind != .shift {
      result.characters += 1
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
        result.text += "{bytes:\(digits)}"
        let isEnd = unit.offset + Int(unit.byteCount) == field.count
        let kind: FindingKind = unit.kind == .undefined ? .undefined : .invalid
        result.places[isEnd && kind == .invalid ? .cutCharacter : kind, default: []]
          .append(start + unit.offset)
      }
    }
    return result
  }

  @Test(arguments: charsets, 1...6)
  func `a mixed field has the characters that the plain decoder finds`(
    charset: String, seed: Int
  ) throws {
    let table = try #require(HostTrial.release.charset(charset))
    var random = SeededGenerator(seed: UInt64(seed))
    var policy = Fixture.policy(charset)
    // A gaiji stays what it is, so that the text is the decoder's.
    policy.actions.gaiji = .keep
    for width in [1, 2, 3, 7, 8, 9, 16, 31, 32, 33, 64] {
      let fields = (0..<25).map { _ in Self.field(width, table, &random) }
      let run = try HostTrial.run(
        Array(fields.joined()), policy: policy, block: 1 + seed * 40, verifies: false
      ) { $0.inputLayout = Self.file(.mixed, width) }.run
      try #require(run.error == nil, "\(String(describing: run.error))")
      let lines = Self.lines(run.output)
      try #require(lines.count == fields.count + 1)
      var characters = 0
      var invalid = 0
      var undefined = 0
      for (index, field) in fields.enumerated() {
        let expected = Self.expected(field, table, at: index * width)
        #expect(
          lines[index + 1] == Array(expected.text.utf8),
          "\(charset), width \(width): \(field) is \(String(decoding: lines[index + 1], as: UTF8.self)), expected \(expected.text)")
        characters += expected.characters
        invalid +=
          expected.places[.invalid, default: []].count
          + expected.places[.cutCharacter, default: []].count
        undefined += expected.places[.undefined, default: []].count
      }
      #expect(run.counts(0).charactersIn == characters, "\(charset), width \(width)")
      #expect(run.count(.undefined) == undefined, "\(charset), width \(width)")
      #expect(
        run.count(.invalid) + run.count(.cutCharacter) == invalid, "\(charset), width \(width)")
      #expect(run.report.conservation)
    }
  }

  /// The fields of a CSV column; a newline ends one unless it is quoted.
  static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    var isQuoted = false
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == 0x22, isQuoted, place < bytes.count, bytes[place] == 0x22 {
        line.append(byte)
        place += 1
      } else if byte == 0x22 {
        isQuoted.toggle()
      } else if byte == 0x0A, !isQuoted {
        lines.append(line)
        line = []
      } else {
        line.append(byte)
      }
    }
    return lines
  }
}

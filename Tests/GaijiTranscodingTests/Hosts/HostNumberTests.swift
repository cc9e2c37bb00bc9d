import GaijiHostRecords
import GaijiModel
import GaijiTranscoding
import Testing

/// The engine writes common numbers without a look at each digit. Whatever the bytes are, its text
/// and its findings must be those of `NumberFormat`.
@Suite struct HostNumberTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var kind: FieldKind
    var byteCount: Int
    var testDescription: String { "\(kind), \(byteCount) bytes" }

    static func zoned(
      _ digits: Int, _ place: SignPlace, scale: Int = 0, isSigned: Bool = true
    ) -> Shape {
      let isSeparate = place == .leadingSeparate || place == .trailingSeparate
      return Shape(
        kind: .zoned(DecimalShape(digits: digits, scale: scale, isSigned: isSigned), place),
        byteCount: digits + (isSeparate && isSigned ? 1 : 0))
    }

    static func packed(_ digits: Int, scale: Int = 0, isSigned: Bool = true) -> Shape {
      Shape(
        kind: .packed(DecimalShape(digits: digits, scale: scale, isSigned: isSigned)),
        byteCount: digits / 2 + 1)
    }

    static func binary(
      _ digits: Int, _ byteCount: Int, scale: Int = 0, isSigned: Bool = true,
      _ order: ByteOrder = .big
    ) -> Shape {
      Shape(
        kind: .binary(DecimalShape(digits: digits, scale: scale, isSigned: isSigned), order),
        byteCount: byteCount)
    }
  }

  /// One- and two-byte fields: all their values are tried.
  static let small: [Shape] =
    [false, true].flatMap { isSigned in
      (isSigned ? [0, 2] : [0]).flatMap { scale -> [Shape] in
        [
          .packed(1, scale: scale, isSigned: isSigned),
          .packed(2, scale: scale, isSigned: isSigned),
          .packed(3, scale: scale, isSigned: isSigned),
          .binary(2, 1, scale: scale, isSigned: isSigned),
          .binary(4, 2, scale: scale, isSigned: isSigned),
          .binary(0, 2, scale: scale, isSigned: isSigned),
          .binary(4, 2, scale: scale, isSigned: isSigned, .little),
          .zoned(1, .trailing, scale: scale, isSigned: isSigned),
          .zoned(2, .trailing, scale: scale, isSigned: isSigned),
          .zoned(2, .leading, scale: scale, isSigned: isSigned),
          .zoned(1, .leadingSeparate, scale: scale, isSigned: isSigned),
          .zoned(1, .trailingSeparate, scale: scale, isSigned: isSigned),
        ]
      }
    }

  /// Longer ones, at each boundary of the short ways: 8 and 16 digits, 7 behind the point.
  static let large: [Shape] = [false, true].flatMap { large(isSigned: $0) }

  private static func large(isSigned: Bool) -> [Shape] {
    var shapes: [Shape] = [
      .packed(14, isSigned: isSigned), .packed(3, scale: -2, isSigned: isSigned),
    ]
    let sizes = [
      (3, 0), (7, 7), (8, 0), (8, 7), (8, 8), (9, 0), (9, 2), (15, 0), (16, 0), (16, 3), (17, 0),
    ]
    for (digits, scale) in sizes {
      for place in SignPlace.allCases {
        shapes.append(.zoned(digits, place, scale: scale, isSigned: isSigned))
      }
      shapes.append(.packed(digits, scale: scale, isSigned: isSigned))
      for width in digits <= 9 ? [4, 5, 7, 8] : [6, 7, 8] {
        shapes.append(.binary(digits, width, scale: scale, isSigned: isSigned))
      }
    }
    return shapes
  }

  /// Bytes of which most are near to a number of the format.
  static func random(_ shape: Shape, _ random: inout SeededGenerator) -> [UInt8] {
    let count = shape.byteCount
    func nibble(_ most: UInt8) -> UInt8 { UInt8.random(in: 0...most, using: &random) }
    var bytes: [UInt8]
    switch shape.kind {
    case .packed:
      bytes = (0..<count).map { _ in nibble(9) << 4 | nibble(9) }
      bytes[count - 1] = nibble(9) << 4 | [0xC, 0xD, 0xF][Int(nibble(2))]
    case .zoned(_, let place):
      bytes = (0..<count).map { _ in 0xF0 | nibble(9) }
      let zone: UInt8 = [0xC0, 0xD0, 0xF0][Int(nibble(2))]
      switch place {
      case .trailing: bytes[count - 1] = zone | nibble(9)
      case .leading: bytes[0] = zone | nibble(9)
      case .trailingSeparate: bytes[count - 1] = [0x4E, 0x60, 0xF1][Int(nibble(2))]
      case .leadingSeparate: bytes[0] = [0x4E, 0x60, 0xF1][Int(nibble(2))]
      }
    default: bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    // Small numbers, zero and negative zero among them.
    switch nibble(5) {
    case 0...2:
      let zeros = Int.random(in: 0..<count, using: &random)
      let zero: UInt8
      switch shape.kind {
      case .zoned: zero = 0xF0
      case .binary where nibble(1) == 0: zero = 0xFF
      default: zero = 0
      }
      for index in 0..<zeros where bytes[index] != 0x4E && bytes[index] != 0x60 {
        bytes[index] = zero
      }
      if zeros == count - 1, nibble(1) == 0 { bytes[count - 1] &= 0xF0 }
    case 3: bytes[Int.random(in: 0..<count, using: &random)] = nibble(15) << 4 | nibble(15)
    default: break
    }
    return bytes
  }

  /// What `NumberFormat` says of the fields.
  struct Expected {
    var lines: [String] = []
    var respelled = 0
    var bad = 0

    init(_ fields: [[UInt8]], _ shape: Shape) throws {
      let format = try NumberFormat(shape.kind, byteCount: shape.byteCount, isEBCDIC: true)
      var text = NumberText()
      for field in fields {
        switch format.decode(field.span, into: &text) {
        case .blank: lines.append("")
        case .number(let isCanonical):
          lines.append(text.string)
          respelled += isCanonical ? 0 : 1
        case .bad:
          bad += 1
          let digits = field.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
          lines.append("{bytes:\(digits.joined().uppercased())}")
        }
      }
    }
  }

  static func layout(_ shape: Shape, _ framing: RecordFraming) -> RecordFileLayout {
    RecordFileLayout(
      framing: framing,
      types: [
        .init(
          layout: RecordLayout(
            name: "R",
            fields: [
              LayoutField(name: "N", kind: shape.kind, offset: 0, byteCount: shape.byteCount)
            ], maximumByteCount: shape.byteCount))
      ])
  }

  /// Compares records of one field, without a byte between them, with `NumberFormat`.
  static func compare(_ fields: [[UInt8]], _ shape: Shape) throws {
    let expected = try Expected(fields, shape)
    let run = try HostFixture.toText(
      Array(fields.joined()), file: layout(shape, .fixed(byteCount: shape.byteCount)))
    try #require(run.error == nil, "\(String(describing: run.error))")
    let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == fields.count + 2)
    if let wrong = expected.lines.indices.first(where: {
      !expected.lines[$0].utf8.elementsEqual(lines[$0 + 1].utf8)
    }) {
      Issue.record(
        "\(fields[wrong]) is written \(lines[wrong + 1]), expected \(expected.lines[wrong])")
    }
    #expect(run.count(.respelled) == expected.respelled)
    #expect(run.count(.badNumber) == expected.bad)
    let conservation = run.report.conservation
    #expect(conservation)
  }

  @Test(arguments: small)
  func `every value of a small field is written as the format says`(_ shape: Shape) throws {
    let fields: [[UInt8]] =
      shape.byteCount == 1
      ? (0..<256).map { [UInt8($0)] }
      : (0..<65_536).map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    try Self.compare(fields, shape)
  }

  @Test(arguments: large)
  func `random long fields are written as the format says`(_ shape: Shape) throws {
    var random = SeededGenerator(seed: UInt64(shape.byteCount))
    let fields = (0..<300).map { _ in Self.random(shape, &random) }
    // Something of every kind is among them, or the test says nothing.
    let expected = try Expected(fields, shape)
    try #require(expected.lines.contains { !$0.utf8.starts(with: "{".utf8) })
    try Self.compare(fields, shape)
  }

  @Test(arguments: large)
  func `a record joined from segments has the same numbers`(_ shape: Shape) throws {
    guard shape.byteCount > 1 else { return }
    var random = SeededGenerator(seed: UInt64(shape.byteCount) + 1)
    let fields = (0..<30).map { _ in Self.random(shape, &random) }
    let expected = try Expected(fields, shape)
    var input: [UInt8] = []
    for field in fields {
      let cut = Int.random(in: 1..<field.count, using: &random)
      input += [0, UInt8(cut + 4), 1, 0] + field[..<cut]
      input += [0, UInt8(field.count - cut + 4), 2, 0] + field[cut...]
    }
    let run = try HostFixture.toText(input, file: Self.layout(shape, .descriptors))
    try #require(run.error == nil, "\(String(describing: run.error))")
    let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    #expect(lines.map(String.init) == expected.lines.map { $0 + "," } + [""])
    #expect(run.count(.respelled) == expected.respelled)
    #expect(run.count(.badNumber) == expected.bad)
  }
}

import GaijiCharsets
import GaijiModel
import GaijiTranscoding
import Testing

/// Small host files in IBM 1399 and their layouts.
enum HostFixture {
  /// 48 bytes: number, kana, name in two-byte codes, address with shifts, amount, count, bytes.
  static let layout = RecordLayout(
    name: "JUKI",
    fields: [
      LayoutField(
        name: "NO", kind: .zoned(DecimalShape(digits: 4), .trailing), offset: 0, byteCount: 4),
      LayoutField(name: "KANA", kind: .single, offset: 4, byteCount: 8),
      LayoutField(name: "NAME", kind: .double, offset: 12, byteCount: 10),
      LayoutField(name: "ADDRESS", kind: .mixed, offset: 22, byteCount: 16),
      LayoutField(
        name: "AMOUNT", kind: .packed(DecimalShape(digits: 7, scale: 2, isSigned: true)),
        offset: 38, byteCount: 4),
      LayoutField(
        name: "COUNT", kind: .binary(DecimalShape(digits: 4, isSigned: true), .big), offset: 42,
        byteCount: 2),
      LayoutField(name: "FILLER-1", kind: .raw, offset: 44, byteCount: 4),
    ], maximumByteCount: 48)

  static let file = RecordFileLayout(
    framing: .fixed(byteCount: 48), types: [.init(layout: layout)])

  /// Text in one-byte or mixed form, padded with spaces to a width.
  static func text(_ text: String, _ width: Int, charset: String = "ibm1399") throws -> [UInt8] {
    let bytes = try Fixture.encode(text, charset)
    try #require(bytes.count <= width)
    return bytes + Array(repeating: 0x40, count: width - bytes.count)
  }

  /// Text in two-byte codes alone.
  static func double(_ text: String, _ width: Int) throws -> [UInt8] {
    let shifted = try Fixture.encode(text, "ibm1399")
    let bytes = shifted.isEmpty ? [] : Array(shifted.dropFirst().dropLast())
    try #require(bytes.count <= width && bytes.count % 2 == 0)
    return bytes + Array(repeating: 0x40, count: width - bytes.count)
  }

  static func record(
    no: [UInt8] = [0xF0, 0xF0, 0xF1, 0xF2], kana: String = "ﾔﾏﾀﾞ", name: String = "山田",
    address: String = "1-2 東京", amount: [UInt8] = [0x00, 0x12, 0x34, 0x5D],
    count: [UInt8] = [0xFF, 0xFE], filler: [UInt8] = [0x40, 0x40, 0x40, 0x40]
  ) throws -> [UInt8] {
    var bytes = no + (try text(kana, 8))
    bytes += try double(name, 10)
    bytes += try text(address, 16)
    return bytes + amount + count + filler
  }

  static func toText(
    _ input: [UInt8], file: RecordFileLayout = file, policy: ConversionPolicy? = nil,
    block: Int = 256 << 10, configure: (inout TranscodingOptions) -> Void = { _ in }
  ) throws -> Fixture.Run {
    try Fixture.run(input, policy: policy ?? Fixture.policy("ibm1399"), system: nil) {
      $0.inputLayout = file
      $0.blockByteCount = block
      configure(&$0)
    }
  }

  static func toRecords(
    _ input: [UInt8], file: RecordFileLayout = file, policy: ConversionPolicy? = nil,
    block: Int = 256 << 10, configure: (inout TranscodingOptions) -> Void = { _ in }
  ) throws -> Fixture.Run {
    try Fixture.run(
      input, policy: policy ?? Fixture.policy("utf8", .charset("ibm1399")), system: nil
    ) {
      $0.outputLayout = file
      $0.blockByteCount = block
      configure(&$0)
    }
  }
}

/// The table directory of a font file.
///
/// Source: OpenType 1.9, "Organization of an OpenType Font". Hostile input: every offset is checked
/// before it is used, and sums cannot overflow (32-bit values in 64-bit arithmetic).
struct SfntFile {
  private var regions: [String: Range<Int>] = [:]
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) throws(SfntError) {
    self.bytes = bytes
    let header = SfntTable(tag: "directory", bytes: bytes[...])
    guard bytes.count >= 12 else { throw .notAFont }
    switch try header.word(at: 0) {
    case 0x0001_0000, 0x7472_7565, 0x4F54_544F: break  // 1.0, "true", "OTTO"
    case 0x7474_6366: throw .isCollection
    default: throw .notAFont
    }
    for index in 0..<Int(try header.half(at: 4)) {
      let record = 12 + 16 * index
      let tag = String(decoding: try header.bytes(at: record, count: 4), as: UTF8.self)
      let offset = Int(try header.word(at: record + 8))
      let count = Int(try header.word(at: record + 12))
      guard offset + count <= bytes.count else { throw .tableOutsideFile(tag) }
      // The first record of a tag counts, as in most readers.
      if regions[tag] == nil { regions[tag] = offset..<offset + count }
    }
  }

  func table(_ tag: String) throws(SfntError) -> SfntTable {
    guard let region = regions[tag] else { throw .missingTable(tag) }
    return SfntTable(tag: tag, bytes: bytes[region])
  }
}

/// One table: big-endian numbers by offset from its start.
struct SfntTable {
  let tag: String
  private let bytes: ArraySlice<UInt8>

  init(tag: String, bytes: ArraySlice<UInt8>) {
    self.tag = tag
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  func byte(at offset: Int) throws(SfntError) -> UInt8 {
    bytes[try index(offset, 1)]
  }

  func half(at offset: Int) throws(SfntError) -> UInt16 {
    let start = try index(offset, 2)
    return UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
  }

  func triple(at offset: Int) throws(SfntError) -> UInt32 {
    let start = try index(offset, 3)
    return UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
  }

  func word(at offset: Int) throws(SfntError) -> UInt32 {
    let start = try index(offset, 4)
    return UInt32(bytes[start]) << 24 | UInt32(bytes[start + 1]) << 16
      | UInt32(bytes[start + 2]) << 8 | UInt32(bytes[start + 3])
  }

  func bytes(at offset: Int, count: Int) throws(SfntError) -> ArraySlice<UInt8> {
    let start = try index(offset, count)
    return bytes[start..<start + count]
  }

  func malformed(at offset: Int, _ reason: String) -> SfntError {
    .malformed(table: tag, offset: offset, reason: reason)
  }

  private func index(_ offset: Int, _ byteCount: Int) throws(SfntError) -> Int {
    guard offset >= 0, byteCount >= 0, offset <= bytes.count, byteCount <= bytes.count - offset
    else { throw .truncated(table: tag, offset: offset, byteCount: byteCount) }
    return bytes.startIndex + offset
  }
}

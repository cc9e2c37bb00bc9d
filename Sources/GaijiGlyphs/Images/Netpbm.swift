/// The header of a PBM, PGM or PPM image, raw or plain (P1 to P6).
struct NetpbmHeader: Hashable, Sendable {
  enum Kind: Sendable { case bits, grey, colours }

  let kind: Kind
  let isPlain: Bool
  let width: Int
  let height: Int
  /// What stands for full light; 1 for bits.
  let maximum: Int
  /// Where the header and the pixels begin.
  let start: Int
  let pixels: Int

  /// Bytes of the pixels of a raw image.
  var byteCount: Int {
    switch kind {
    case .bits: BitRows.byteCount(width: width, height: height)
    case .grey: width * height * sampleByteCount
    case .colours: 3 * width * height * sampleByteCount
    }
  }

  var sampleByteCount: Int { maximum > 255 ? 2 : 1 }
}

/// Reads the words of a netpbm file.
struct Netpbm {
  let bytes: [UInt8]
  let path: String
  var offset: Int

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  func failure(_ detail: String) -> GlyphError {
    GlyphError(.damaged, path: path, offset: min(offset, bytes.count), detail: detail)
  }

  mutating func skipSpace() {
    while offset < bytes.count {
      if Self.isSpace(bytes[offset]) {
        offset += 1
      } else if bytes[offset] == 0x23 {
        // A comment, up to the end of its line.
        while offset < bytes.count, bytes[offset] != 0x0A { offset += 1 }
      } else {
        return
      }
    }
  }

  mutating func number() throws(GlyphError) -> Int {
    skipSpace()
    var value = 0
    let first = offset
    while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) {
      value = value * 10 + Int(bytes[offset] - 0x30)
      guard value <= 1 << 20 else { throw failure("a number above \(1 << 20); not an image") }
      offset += 1
    }
    guard offset > first else { throw failure("a number is missing; the file is cut or damaged") }
    return value
  }

  mutating func header() throws(GlyphError) -> NetpbmHeader {
    let start = offset
    guard bytes.count - offset >= 3, bytes[offset] == 0x50,
      (0x31...0x36).contains(bytes[offset + 1])
    else { throw failure("no header P1 to P6 where an image must begin") }
    let digit = Int(bytes[offset + 1] - 0x30)
    offset += 2
    let width = try number()
    let height = try number()
    try GreyImage.check(width: width, height: height, path: path, offset: start)
    let kind: NetpbmHeader.Kind = [.bits, .grey, .colours][(digit - 1) % 3]
    let maximum = kind == .bits ? 1 : try number()
    guard (1...65535).contains(maximum) else { throw failure("a maximum of \(maximum)") }
    guard offset < bytes.count, Self.isSpace(bytes[offset]) else {
      throw failure("the header does not end with white space")
    }
    offset += 1
    return NetpbmHeader(
      kind: kind, isPlain: digit <= 3, width: width, height: height, maximum: maximum,
      start: start, pixels: offset)
  }

  /// Moves behind the pixels.
  mutating func skip(_ header: NetpbmHeader) throws(GlyphError) {
    guard header.isPlain else {
      guard header.byteCount <= bytes.count - offset else {
        throw GlyphError(
          .damaged, path: path, offset: bytes.count,
          detail: "ends inside an image of \(header.width) x \(header.height) pixels")
      }
      offset += header.byteCount
      return
    }
    let count = header.width * header.height * (header.kind == .colours ? 3 : 1)
    for _ in 0..<count { _ = try sample(header) }
  }

  /// A value of a plain image.
  mutating func sample(_ header: NetpbmHeader) throws(GlyphError) -> Int {
    guard header.kind == .bits else {
      let value = try number()
      guard value <= header.maximum else { throw failure("\(value) is above the maximum") }
      return value
    }
    // Bits of P1 need no space between them.
    skipSpace()
    guard offset < bytes.count, bytes[offset] == 0x30 || bytes[offset] == 0x31 else {
      throw failure("a bit is neither 0 nor 1, or missing")
    }
    defer { offset += 1 }
    return Int(bytes[offset] - 0x30)
  }
}

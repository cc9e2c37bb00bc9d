/// Which byte a system has for each byte of another one: JIPS(E) is JIPS(J) through this.
struct ByteMap: Sendable {
  private var images: [UInt8]
  let isIdentity: Bool

  static let identity = ByteMap()

  private init() {
    images = (UInt8.min...UInt8.max).map(\.self)
    isIdentity = true
  }

  /// - Parameter part: Rows whose `first` is the byte and whose `code` is its image.
  init(_ part: CharsetPart) throws(CompositionError) {
    var known = [UInt8?](repeating: nil, count: 256)
    var taken = Set<UInt8>()
    for (index, row) in part.rows.enumerated() {
      guard let byte = UInt8(exactly: row.first), let image = UInt8(exactly: row.code),
        row.byteCount == 1, row.second == 0
      else { throw .wrongValue(part: part.name, row: index + 1, value: row.first) }
      guard known[Int(byte)] == nil || known[Int(byte)] == image else {
        throw .byteMap(part: part.name, reason: "row \(index + 1) gives a byte a second image")
      }
      if known[Int(byte)] == nil, !taken.insert(image).inserted {
        throw .byteMap(
          part: part.name, reason: "row \(index + 1) repeats the image of another byte")
      }
      known[Int(byte)] = image
    }
    guard known.allSatisfy({ $0 != nil }) else {
      throw .byteMap(part: part.name, reason: "not all 256 bytes are there")
    }
    images = known.compactMap(\.self)
    isIdentity = false
  }

  subscript(byte: UInt8) -> UInt8 { images[Int(byte)] }

  /// Of both bytes of a two-byte code.
  subscript(code: UInt32) -> UInt32 {
    UInt32(images[Int(code >> 8 & 0xFF)]) << 8 | UInt32(images[Int(code & 0xFF)])
  }
}

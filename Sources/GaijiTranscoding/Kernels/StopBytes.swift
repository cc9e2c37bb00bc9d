internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiModel

/// What a kernel does with a byte that begins something. Bits, not numbers: tested one by one they
/// stay predictable branches, where comparisons become an indirect jump.
enum ByteKind {
  static let other: UInt8 = 0
  /// An ASCII character that stands for itself.
  static let ascii: UInt8 = 1
  static let stop: UInt8 = 2
  /// A one-byte code of 80–FF.
  static let single: UInt8 = 4
  /// The lead byte of a two-byte code.
  static let double: UInt8 = 8
  /// The lead byte of three-byte UTF-8.
  static let triple: UInt8 = 16
}

/// The stop bytes of one place (a plain field, a quoted field) and the kinds of all bytes there.
///
/// Owns 320 bytes that stay where they are: four vectors of 16 equal bytes for
/// `gaiji_stop_mask16`, then the 256 `ByteKind`s.
@safe final class StopBytes {
  static let kindsOffset = 64
  let base: UnsafePointer<UInt8>

  /// - Parameters:
  ///   - bytes: one to four ASCII bytes; the first is also the sentinel after a block.
  ///   - source: UTF-8 or a lead-byte charset.
  init(_ bytes: [UInt8], source: CharsetTable) {
    precondition((1...4).contains(bytes.count) && bytes.allSatisfy { $0 < 0x80 })
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.kindsOffset + 256)
    for index in 0..<Self.kindsOffset {
      // SAFETY: index is below the allocation's size, here and below.
      unsafe memory[index] = bytes[min(index / 16, bytes.count - 1)]
    }
    for byte in 0..<256 {
      unsafe memory[Self.kindsOffset + byte] =
        bytes.contains(UInt8(byte)) ? ByteKind.stop : Self.kind(byte, source)
    }
    unsafe base = UnsafePointer(memory)
  }

  private static func kind(_ byte: Int, _ source: CharsetTable) -> UInt8 {
    if byte < 0x80 { return ByteKind.ascii }
    if source.scheme == .utf8 {
      switch byte {
      case 0xC2...0xDF: return ByteKind.double
      case 0xE0...0xEF: return ByteKind.triple
      default: return ByteKind.other
      }
    }
    switch source.states[0].lengths[byte] {
    case 1: return ByteKind.single
    case 2: return ByteKind.double
    default: return ByteKind.other
    }
  }

  deinit { unsafe base.deallocate() }
}

/// The bytes of structure as the vector steps want them, in memory that stays where it is.
@safe final class StructureBytes {
  let base: UnsafePointer<gaiji_structure_bytes>

  init(_ format: RecordFormat) {
    // A text of lines has neither delimiter nor quotes; a newline in their place adds nothing.
    let delimiter = UInt8(exactly: format.delimiter) ?? ASCII.newline
    let quote = format.hasQuotes ? ASCII.quote : ASCII.newline
    let count = MemoryLayout<gaiji_structure_bytes>.size
    let memory = UnsafeMutablePointer<gaiji_structure_bytes>.allocate(capacity: 1)
    // SAFETY: the structure is two arrays of 64 bytes and nothing else.
    let bytes = unsafe UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt8.self)
    for index in 0..<count { unsafe bytes[index] = index < 64 ? delimiter : quote }
    unsafe base = UnsafePointer(memory)
  }

  deinit { unsafe base.deallocate() }
}

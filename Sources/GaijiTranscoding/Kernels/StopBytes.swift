/// Four stop bytes as vectors of 16, laid out for `gaiji_stop_mask16`.
///
/// Owns 64 bytes that stay where they are; engines read them for as long as they hold this.
@safe final class StopBytes {
  let base: UnsafePointer<UInt8>

  /// - Parameter bytes: one to four ASCII bytes; the first is also the sentinel after a block.
  init(_ bytes: [UInt8]) {
    precondition((1...4).contains(bytes.count) && bytes.allSatisfy { $0 < 0x80 })
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
    for index in 0..<64 {
      // SAFETY: index < 64, the allocation's size.
      unsafe memory[index] = bytes[min(index / 16, bytes.count - 1)]
    }
    unsafe base = UnsafePointer(memory)
  }

  deinit { unsafe base.deallocate() }
}

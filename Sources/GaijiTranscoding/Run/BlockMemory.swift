/// Bytes of the input on their way to an engine, with the padding that the kernels want behind them.
@safe final class BlockMemory {
  private var base: UnsafeMutableRawPointer
  /// Bytes that fit, the padding not counted.
  private(set) var capacity: Int
  /// Bytes that are there.
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    unsafe base = Self.allocate(self.capacity)
  }

  deinit { unsafe base.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: capacity + kernelPaddingByteCount, alignment: 64)
  }

  /// The bytes; valid until `grow`. What follows them, up to the padding's end, may be overwritten.
  @unsafe var bytes: UnsafeMutableBufferPointer<UInt8> {
    unsafe UnsafeMutableBufferPointer(
      start: base.assumingMemoryBound(to: UInt8.self), count: count)
  }

  func removeAll() { count = 0 }

  /// Makes room for `newCapacity` bytes in all.
  func grow(to newCapacity: Int) {
    guard newCapacity > capacity else { return }
    let memory = unsafe Self.allocate(newCapacity)
    // SAFETY: count <= capacity < newCapacity, both allocations live.
    unsafe memory.copyMemory(from: base, byteCount: count)
    unsafe base.deallocate()
    unsafe base = memory
    capacity = newCapacity
  }

  /// Appends bytes; more than fit make it larger.
  func append(_ source: UnsafeRawBufferPointer) {
    guard let start = source.baseAddress, source.count > 0 else { return }
    if count + source.count > capacity { grow(to: max(count + source.count, capacity * 2)) }
    // SAFETY: room was made; `source` is no part of this memory, which nobody else writes to.
    unsafe (base + count).copyMemory(from: start, byteCount: source.count)
    count += source.count
  }

  func append(_ source: ArraySlice<UInt8>) {
    unsafe source.withUnsafeBytes { unsafe append($0) }
  }

  /// Hands out the free region and takes over as many bytes as were put there.
  func fill<Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    // SAFETY: count <= capacity; the padding behind the capacity stays free.
    let free = unsafe UnsafeMutableRawBufferPointer(start: base + count, count: capacity - count)
    let got = try unsafe body(free)
    precondition(got >= 0 && got <= capacity - count)
    count += got
  }

  /// Removes bytes at the front.
  func removeFirst(_ removed: Int) {
    precondition(removed >= 0 && removed <= count)
    // SAFETY: both regions lie in the memory; memmove semantics allow the overlap.
    unsafe base.copyMemory(from: base + removed, byteCount: count - removed)
    count -= removed
  }

  /// Removes the bytes from `end` on and returns them.
  func cut(at end: Int) -> [UInt8] {
    precondition(end >= 0 && end <= count)
    let rest = unsafe [UInt8](UnsafeRawBufferPointer(start: base + end, count: count - end))
    count = end
    return rest
  }

  /// A copy of the first bytes.
  func prefix(_ length: Int) -> [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: min(length, count)))
  }

  /// The bytes from `start` to `end`; valid until the memory changes.
  @unsafe func region(_ range: Range<Int>) -> UnsafeMutableBufferPointer<UInt8> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeMutableBufferPointer(
      start: (base + range.lowerBound).assumingMemoryBound(to: UInt8.self), count: range.count)
  }
}

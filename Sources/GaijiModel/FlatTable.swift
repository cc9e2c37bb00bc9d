/// A read-only table of fixed-width values in memory that something else keeps alive: an array
/// turned to a table, or a region of a mapped release file.
///
/// This and the engine's kernels are where table memory is reached by pointer. Invariants:
/// `base` points at `count` initialised, properly aligned elements that never change and live as
/// long as `owner`.
@safe public struct FlatTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // @unchecked Sendable: the elements are never written after initialisation, and `owner` is held
  // only to keep them alive.
  @usableFromInline let base: UnsafePointer<Element>
  public let count: Int
  private let owner: AnyObject

  /// Copies an array.
  public init(_ elements: [Element]) {
    let storage = Storage(elements)
    unsafe base = UnsafePointer(storage.buffer.baseAddress!)
    count = elements.count
    owner = storage
  }

  /// A view of memory that `owner` keeps alive. Traps when the region is misaligned.
  ///
  /// - Precondition: `bytes` holds whole elements, is never written again, and lives as long as
  ///   `owner`.
  @unsafe public init(viewing bytes: UnsafeRawBufferPointer, owner: AnyObject) {
    precondition(bytes.count % MemoryLayout<Element>.stride == 0, "table of part elements")
    count = bytes.count / MemoryLayout<Element>.stride
    if count == 0 {
      let storage = Storage([])
      unsafe base = UnsafePointer(storage.buffer.baseAddress!)
      self.owner = storage
    } else {
      let address = bytes.baseAddress!
      precondition(
        Int(bitPattern: address) % MemoryLayout<Element>.alignment == 0,
        "misaligned table")
      unsafe base = address.assumingMemoryBound(to: Element.self)
      self.owner = owner
    }
  }

  /// Traps when out of range.
  @inlinable public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "table index out of range")
    // SAFETY: the index was checked on the line above.
    return unsafe base[index]
  }

  /// The table's memory, for kernels; the pointer must not outlive the closure.
  @unsafe public func withUnsafeBuffer<R>(
    _ body: (UnsafeBufferPointer<Element>) throws -> R
  ) rethrows -> R {
    try withExtendedLifetime(owner) {
      try unsafe body(UnsafeBufferPointer(start: base, count: count))
    }
  }

  public var array: [Element] { unsafe withUnsafeBuffer { unsafe Array($0) } }

  @safe private final class Storage {
    let buffer: UnsafeMutableBufferPointer<Element>
    init(_ elements: [Element]) {
      unsafe buffer = .allocate(capacity: max(1, elements.count))
      unsafe _ = buffer.initialize(from: elements)
    }
    deinit { unsafe buffer.deallocate() }
  }
}

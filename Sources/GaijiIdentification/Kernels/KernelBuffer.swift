/// Working memory of the kernels: a fixed number of numbers, at first 0.
///
/// The files of this folder are where the module reaches memory by pointer. Each call checks what the
/// kernel is going to touch; the rest of the module sees buffers, numbers and arrays.
@safe final class KernelBuffer<Element: BitwiseCopyable & Numeric> {
  // SAFETY: `base` points at `count` initialised numbers from init to deinit; a buffer belongs to one
  // thread at a time (it is not Sendable).
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    precondition(count >= 0 && count <= 1 << 40, "buffer of an impossible size")
    self.count = count
    unsafe base = .allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: .zero, count: max(count, 1))
  }

  convenience init(_ values: [Element]) {
    self.init(count: values.count)
    for (index, value) in values.enumerated() { self[index] = value }
  }

  deinit { unsafe base.deallocate() }

  /// Traps when out of range.
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "buffer index out of range")
      return unsafe base[index]
    }
    set {
      precondition(index >= 0 && index < count, "buffer index out of range")
      unsafe base[index] = newValue
    }
  }

  /// Copies out. Traps when out of range.
  func array(_ range: Range<Int>) -> [Element] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "buffer range out of range")
    return unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  var array: [Element] { array(0..<count) }

  /// Copies in. Traps when out of range.
  func set(_ values: [Element], at offset: Int = 0) {
    precondition(offset >= 0 && values.count <= count - offset, "buffer range out of range")
    unsafe values.withUnsafeBufferPointer {
      guard let start = $0.baseAddress else { return }
      unsafe (base + offset).update(from: start, count: values.count)
    }
  }

  /// The address of an element with `needed` elements from there. Traps when they are not inside.
  @unsafe func pointer(_ offset: Int = 0, _ needed: Int) -> UnsafeMutablePointer<Element> {
    precondition(
      offset >= 0 && needed >= 0 && offset <= count && needed <= count - offset,
      "kernel would leave its buffer")
    return unsafe base + offset
  }
}

typealias FloatBuffer = KernelBuffer<Float>

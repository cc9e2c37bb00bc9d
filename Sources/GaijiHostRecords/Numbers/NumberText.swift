/// The text of a number in ASCII, in memory of a fixed size that is used again for the next one.
public struct NumberText: Sendable {
  /// No number's text is longer: 128 bytes.
  public static let maximumByteCount = 128

  // The digits are written at a fixed place with room on both sides, so that sign, point and zeros
  // need at most a move of the shorter part:
  //   0 ..< 72     sign and leading zeros ("-0.000")
  //   72 ..< 120   digits, at most 40, and what a store of eight bytes writes behind them
  //   112 ..< 192  trailing zeros
  static let digitsStart = 72
  static let maximumDigitCount = 40

  var storage = InlineArray<192, UInt8>(repeating: 0)
  var start = Self.digitsStart
  public internal(set) var count = 0

  public init() {}

  /// A byte of the text.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count)
    return storage[start + index]
  }

  /// Appends the text to an array.
  public func append(to output: inout [UInt8]) {
    for index in start..<start + count { output.append(storage[index]) }
  }

  /// Writes the text to memory.
  ///
  /// It changes nothing, and is `mutating` because a read-only span of an inline array makes a copy
  /// of the whole array first, which took longer than reading the number.
  /// - Parameter output: has room for `count` bytes; `maximumByteCount` always suffice.
  @unsafe public mutating func copy(to output: UnsafeMutablePointer<UInt8>) {
    let range = start..<start + count
    var bytes = storage.mutableSpan
    unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      // SAFETY: the range is inside the storage, and the storage has a base address.
      let source = unsafe UnsafeMutableBufferPointer(rebasing: buffer[range])
      _ = unsafe UnsafeMutableBufferPointer(start: output, count: range.count)
        .update(fromContentsOf: source)
    }
  }

  /// Calls `body` with the text. Slower than `copy(to:)`.
  public func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    unsafe storage.span.withUnsafeBufferPointer {
      unsafe body(UnsafeBufferPointer(rebasing: $0[start..<start + count]))
    }
  }

  /// The text as a string; for tests and messages.
  public var string: String { String(decoding: [UInt8](text: self), as: UTF8.self) }
}

extension [UInt8] {
  public init(text: NumberText) {
    self = []
    text.append(to: &self)
  }
}

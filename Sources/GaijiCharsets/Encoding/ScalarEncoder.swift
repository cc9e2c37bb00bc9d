internal import GaijiModel

/// Encodes scalars to the bytes of one charset, strictly: no fallback, no substitute.
///
/// Output never holds part of a code, and is unchanged when a character cannot be encoded.
public struct ScalarEncoder: Sendable {
  public let table: CharsetTable
  /// Index into `table.states` of a shifted charset; 0 for others.
  public private(set) var state = 0
  /// For each state, the sequence that leads to it.
  private let sequences: [[UInt8]]

  /// The most bytes that `encode` writes for one character in any charset, without the shift
  /// sequence before it: two UTF-16, UTF-8 or UTF-32 codes of four bytes.
  public static let maximumCodeByteCount = 8

  /// The most bytes that one call of `encode` writes: two codes (か + ゚ without a code of their own),
  /// each with a shift sequence before it.
  public var maximumByteCount: Int { Self.maximumCodeByteCount + 2 * maximumShiftByteCount }

  /// The most bytes that `finish` writes; 0 for a charset without states.
  public var maximumShiftByteCount: Int { sequences.map(\.count).max() ?? 0 }

  public init(_ table: CharsetTable) {
    self.table = table
    sequences = table.states.indices.map { state in
      table.shifts.first { $0.state == state }?.bytes ?? []
    }
  }

  /// Appends a character, with a shift sequence before it where the state has to change.
  ///
  /// UTF-16 and UTF-32 without an order in the name are written big-endian. No byte order mark is
  /// written; encode U+FEFF for one.
  ///
  /// - Parameters:
  ///   - second: The second scalar of a character of two (か + ゚); 0: none. Where the pair has no
  ///     code of its own, the codes of the two scalars are written if both have one.
  /// - Returns: `false`, with nothing written, when the charset has no code for the character.
  public mutating func encode(
    _ scalar: UInt32, second: UInt32 = 0, into output: inout [UInt8]
  ) -> Bool {
    switch table.scheme {
    case .leadByte, .shifted:
      // `table.encoding` is named each time: a copy of it would count four references.
      if second != 0 {
        let pair = table.encoding.entry(for: scalar, second)
        if pair != 0 {
          append(pair, to: &output)
          return true
        }
      }
      let entry = table.encoding.entry(for: scalar)
      let secondEntry = second == 0 ? 0 : table.encoding.entry(for: second)
      guard entry != 0, second == 0 || secondEntry != 0 else { return false }
      append(entry, to: &output)
      if second != 0 { append(secondEntry, to: &output) }
      return true
    case .utf8, .utf16, .utf16be, .utf16le, .utf32, .utf32be, .utf32le:
      guard Self.isScalar(scalar), second == 0 || Self.isScalar(second) else { return false }
      appendUnicode(scalar, to: &output)
      if second != 0 { appendUnicode(second, to: &output) }
      return true
    }
  }

  /// Appends the sequence that returns to the initial state, if it has been left. Needed at the end
  /// of the output, and of each field that has to stand for itself.
  public mutating func finish(into output: inout [UInt8]) {
    guard state != 0 else { return }
    output += sequences[0]
    state = 0
  }

  /// Whether `encode` would write the character.
  public static func canEncode(
    _ scalar: UInt32, second: UInt32 = 0, in table: CharsetTable
  ) -> Bool {
    guard table.scheme == .leadByte || table.scheme == .shifted else {
      return isScalar(scalar) && (second == 0 || isScalar(second))
    }
    if second == 0 { return table.encoding.entry(for: scalar) != 0 }
    return table.encoding.entry(for: scalar, second) != 0
      || table.encoding.entry(for: scalar) != 0 && table.encoding.entry(for: second) != 0
  }

  static func isScalar(_ value: UInt32) -> Bool {
    value < 0xD800 || (0xE000...0x10FFFF).contains(value)
  }

  /// Writes an entry of the encode table: bits 31..28 byte count, 27..24 state, 23..0 bytes.
  private mutating func append(_ entry: UInt32, to output: inout [UInt8]) {
    let wanted = Int(entry >> 24 & 0xF)
    if wanted != state {
      output += sequences[wanted]
      state = wanted
    }
    var count = entry >> 28
    while count > 0 {
      count -= 1
      output.append(UInt8(truncatingIfNeeded: entry >> (8 * count)))
    }
  }
}

extension EncodeTable {
  /// Whether some code stands for two scalars of which this is the first: then the next scalar has
  /// to be seen before this one is encoded.
  public func beginsPair(_ scalar: UInt32) -> Bool {
    let key = UInt64(scalar) << 21
    var low = 0
    var high = pairKeys.count
    while low < high {
      let middle = (low + high) / 2
      if pairKeys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < pairKeys.count && pairKeys[low] >> 21 == UInt64(scalar)
  }
}

// A search of eight bytes a step: a file of lines has every byte looked at here, and `Span` has no
// search of its own. The only unsafe step is the load of eight bytes, which checks its bounds.

/// Where `pattern` (not empty) begins first in `range` of `bytes`, wholly inside it.
func firstPlace(of pattern: [UInt8], in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  var place = range.lowerBound
  let end = range.upperBound - pattern.count
  let first = pattern[0]
  while place <= end {
    guard let found = firstPlace(of: first, in: bytes, place..<end + 1) else { return nil }
    var index = 1
    while index < pattern.count, bytes[found + index] == pattern[index] { index += 1 }
    if index == pattern.count { return found }
    place = found + 1
  }
  return nil
}

private func firstPlace(of byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  let raw = unsafe bytes.bytes
  let ones: UInt64 = 0x0101_0101_0101_0101
  let pattern = ones &* UInt64(byte)
  var place = range.lowerBound
  while place + 8 <= range.upperBound {
    let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
    let rest = UInt64(littleEndian: word) ^ pattern
    // The lowest set bit marks the first zero byte; those above it may be wrong.
    let zeros = (rest &- ones) & ~rest & 0x8080_8080_8080_8080
    if zeros != 0 { return place + zeros.trailingZeroBitCount / 8 }
    place += 8
  }
  while place < range.upperBound {
    if bytes[place] == byte { return place }
    place += 1
  }
  return nil
}

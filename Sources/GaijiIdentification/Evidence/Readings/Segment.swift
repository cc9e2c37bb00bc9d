/// A short run of kana in one word, so that look-ups while aligning names cost little: a byte for
/// each letter, the first lowest. 0 is the empty run.
typealias Segment = UInt64

extension Kana {
  /// Longest run that one character may read as (承 うけたまわ is five).
  static let longestSegment = 6

  /// `nil` for a longer run.
  var segment: Segment? {
    guard bytes.count <= Self.longestSegment else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | Segment($1) }
  }

  init(_ segment: Segment) {
    var bytes: [UInt8] = []
    var rest = segment
    while rest != 0 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
    self.init(bytes: bytes)
  }

  static func length(_ segment: Segment) -> Int { (64 - segment.leadingZeroBitCount + 7) / 8 }
}

internal import GaijiCharsets

/// Collects the bytes of the register and, beside it, of its truth.
struct RecordBuffer: Sendable {
  /// In the source charset.
  private(set) var source: [UInt8] = []
  /// UTF-8; stays empty when no truth is wanted.
  private(set) var truth: [UInt8] = []
  let wantsTruth: Bool
  private let isStateful: Bool
  private var encoder: ScalarEncoder
  /// Occurrences of each gaiji of the plan in the selected columns, and in the others.
  private(set) var convertedCounts: [Int]
  private(set) var keptCounts: [Int]

  init(_ charset: CharsetTable, wantsTruth: Bool, gaijiCount: Int) {
    encoder = ScalarEncoder(charset)
    isStateful = charset.scheme == .shifted
    self.wantsTruth = wantsTruth
    convertedCounts = Array(repeating: 0, count: gaijiCount)
    keptCounts = convertedCounts
  }

  mutating func put(_ piece: Piece, selected: Bool) {
    if isStateful {
      for scalar in piece.scalars { _ = encoder.encode(scalar, into: &source) }
    } else {
      source += piece.encoded
    }
    if wantsTruth { truth += selected ? piece.converted : piece.kept }
    if piece.gaiji >= 0 {
      if selected { convertedCounts[piece.gaiji] += 1 } else { keptCounts[piece.gaiji] += 1 }
    }
  }

  /// Ends the source in the initial shift state.
  mutating func finish() { encoder.finish(into: &source) }

  /// Forgets the bytes, which somebody has written out, and keeps the counts.
  mutating func removeBytes() {
    source.removeAll(keepingCapacity: true)
    truth.removeAll(keepingCapacity: true)
  }
}

internal import GaijiModel

/// Puts records behind each other as a framing wants them.
struct HostFrames: Sendable {
  private let framing: RecordFraming
  private(set) var bytes: [UInt8] = []
  /// The block in hand, its descriptor left out.
  private var block: [UInt8] = []

  init(_ framing: RecordFraming) { self.framing = framing }

  /// Length of every record, where there is one.
  var fixedByteCount: Int? {
    if case .fixed(let byteCount) = framing { byteCount } else { nil }
  }

  /// Whether the file can hold this record: no terminator may be in it.
  func canHold(_ record: [UInt8]) -> Bool {
    guard case .delimited(let terminator) = framing, let first = terminator.first else {
      return true
    }
    // Also one that begins in the record and ends in the terminator behind it.
    let whole = record + terminator
    return !record.indices.contains {
      whole[$0] == first && whole[$0...].starts(with: terminator)
    }
  }

  /// Bytes that a record of this size adds, at most.
  func byteCount(of count: Int) -> Int {
    switch framing {
    case .fixed: count
    case .descriptors: count + 4
    case .blocked: count + 8
    case .delimited(let terminator): count + terminator.count
    }
  }

  mutating func append(_ record: [UInt8]) {
    switch framing {
    case .fixed: bytes += record
    case .descriptors:
      Self.append(descriptor: record.count + 4, to: &bytes)
      bytes += record
    case .blocked(let blockByteCount):
      if !block.isEmpty, 4 + block.count + 4 + record.count > blockByteCount { closeBlock() }
      Self.append(descriptor: record.count + 4, to: &block)
      block += record
    case .delimited(let terminator):
      bytes += record
      bytes += terminator
    }
  }

  /// Ends the last block.
  mutating func finish() { closeBlock() }

  mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }

  /// Bytes of a block that is not written yet.
  var pendingByteCount: Int { block.isEmpty ? 0 : block.count + 4 }

  private mutating func closeBlock() {
    guard !block.isEmpty else { return }
    Self.append(descriptor: block.count + 4, to: &bytes)
    bytes += block
    block.removeAll(keepingCapacity: true)
  }

  /// Two bytes of length, the descriptor included, and two of zero.
  private static func append(descriptor: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: descriptor >> 8))
    bytes.append(UInt8(truncatingIfNeeded: descriptor))
    bytes.append(0)
    bytes.append(0)
  }

  /// The longest record that the framing can hold.
  var longestRecord: Int {
    switch framing {
    case .fixed(let byteCount): byteCount
    // A length of 32,760 is the most that access methods take.
    case .descriptors: 32_760 - 4
    case .blocked(let blockByteCount): min(32_760, blockByteCount) - 8
    case .delimited: .max
    }
  }
}

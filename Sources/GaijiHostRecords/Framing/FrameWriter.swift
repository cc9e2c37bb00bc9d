public import GaijiModel

/// Writes records with the structure of a framing around them. Records of variable length are
/// written whole: a spanned record becomes one record, or an error when it does not fit.
public struct FrameWriter: Sendable {
  public let framing: RecordFraming
  /// The number of the record that comes next; the first is 1.
  public private(set) var nextNumber = 1
  /// Bytes written before the next record, those of the pending block included.
  public private(set) var offset = 0
  /// A block whose descriptor is not known yet; empty, or its first 4 bytes are the descriptor's.
  private var block: [UInt8] = []

  /// The most bytes that a record descriptor's length can say, itself included.
  private static let maximumLength = 0xFFFF

  public init(_ framing: RecordFraming) { self.framing = framing }

  /// Appends a record to the output, or to a block that is appended when the next record does not
  /// fit into it.
  /// - Throws: `FramingError` when the record cannot be written so that it is read as it is;
  ///   nothing is written then.
  public mutating func append(
    _ record: Span<UInt8>, to output: inout [UInt8]
  ) throws(FramingError) {
    let count = record.count
    switch framing {
    case .fixed(let byteCount):
      guard count == byteCount else {
        throw error(.otherLength(byteCount: count, required: byteCount))
      }
      output.append(bytesOf: record)
      offset += count
    case .descriptors:
      guard count + 4 <= Self.maximumLength else {
        throw error(.tooLong(byteCount: count, limit: Self.maximumLength - 4))
      }
      output.append(descriptor: count + 4)
      output.append(bytesOf: record)
      offset += count + 4
    case .blocked(let blockByteCount):
      try appendBlocked(record, blockByteCount: blockByteCount, to: &output)
    case .delimited(let terminator):
      guard (1...4).contains(terminator.count) else {
        throw error(
          .impossibleFraming(
            "a record terminator of \(terminator.count) bytes; 1 to 4 are possible"))
      }
      try checkTerminator(terminator, in: record)
      output.append(bytesOf: record)
      output.append(contentsOf: terminator)
      offset += count + terminator.count
    }
    nextNumber += 1
  }

  /// Appends the last block. To be called once, behind the last record.
  public mutating func finish(into output: inout [UInt8]) { flushBlock(into: &output) }

  private mutating func appendBlocked(
    _ record: Span<UInt8>, blockByteCount: Int, to output: inout [UInt8]
  ) throws(FramingError) {
    let length = record.count + 4
    let limit = Swift.min(Self.maximumLength, blockByteCount - 4)
    guard length <= limit else {
      throw error(.tooLong(byteCount: record.count, limit: Swift.max(limit - 4, 0)))
    }
    if block.count + length > Swift.min(blockByteCount, Int(Int32.max)) {
      flushBlock(into: &output)
    }
    if block.isEmpty {
      block.append(descriptor: 0)
      offset += 4
    }
    block.append(descriptor: length)
    block.append(bytesOf: record)
    offset += length
  }

  private mutating func flushBlock(into output: inout [UInt8]) {
    guard !block.isEmpty else { return }
    let length = block.count
    if length > 0x7FFF {
      // The long form: the highest bit, and 31 bits of length.
      for index in 0..<4 { block[index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
      block[0] |= 0x80
    } else {
      block[0] = UInt8(length >> 8)
      block[1] = UInt8(length & 0xFF)
    }
    output.append(contentsOf: block)
    block.removeAll(keepingCapacity: true)
  }

  /// A terminator inside the data, or begun by it and completed too early by the terminator itself.
  private func checkTerminator(
    _ terminator: [UInt8], in record: Span<UInt8>
  ) throws(FramingError) {
    if let place = firstPlace(of: terminator, in: record, record.indices) {
      throw error(.terminatorInRecord(at: place))
    }
    for overlap in 1..<terminator.count where overlap <= record.count {
      let start = record.count - overlap
      let isEarly = terminator.indices.allSatisfy { index in
        let place = start + index
        let byte = place < record.count ? record[place] : terminator[place - record.count]
        return byte == terminator[index]
      }
      if isEarly { throw error(.terminatorInRecord(at: start)) }
    }
  }

  private func error(_ reason: FramingError.Reason) -> FramingError {
    FramingError(reason, offset: offset, record: nextNumber)
  }
}

extension [UInt8] {
  fileprivate mutating func append(bytesOf span: Span<UInt8>) {
    // SAFETY: the buffer is read before the closure ends.
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  fileprivate mutating func append(descriptor length: Int) {
    append(UInt8(length >> 8))
    append(UInt8(length & 0xFF))
    append(0)
    append(0)
  }
}

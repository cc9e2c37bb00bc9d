public import GaijiModel

/// Cuts a file into records.
///
/// It takes the file in blocks of the caller's choice and hands out one record a call. A call that
/// finds no whole record in the block returns `nil` and changes nothing; the caller calls again
/// with the bytes from the same place on and more behind them. `maximumWholeByteCount` bytes are
/// enough for every record that is not an error.
///
/// Descriptor words are those of the z/OS "Using Data Sets" manual: a length of two bytes that
/// counts the word itself, high byte first; a segment code in the two low bits of the third byte
/// (0 whole, 1 first, 2 last, 3 middle); every other bit 0. A block descriptor with its highest
/// bit set has a length of 31 bits.
public struct RecordFramer: Sendable {
  public let framing: RecordFraming
  /// The longest record that is not an error, in bytes of data.
  public let maximumRecordByteCount: Int
  /// The longest `FramedRecord.whole` that is not an error.
  public let maximumWholeByteCount: Int
  /// The number of the record that comes next; the first is 1.
  public private(set) var nextNumber = 1
  /// Bytes of the current block (BDW) behind the last record.
  private var blockRemainder = 0

  /// - Parameter maximumRecordByteCount: the longest record to accept, in bytes of data; bounds
  ///   what a caller must hold in memory. Of no effect for records of fixed length.
  public init(_ framing: RecordFraming, maximumRecordByteCount: Int) {
    self.framing = framing
    let limit = Swift.min(Swift.max(maximumRecordByteCount, 1), 1 << 40)
    switch framing {
    case .fixed(let byteCount):
      self.maximumRecordByteCount = Swift.max(byteCount, 1)
      self.maximumWholeByteCount = Swift.max(byteCount, 1)
    case .delimited(let terminator):
      self.maximumRecordByteCount = limit
      self.maximumWholeByteCount = limit + terminator.count
    case .descriptors, .blocked:
      self.maximumRecordByteCount = limit
      // A spanned record is read as one piece. Real segments are hundreds of bytes; descriptors
      // that take more than three times the data's room are no record.
      self.maximumWholeByteCount = 4 * limit + 65_536
    }
  }

  /// Where a framer is between two records, to go on there with another one of the same framing.
  public struct State: Hashable, Sendable {
    public var nextNumber: Int
    /// Bytes of the current block (BDW) behind the last record.
    public var blockRemainder: Int

    public init(nextNumber: Int, blockRemainder: Int) {
      self.nextNumber = nextNumber
      self.blockRemainder = blockRemainder
    }
  }

  public var state: State {
    get { State(nextNumber: nextNumber, blockRemainder: blockRemainder) }
    set {
      nextNumber = Swift.max(newValue.nextNumber, 1)
      blockRemainder = Swift.max(newValue.blockRemainder, 0)
    }
  }

  /// The next record of a block.
  ///
  /// - Parameters:
  ///   - block: bytes of the file.
  ///   - position: where in the block the next record begins: the end of the last one's `whole`.
  ///   - offset: bytes of the file before the block, for errors.
  ///   - isLast: whether the block ends with the file.
  /// - Returns: `nil` when the block has no whole record from `position` on: more input is needed,
  ///   or, when it is the last and `position` its end, there are no more records.
  /// - Throws: `FramingError`; the framer must not be used after it. When the first record of the
  ///   file is at fault, the error says which framing its bytes fit.
  public mutating func next(
    in block: Span<UInt8>, from position: Int, offset: Int, isLast: Bool
  ) throws(FramingError) -> FramedRecord? {
    do throws(FramingError) {
      return try step(in: block, from: position, offset: offset, isLast: isLast)
    } catch {
      guard offset == 0, position == 0 else { throw error }
      var told = error
      told.hint = FramingProbe(block, isWhole: isLast).hint(against: framing)
      throw told
    }
  }

  /// `next` without a hint; the probe itself reads with it.
  mutating func step(
    in block: Span<UInt8>, from position: Int, offset: Int, isLast: Bool
  ) throws(FramingError) -> FramedRecord? {
    precondition(position >= 0 && position <= block.count)
    let record: FramedRecord?
    switch framing {
    case .fixed(let byteCount):
      record = try fixed(byteCount, in: block, from: position, offset: offset, isLast: isLast)
    case .descriptors:
      var segments = SegmentReader(
        self, isBlocked: false, blockRemainder: 0, offset: offset, isLast: isLast)
      record = try segments.record(in: block, from: position)
    case .blocked:
      var segments = SegmentReader(
        self, isBlocked: true, blockRemainder: blockRemainder, offset: offset, isLast: isLast)
      record = try segments.record(in: block, from: position)
      if record != nil { blockRemainder = segments.blockRemainder }
    case .delimited(let terminator):
      record = try delimited(terminator, in: block, from: position, offset: offset, isLast: isLast)
    }
    if record != nil { nextNumber += 1 }
    return record
  }

  private func fixed(
    _ byteCount: Int, in block: Span<UInt8>, from position: Int, offset: Int, isLast: Bool
  ) throws(FramingError) -> FramedRecord? {
    guard byteCount > 0 else {
      throw FramingError(
        .impossibleFraming("a fixed record length of \(byteCount); it must be 1 or more"),
        offset: offset + position, record: nextNumber)
    }
    let left = block.count - position
    guard left >= byteCount else {
      guard isLast, left > 0 else { return nil }
      throw FramingError(
        .partialRecord(left: left, byteCount: byteCount), offset: offset + position,
        record: nextNumber)
    }
    let range = position..<position + byteCount
    return FramedRecord(whole: range, data: range, number: nextNumber)
  }

  private func delimited(
    _ terminator: [UInt8], in block: Span<UInt8>, from position: Int, offset: Int, isLast: Bool
  ) throws(FramingError) -> FramedRecord? {
    guard (1...4).contains(terminator.count) else {
      throw FramingError(
        .impossibleFraming("a record terminator of \(terminator.count) bytes; 1 to 4 are possible"),
        offset: offset + position, record: nextNumber)
    }
    let left = block.count - position
    let limit = Swift.min(left, maximumWholeByteCount)
    if let end = firstPlace(of: terminator, in: block, position..<position + limit) {
      return FramedRecord(
        whole: position..<end + terminator.count, data: position..<end, number: nextNumber)
    }
    guard left <= maximumRecordByteCount || (left < maximumWholeByteCount && !isLast) else {
      throw FramingError(
        .tooLong(byteCount: left, limit: maximumRecordByteCount), offset: offset + position,
        record: nextNumber)
    }
    guard isLast, left > 0 else { return nil }
    let range = position..<block.count
    return FramedRecord(whole: range, data: range, number: nextNumber, isTerminated: false)
  }
}

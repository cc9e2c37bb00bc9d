/// Reads one record with descriptor words from a block of input: one segment, or all segments of a
/// spanned record.
struct SegmentReader {
  let offset: Int
  let isLast: Bool
  let isBlocked: Bool
  let number: Int
  let maximumRecordByteCount: Int
  let maximumWholeByteCount: Int
  /// Bytes of the current block (BDW) from `place` on.
  var blockRemainder: Int
  /// Behind what has been read.
  private var place = 0

  init(_ framer: RecordFramer, isBlocked: Bool, blockRemainder: Int, offset: Int, isLast: Bool) {
    self.offset = offset
    self.isLast = isLast
    self.isBlocked = isBlocked
    self.blockRemainder = blockRemainder
    number = framer.nextNumber
    maximumRecordByteCount = framer.maximumRecordByteCount
    maximumWholeByteCount = framer.maximumWholeByteCount
  }

  /// What a segment is to its record: the two low bits of a descriptor's third byte.
  enum Code {
    static let whole: UInt8 = 0
    static let first: UInt8 = 1
    static let last: UInt8 = 2
    static let middle: UInt8 = 3
  }

  /// - Returns: `nil` when the block ends before the record does and is not the last.
  mutating func record(
    in block: Span<UInt8>, from position: Int
  ) throws(FramingError) -> FramedRecord? {
    place = position
    var joined: [UInt8] = []
    var isSpanned = false
    while true {
      guard let segment = try segment(in: block, isSpanned: isSpanned) else { return nil }
      let start = segment.data.lowerBound - 4
      switch (segment.code, isSpanned) {
      case (Code.whole, false):
        guard segment.data.count <= maximumRecordByteCount else {
          throw error(
            .tooLong(byteCount: segment.data.count, limit: maximumRecordByteCount), at: start)
        }
        return FramedRecord(whole: position..<place, data: segment.data, number: number)
      case (Code.first, false): isSpanned = true
      case (_, false): throw error(.segmentWithoutFirst(code: segment.code), at: start)
      case (Code.whole, true), (Code.first, true):
        throw error(.segmentsUnfinished(code: segment.code), at: start)
      default: break
      }
      let byteCount = joined.count + segment.data.count
      guard byteCount <= maximumRecordByteCount else {
        throw error(.tooLong(byteCount: byteCount, limit: maximumRecordByteCount), at: start)
      }
      guard place - position <= maximumWholeByteCount else {
        throw error(.tooLong(byteCount: place - position, limit: maximumWholeByteCount), at: start)
      }
      joined.reserveCapacity(byteCount)
      for index in segment.data { joined.append(block[index]) }
      if segment.code == Code.last {
        return FramedRecord(
          whole: position..<place, data: place..<place, joined: joined, number: number)
      }
    }
  }

  /// The next segment, with `place` behind it, or `nil` when there is no whole one.
  private mutating func segment(
    in block: Span<UInt8>, isSpanned: Bool
  ) throws(FramingError) -> (code: UInt8, data: Range<Int>)? {
    if isBlocked, blockRemainder == 0 {
      guard let length = try blockLength(in: block, isSpanned: isSpanned) else { return nil }
      blockRemainder = length - 4
      place += 4
    }
    let left = block.count - place
    if isBlocked, isLast, blockRemainder > left {
      throw error(.beyondFile(length: blockRemainder, left: left), at: place)
    }
    if left < 4 { return try end(isSpanned: isSpanned, left: left) }
    let length = Int(block[place]) << 8 | Int(block[place + 1])
    let third = block[place + 2]
    let fourth = block[place + 3]
    guard length >= 4 else { throw error(.shortLength(length), at: place) }
    guard third & ~3 == 0, fourth == 0 else {
      throw error(.reservedBits(third, fourth), at: place)
    }
    if isBlocked {
      guard length <= blockRemainder else {
        throw error(.beyondBlock(length: length, left: blockRemainder), at: place)
      }
      let rest = blockRemainder - length
      guard rest == 0 || rest >= 4 else {
        throw error(.restOfBlock(byteCount: rest), at: place + length)
      }
    }
    guard length <= left else {
      if isLast { throw error(.beyondFile(length: length, left: left), at: place) }
      return nil
    }
    let data = place + 4..<place + length
    place += length
    if isBlocked { blockRemainder -= length }
    return (third, data)
  }

  /// The length in the block descriptor at `place`; `nil` when it is not there in whole.
  private mutating func blockLength(
    in block: Span<UInt8>, isSpanned: Bool
  ) throws(FramingError) -> Int? {
    let left = block.count - place
    if left < 4 {
      _ = try end(isSpanned: isSpanned, left: left)
      return nil
    }
    let high = Int(block[place]) << 8 | Int(block[place + 1])
    let third = block[place + 2]
    let fourth = block[place + 3]
    var length = high
    if high & 0x8000 != 0 {
      length = (high & 0x7FFF) << 16 | Int(third) << 8 | Int(fourth)
    } else if third != 0 || fourth != 0 {
      throw error(.reservedBits(third, fourth), at: place)
    }
    guard length >= 8 else { throw error(.shortBlock(length), at: place) }
    if isLast, length > left { throw error(.beyondFile(length: length, left: left), at: place) }
    return length
  }

  /// `nil` at the end of a block of input; at the end of the file only between two records.
  private func end(
    isSpanned: Bool, left: Int
  ) throws(FramingError) -> (code: UInt8, data: Range<Int>)? {
    guard isLast else { return nil }
    if left > 0 { throw error(.partialDescriptor(left: left), at: place) }
    if isSpanned { throw error(.spannedRecordAtEnd, at: place) }
    return nil
  }

  private func error(_ reason: FramingError.Reason, at place: Int) -> FramingError {
    FramingError(reason, offset: offset + place, record: number)
  }
}

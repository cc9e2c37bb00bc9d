/// One record as a `RecordFramer` found it. Positions are those of the block that was given.
public struct FramedRecord: Hashable, Sendable {
  /// Every byte that belongs to the record: descriptors of its block and of itself, data,
  /// terminator. The next record begins behind it.
  public var whole: Range<Int>
  /// The record's data; empty when the data is in `joined`.
  public var data: Range<Int>
  /// The data of a spanned record, put together from its segments; `nil` for every other record.
  public var joined: [UInt8]?
  /// The first record of the file is 1.
  public var number: Int
  /// False for the last record of a delimited file that has no terminator.
  public var isTerminated: Bool

  public init(
    whole: Range<Int>, data: Range<Int>, joined: [UInt8]? = nil, number: Int,
    isTerminated: Bool = true
  ) {
    self.whole = whole
    self.data = data
    self.joined = joined
    self.number = number
    self.isTerminated = isTerminated
  }
}

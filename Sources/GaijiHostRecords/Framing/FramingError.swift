/// A file that is not cut into records as its layout says, or a record that cannot be written so.
public struct FramingError: Error, Hashable, Sendable, CustomStringConvertible {
  public var reason: Reason
  /// Bytes from the start of the file to the descriptor, record or block at fault.
  public var offset: Int
  /// The record that could not be read or written; the first is 1.
  public var record: Int
  /// What the first bytes of the file fit instead, when they were at hand.
  public var hint: String?

  public init(_ reason: Reason, offset: Int, record: Int, hint: String? = nil) {
    self.reason = reason
    self.offset = offset
    self.record = record
    self.hint = hint
  }

  public enum Reason: Hashable, Sendable {
    /// A framing that no file can have: a record of no bytes, a terminator of none or more than 4.
    case impossibleFraming(String)
    /// Bytes are left that are fewer than a record of fixed length.
    case partialRecord(left: Int, byteCount: Int)
    /// The file ends inside a descriptor.
    case partialDescriptor(left: Int)
    /// The length in a record descriptor is smaller than the descriptor.
    case shortLength(Int)
    /// The length in a block descriptor is too small for a record.
    case shortBlock(Int)
    /// The length goes beyond the end of the file.
    case beyondFile(length: Int, left: Int)
    /// The length of a record goes beyond the end of its block.
    case beyondBlock(length: Int, left: Int)
    /// Bytes of a block behind its last record, too few for a record.
    case restOfBlock(byteCount: Int)
    /// Bits that have to be 0 are not: the descriptor's third and fourth byte.
    case reservedBits(UInt8, UInt8)
    /// A middle or last segment without a first one.
    case segmentWithoutFirst(code: UInt8)
    /// A whole record or a first segment where a spanned record had to go on.
    case segmentsUnfinished(code: UInt8)
    /// The file ends before the last segment of a spanned record.
    case spannedRecordAtEnd
    /// A record, or a spanned record with the structure between its segments, is longer than the
    /// limit.
    case tooLong(byteCount: Int, limit: Int)
    /// Writing: a record of another length than the framing's.
    case otherLength(byteCount: Int, required: Int)
    /// Writing: the record holds its own terminator and would be read as two.
    case terminatorInRecord(at: Int)
  }

  public var description: String {
    let text = "record \(record) at byte \(offset): \(reason.text)"
    return hint.map { text + "; " + $0 } ?? text
  }
}

extension FramingError.Reason {
  fileprivate var text: String {
    switch self {
    case .impossibleFraming(let what):
      what
    case .partialRecord(let left, let byteCount):
      "the file ends after \(left) of \(byteCount) bytes, so its size is no multiple of the record "
        + "length; check the record length and whether the file has descriptors or line ends"
    case .partialDescriptor(let left):
      "the file ends after \(left) of 4 bytes of a descriptor; it was cut, or is not of this framing"
    case .shortLength(let length):
      "the record descriptor says \(length) bytes, and 4 is the least; is this file with block "
        + "descriptors (bdw), of fixed length (fixed), or were the descriptors stripped?"
    case .shortBlock(let length):
      "the block descriptor says \(length) bytes, and 8 is the least; is this file without block "
        + "descriptors (rdw)?"
    case .beyondFile(let length, let left):
      "the descriptor says \(length) bytes and the file has \(left) left; it was cut, or is not of "
        + "this framing"
    case .beyondBlock(let length, let left):
      "the record descriptor says \(length) bytes and the block has \(left) left; is this file "
        + "without block descriptors (rdw)?"
    case .restOfBlock(let byteCount):
      "the block has \(byteCount) bytes left behind the record, too few for another; is this file "
        + "without block descriptors (rdw)?"
    case .reservedBits(let third, let fourth):
      "the descriptor's bytes 3 and 4 are \(hexadecimal(third)) \(hexadecimal(fourth)), and only a "
        + "segment code (00 to 03) and 00 are possible; were the descriptors stripped, or is this "
        + "file of another framing?"
    case .segmentWithoutFirst(let code):
      "a \(code == 2 ? "last" : "middle") segment of a spanned record comes without its first; a "
        + "part of the file is missing"
    case .segmentsUnfinished(let code):
      "\(code == 0 ? "a whole record" : "a first segment") comes before the last segment of a "
        + "spanned record; a part of the file is missing"
    case .spannedRecordAtEnd:
      "the file ends before the last segment of a spanned record; it was cut"
    case .tooLong(let byteCount, let limit):
      "\(byteCount) bytes are more than the limit of \(limit); check the framing, or raise the limit"
    case .otherLength(let byteCount, let required):
      "\(byteCount) bytes cannot be written as a record of fixed length \(required)"
    case .terminatorInRecord(let place):
      "the record's data holds the record terminator at byte \(place) of the record and would be "
        + "read as two records; choose another framing for the output"
    }
  }
}

/// Two upper-case hexadecimal digits.
private func hexadecimal(_ byte: UInt8) -> String {
  let text = String(byte, radix: 16, uppercase: true)
  return byte < 16 ? "0" + text : text
}

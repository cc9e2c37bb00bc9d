public import GaijiModel

/// One character (or field) that has to be in the report, as an engine met it.
struct RecordEvent {
  /// The entry in the engine's `OutcomeTable`.
  var number: Int32
  /// Zero-based; -1 in the header record.
  var column: Int32
  /// Counted from 1; the header is 0.
  var record: Int
  /// Bytes from the start of the source.
  var offset: Int
  /// Bytes from the start of the source to the first byte of the field's text.
  var fieldOffset: Int
  /// Host records: the field of its layout, to find its kind and length again.
  var field: Int32 = -1
  /// The record type of that layout: types share columns.
  var type: Int32 = 0
}

/// Why a conversion ended before the end of its input. Positions are those of the source.
public struct ConversionStop: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The policy says stop for this failure. `code` in hexadecimal.
    case policy(ConversionPolicy.Failure, code: String)
    /// A record does not end within the limit, in bytes.
    case recordTooLong(limit: Int)
    case tooManyColumns(limit: Int)
    /// A quoted field is still open at the end of the input.
    case unclosedQuote
    /// A host record that no record type of the layout takes.
    case unknownRecordType
    /// Text between a closing quote and the next delimiter.
    case textAfterQuote
    case otherColumnCount(Int, expected: Int)
    /// A cell of an element that the record's number of elements leaves out.
    case cellBeyondTable
    case notHexadecimal
    /// The number of elements of a variable table is outside its bounds; `nil`: it is no number.
    case badTableCount(field: String, value: Int?, minimum: Int, maximum: Int)
  }

  public var reason: Reason
  public var record: Int
  /// Zero-based; -1 in the header record.
  public var column: Int
  public var offset: Int

  public init(reason: Reason, record: Int, column: Int, offset: Int) {
    self.reason = reason
    self.record = record
    self.column = column
    self.offset = offset
  }
}

extension ConversionStop: CustomStringConvertible {
  /// Names no data, only positions and codes.
  public var description: String {
    let place = "record \(record), column \(column + 1), byte \(offset)"
    switch reason {
    case .policy(let failure, let code):
      let what = code.isEmpty ? failure.word : "\(failure.word) \(code)"
      return "\(place): \(what); the policy says stop. "
        + (failure == .overflow ? "Choose" : "Map it, or choose")
        + " another action for \(failure.word)"
    case .recordTooLong(let limit):
      return "\(place): the record does not end within \(limit) bytes; raise --max-record or "
        + "check the quotes"
    case .tooManyColumns(let limit):
      return "\(place): more than \(limit) columns; is the delimiter right?"
    case .unknownRecordType:
      return "\(place): no record type of the layout has this record; add one to the layout (one "
        + "without a condition takes what is left)"
    case .textAfterQuote:
      return "\(place): text follows a closing quote; quote the whole field"
    case .otherColumnCount(let count, let expected):
      return "\(place): \(count) columns where the header has \(expected)"
    case .cellBeyondTable:
      return "\(place): a value for an element that the record does not have; raise the number of "
        + "elements or empty the cell"
    case .notHexadecimal:
      return
        "\(place): a field of bytes takes as many pairs of hexadecimal digits as it has bytes, "
        + "or nothing"
    case .badTableCount(let field, let value, let minimum, let maximum):
      let found = value.map(String.init) ?? "not a number"
      return "\(place): \(field) says how many elements follow and is \(found); \(minimum) to "
        + "\(maximum) are possible. Check the layout and the framing"
    case .unclosedQuote:
      return "\(place): a quoted field that begins here is still open at the end of the input"
    }
  }
}

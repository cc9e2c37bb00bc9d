import GaijiTranscoding

/// Cuts text into records and fields byte by byte, as `RecordFormat` says it and as slowly as it likes.
///
/// For charsets in which a byte of structure is nothing else: UTF-8, CP932, EUC, also when they are
/// ill-formed.
struct PlainSplitter {
  struct Field: Equatable {
    /// What is not structure: of a quoted field without its quotes, a doubled quote being one, and with
    /// whatever follows the closing quote.
    var content: [UInt8] = []
  }

  private(set) var records: [[Field]] = []
  /// The text ends inside quotes.
  private(set) var isOpen = false

  private enum State {
    case start, plain, quoted
    /// Behind a quote inside quotes: a closing one, or the first of two.
    case quote
  }

  init(_ bytes: [UInt8], _ format: RecordFormat) {
    var delimiter: UInt8?
    if case .delimited(let byte) = format { delimiter = byte }
    var state = State.start
    var record: [Field] = []
    var field = Field()
    var isEmpty = true
    for (index, byte) in bytes.enumerated() {
      isEmpty = false
      switch state {
      case .quoted:
        if byte == 0x22 { state = .quote } else { field.content.append(byte) }
        continue
      case .quote where byte == 0x22:
        field.content.append(byte)
        state = .quoted
        continue
      case .start where byte == 0x22 && delimiter != nil:
        state = .quoted
        continue
      default: break
      }
      if byte == 0x0A {
        records.append(record + [field])
        record = []
        field = Field()
        state = .start
        isEmpty = true
      } else if byte == delimiter {
        record.append(field)
        field = Field()
        state = .start
      } else if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A {
        state = .plain
      } else {
        field.content.append(byte)
        state = .plain
      }
    }
    isOpen = state == .quoted
    if !isEmpty { records.append(record + [field]) }
  }
}

/// Reads the CSV files that `CSVText` writes: UTF-8, CR LF, quotes where needed. Everything else is
/// a fault, for a file that somebody changed must not be counted.
struct CSVRecords {
  private let bytes: [UInt8]
  private var place = 0
  private(set) var header: [String] = []

  /// `nil` when there is no header.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    guard let first = next() else { return nil }
    header = first.fields
  }

  struct Record {
    /// Without quotes.
    var fields: [String]
    /// As it stands in the file, line end and all.
    var bytes: ArraySlice<UInt8>
  }

  /// Whether everything was read.
  var isAtEnd: Bool { place == bytes.count }

  /// The next record; `nil` at the end, or at a fault.
  mutating func next() -> Record? {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var cursor = place
    while cursor < bytes.count {
      let byte = bytes[cursor]
      cursor += 1
      switch byte {
      case 0x22 where isQuoted && cursor < bytes.count && bytes[cursor] == 0x22:
        field.append(byte)
        cursor += 1
      case 0x22: isQuoted.toggle()
      case 0x2C where !isQuoted:
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case 0x0D where !isQuoted:
        guard cursor < bytes.count, bytes[cursor] == 0x0A else { return nil }
        fields.append(String(decoding: field, as: UTF8.self))
        let record = Record(fields: fields, bytes: bytes[place..<cursor + 1])
        place = cursor + 1
        return record
      default: field.append(byte)
      }
    }
    return nil
  }
}

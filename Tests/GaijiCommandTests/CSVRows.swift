import Foundation

/// A plain reader of CSV bytes (RFC 4180), for what the tests have to know about a file: it shares no
/// code with the program. Delimiter, quote and newline must not be part of longer codes, as in CP932
/// and UTF-8.
struct CSVRows {
  /// Fields without their quotes.
  var rows: [[[UInt8]]] = []

  init(_ data: Data, delimiter: UInt8 = 0x2C) {
    var bytes = [UInt8](data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    var row: [[UInt8]] = []
    var field: [UInt8] = []
    var isQuoted = false
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case 0x22 where isQuoted && place < bytes.count && bytes[place] == 0x22:
        field.append(0x22)
        place += 1
      case 0x22 where isQuoted: isQuoted = false
      case 0x22 where field.isEmpty: isQuoted = true
      case delimiter where !isQuoted:
        row.append(field)
        field = []
      case 0x0D where !isQuoted && place < bytes.count && bytes[place] == 0x0A: break
      case 0x0A where !isQuoted:
        rows.append(row + [field])
        row = []
        field = []
      default: field.append(byte)
      }
    }
    if !row.isEmpty || !field.isEmpty { rows.append(row + [field]) }
  }

  /// One column by its UTF-8 name, without the header.
  func column(_ name: String) throws -> [String] {
    guard let header = rows.first,
      let index = header.firstIndex(where: { $0.elementsEqual(name.utf8) })
    else { throw TestFault("no column \(name)") }
    return rows.dropFirst().map { String(decoding: $0[index], as: UTF8.self) }
  }
}

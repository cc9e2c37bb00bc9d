/// A plain reader of CSV (RFC 4180) that shares no code with the engines.
enum PlainRows {
  static func read(_ bytes: [UInt8]) -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    var row: [[UInt8]] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case 0x22 where isQuoted && place < bytes.count && bytes[place] == 0x22:
        cell.append(byte)
        place += 1
      case 0x22: isQuoted.toggle()
      case 0x2C where !isQuoted:
        row.append(cell)
        cell = []
      case 0x0A where !isQuoted:
        rows.append(row + [cell])
        row = []
        cell = []
      default: cell.append(byte)
      }
    }
    return rows
  }
}

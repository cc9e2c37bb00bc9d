internal import Foundation
internal import GaijiTranscoding

/// `unmapped.csv` or `mapped.csv` over all files: the rows of each file's own, behind its path.
struct CombinedCSV: ~Copyable {
  private var file: ReportFile
  private var hasHeader = false

  init(path: String) throws(ReportFileError) { file = try ReportFile(path: path) }

  mutating func append(_ table: FindingTable, of path: String) throws(ReportFileError) {
    if !hasHeader {
      try file.append([0xEF, 0xBB, 0xBF])
      try file.append(("file," + table.header.joined(separator: ",") + "\r\n").utf8)
      hasHeader = true
    }
    let name = Array((CSVText.field(path) + ",").utf8)
    for record in table.records {
      try file.append(name)
      try file.append(record)
    }
  }

  /// - Parameter header: for a table without any file.
  consuming func finish(header: [String]) throws(ReportFileError) {
    if !hasHeader {
      try file.append([0xEF, 0xBB, 0xBF])
      try file.append(("file," + header.joined(separator: ",") + "\r\n").utf8)
    }
    try file.finish()
  }
}

/// The rows of one file's own `unmapped.csv` or `mapped.csv`.
struct FindingTable {
  var header: [String]
  var records: [ArraySlice<UInt8>] = []
  var rows: [FindingRow] = []

  /// `nil` when the file is not there, or not as `ReportWriter` writes it.
  init?(path: String, header: [String], isUnmapped: Bool) {
    guard let data = try? Data(contentsOf: URL(filePath: path)),
      var reader = CSVRecords([UInt8](data)), reader.header == header
    else { return nil }
    self.header = header
    while let record = reader.next() {
      guard let row = FindingRow(record.fields, header: header, isUnmapped: isUnmapped) else {
        return nil
      }
      records.append(record.bytes)
      rows.append(row)
    }
    guard reader.isAtEnd else { return nil }
  }
}

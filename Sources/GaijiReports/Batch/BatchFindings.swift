/// One code of one charset and system over all files.
struct BatchFinding: Hashable {
  var kind: String
  /// As in `unmapped.csv`; empty for a finding of whole fields.
  var code: String
  var charset: String
  /// `ORGANISATION/SYSTEM`; empty where none was named.
  var system: String
  /// Such as `U+E000`; empty where the source has no scalar.
  var scalar: String
  var identity: String
  var grade: String
  var ground: String
  /// What the first file has for it, as code points; empty when nothing was written.
  var outputScalars: String
  var count = 0
  /// Files in which it occurs.
  var files = 0
  var isUnmapped: Bool
  var firstFile: String
  var firstRecord: Int
  var firstOffset: Int
}

/// The findings of many files, added up: memory follows the variety of the codes.
struct BatchFindings {
  private var places: [Key: Int] = [:]
  private var findings: [BatchFinding] = []
  /// The number of the file that last added to each.
  private var lastFiles: [Int] = []
  private var fileNumber = 0

  private struct Key: Hashable {
    // Bytes: equal strings may differ.
    var system: [UInt8]
    var charset: [UInt8]
    var code: [UInt8]
    var kind: [UInt8]
  }

  /// Adds the rows of a file's own `unmapped.csv` and `mapped.csv`.
  mutating func add(_ rows: [FindingRow], of file: BatchFile) {
    fileNumber += 1
    let (system, charset) = (file.conversion?.system ?? "", file.conversion?.charset ?? "")
    for row in rows {
      let key = Key(
        system: Array(system.utf8), charset: Array(charset.utf8), code: Array(row.code.utf8),
        kind: Array(row.kind.utf8))
      if let place = places[key] {
        let (sum, isOver) = findings[place].count.addingReportingOverflow(row.count)
        findings[place].count = isOver ? .max : sum
        if lastFiles[place] != fileNumber {
          findings[place].files += 1
        } else if findings[place].files == 1, row.isBefore(findings[place]) {
          (findings[place].firstRecord, findings[place].firstOffset) = (row.record, row.offset)
        }
        lastFiles[place] = fileNumber
      } else {
        places[key] = findings.count
        lastFiles.append(fileNumber)
        findings.append(
          BatchFinding(
            kind: row.kind, code: row.code, charset: charset, system: system, scalar: row.scalar,
            identity: row.identity, grade: row.grade, ground: row.ground,
            outputScalars: row.outputScalars, count: row.count, files: 1,
            isUnmapped: row.isUnmapped, firstFile: file.path, firstRecord: row.record,
            firstOffset: row.offset))
      }
    }
  }

  /// Most frequent first; equally frequent ones by system, charset, kind and code.
  var sorted: [BatchFinding] {
    findings.sorted { a, b in
      if a.count != b.count { return a.count > b.count }
      for key in [\BatchFinding.system, \.charset, \.kind, \.code] {
        let (left, right) = (a[keyPath: key].utf8, b[keyPath: key].utf8)
        if !left.elementsEqual(right) { return left.lexicographicallyPrecedes(right) }
      }
      return false
    }
  }
}

/// What the sums need of a row of `unmapped.csv` or `mapped.csv`.
struct FindingRow {
  var isUnmapped: Bool
  var kind: String
  var code: String
  var scalar: String
  var identity: String
  var grade: String
  var ground: String
  var outputScalars: String
  var count: Int
  var record: Int
  var offset: Int

  /// `nil` when a number is none, or the columns are other ones.
  init?(_ fields: [String], header: [String], isUnmapped: Bool) {
    guard fields.count == header.count else { return nil }
    func text(_ name: String) -> String {
      header.firstIndex { $0.utf8.elementsEqual(name.utf8) }.map { fields[$0] } ?? ""
    }
    guard let count = Int(text("count")), count > 0, let record = Int(text("first_record")),
      let offset = Int(text("first_offset")), !text("kind").isEmpty
    else { return nil }
    self.isUnmapped = isUnmapped
    (kind, code, scalar) = (text("kind"), text("code"), text("scalar"))
    (identity, grade, ground) = (text("identity"), text("grade"), text("ground"))
    outputScalars = text("output_scalars")
    (self.count, self.record, self.offset) = (count, record, offset)
  }

  func isBefore(_ finding: BatchFinding) -> Bool { offset < finding.firstOffset }
}

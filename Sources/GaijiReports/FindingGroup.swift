internal import GaijiTranscoding

/// The findings of several columns about one code, seen as one.
struct FindingGroup {
  /// Counts, places and samples of all; the key's column is that of the first.
  var merged: Finding
  /// Ascending, each once; -1 is the header record.
  var columns: [Int]

  /// Groups by kind, code and output, in that order. Findings of whole fields stay apart by column.
  static func groups(of findings: [Finding]) -> [FindingGroup] {
    var places: [Place: Int] = [:]
    var groups: [FindingGroup] = []
    for finding in findings.sorted(by: { $0.key < $1.key }) {
      let place = Place(finding)
      if let index = places[place] {
        var other = finding
        other.key = groups[index].merged.key
        groups[index].merged.merge(other)
        if groups[index].columns.last != finding.key.column {
          groups[index].columns.append(finding.key.column)
        }
      } else {
        places[place] = groups.count
        groups.append(FindingGroup(merged: finding, columns: [finding.key.column]))
      }
    }
    return groups.sorted { a, b in
      let (left, right) = (a.merged.key, b.merged.key)
      if left.kind != right.kind { return left.kind < right.kind }
      if left.code != right.code { return left.code < right.code }
      return left < right
    }
  }

  private struct Place: Hashable {
    let kind: FindingKind
    let code: UInt32
    let codeByteCount: Int
    let second: UInt32
    let column: Int?
    /// Bytes, not `String`: U+FA19 and U+795E are two outputs.
    let output: [UInt8]

    init(_ finding: Finding) {
      kind = finding.key.kind
      code = finding.key.code
      codeByteCount = finding.key.codeByteCount
      second = finding.key.second
      column = finding.key.kind.isOfField ? finding.key.column : nil
      output = Array(finding.output.utf8)
    }
  }
}

import GaijiFiles
import GaijiPolicies
import GaijiReports

/// What `--list` shows: how each file would be treated, and nothing done.
struct BatchListing {
  let plan: BatchPlan
  let job: BatchJob

  private struct Row: Encodable {
    var path: String
    var treatment: String
    /// The number of its `[[files]]`, and the line of the job file.
    var entry: Int?
    var line: Int?
    var output: String?
    var problem: String?

    init(_ item: BatchPlan.Item, _ job: BatchJob) {
      path = item.file.path
      treatment = item.treatment.word
      entry = item.entry.map { $0 + 1 }
      line = item.entry.flatMap { job.entries[$0].line }
      output = item.output
      if case .unusable(let reason) = item.treatment { problem = reason }
    }
  }

  func text(json: Bool) throws -> String {
    let rows = plan.items.map { Row($0, job) }
    if json { return try JSONText.text(rows) }
    return rows.map { row in
      var line =
        row.treatment + String(repeating: " ", count: max(1, 12 - row.treatment.utf8.count))
      line += visiblePath(row.path)
      if let output = row.output { line += " -> " + visiblePath(output) }
      if let problem = row.problem { line += " " + problem }
      if let entry = row.entry {
        line += " (entry \(entry)" + (row.line.map { ", line \($0)" } ?? "") + ")"
      }
      return line
    }.joined(separator: "\n")
  }
}

import Foundation
import GaijiModel
import Testing

/// Expects that exactly the differences of a list in `Differences` are found.
///
/// With GAIJI_DIFFERENCES set to a folder, the rows that the list would need are written there
/// (with "?" for a reason), for a person to complete.
func expectListed(
  _ differences: [DifferenceKey: (ours: Outcome, theirs: Outcome)], in name: String
) throws {
  var found = differences
  if let folder = ProcessInfo.processInfo.environment["GAIJI_DIFFERENCES"] {
    let rows = DifferenceRow.rows(
      covering: found.map { ($0.key, $0.value.ours, $0.value.theirs) })
    let text = rows.map { $0.line + "\n" }.joined()
    try text.write(
      to: URL(filePath: folder).appending(path: name), atomically: true, encoding: .utf8)
  }

  let file = Charsets.testFolder.appending(path: "Differences").appending(path: name)
  let lines = try String(contentsOf: file, encoding: .utf8).split(
    separator: "\n", omittingEmptySubsequences: false)
  var gone: [String] = []
  for (number, line) in zip(1..., lines) where !line.isEmpty && !line.hasPrefix("#") {
    let row = try #require(DifferenceRow(line: line), "\(name):\(number): not a difference")
    try #require(row.reason != "?", "\(name):\(number): no reason")
    for (index, key) in row.keys.enumerated() {
      guard let actual = found.removeValue(forKey: key),
        row.ours.matches(actual.ours, index: index),
        row.theirs.matches(actual.theirs, index: index)
      else {
        gone.append("line \(number): \(key.code.map { hexadecimal($0, digits: 2) })")
        continue
      }
    }
  }
  #expect(gone.isEmpty, "\(name): \(gone.count) listed, but not so now: \(gone.prefix(10))")
  let unlisted = DifferenceRow.rows(
    covering: found.map { ($0.key, $0.value.ours, $0.value.theirs) }
  ).map(\.line)
  #expect(
    unlisted.isEmpty, "\(name): \(found.count) codes unlisted, in \(unlisted.count) rows")
}

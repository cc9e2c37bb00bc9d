/// The known name that a misspelt one most likely stands for, or `nil` when none is near.
///
/// Nearness is the restricted edit distance (insert, delete, replace, swap two neighbours) and may
/// be at most a third of the longer name, at least 1. Of equally near names the first wins.
func nearestName(to name: String, among known: [String]) -> String? {
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(
      Array(name.lowercased().unicodeScalars), Array(candidate.unicodeScalars))
    let allowed = max(1, max(name.unicodeScalars.count, candidate.unicodeScalars.count) / 3)
    if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      row.append(cost)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.count]
}

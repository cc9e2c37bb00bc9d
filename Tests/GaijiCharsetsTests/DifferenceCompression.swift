/// Writing differences as few rows, for a person who adds the reasons.
extension DifferenceRow {
  typealias Found = (key: DifferenceKey, ours: Outcome, theirs: Outcome)

  /// Rows that cover exactly the given differences; `reason` is a question mark.
  static func rows(covering differences: [Found]) -> [DifferenceRow] {
    var runs: [[Found]] = []
    for found in differences.sorted(by: { $0.key < $1.key }) {
      if let last = runs.last?.last, continues(last, found) {
        runs[runs.count - 1].append(found)
      } else {
        runs.append([found])
      }
    }
    return mergedBlocks(runs.flatMap(rows(ofRun:)))
  }

  /// Next code, same kinds of outcome.
  private static func continues(_ a: Found, _ b: Found) -> Bool {
    a.key.direction == b.key.direction && a.key.prefix == b.key.prefix
      && a.key.code.count == b.key.code.count && a.key.code.dropLast() == b.key.code.dropLast()
      && a.key.code.last.map { $0 + 1 } == b.key.code.last
      && (a.ours == .none) == (b.ours == .none) && (a.theirs == .none) == (b.theirs == .none)
      && (a.theirs == .value([])) == (b.theirs == .value([]))
  }

  /// One row if both outcomes are regular, or one of them is `none` and the other irregular;
  /// otherwise as few regular rows as a walk from the left gives.
  private static func rows(ofRun run: [Found]) -> [DifferenceRow] {
    let whole = (pattern(run.map(\.ours)), pattern(run.map(\.theirs)))
    if let ours = whole.0, let theirs = whole.1 { return [row(run, ours, theirs)] }
    if run[0].ours == .none { return [row(run, .none, .some)] }
    if run[0].theirs == .none { return [row(run, .some, .none)] }
    var rows: [DifferenceRow] = []
    var start = 0
    while start < run.count {
      var end = start + 1
      while end < run.count, pattern(run[start...end].map(\.ours)) != nil,
        pattern(run[start...end].map(\.theirs)) != nil
      {
        end += 1
      }
      let part = Array(run[start..<end])
      rows.append(row(part, pattern(part.map(\.ours))!, pattern(part.map(\.theirs))!))
      start = end
    }
    return rows
  }

  private static func row(_ run: [Found], _ ours: Pattern, _ theirs: Pattern) -> DifferenceRow {
    DifferenceRow(
      direction: run[0].key.direction, prefix: run[0].key.prefix, low: run[0].key.code,
      high: run[run.count - 1].key.code, ours: ours, theirs: theirs, reason: "?")
  }

  private static func pattern(_ outcomes: [Outcome]) -> Pattern? {
    switch outcomes[0] {
    case .none:
      return outcomes.allSatisfy { $0 == .none } ? Pattern.none : nil
    case .value(let values):
      for pattern in [Pattern.constant(values), .rising(values)]
      where outcomes.enumerated().allSatisfy({ pattern.matches($1, index: $0) }) {
        return pattern
      }
      return nil
    }
  }

  /// Joins ranges of neighbouring lead bytes with the same trails.
  private static func mergedBlocks(_ rows: [DifferenceRow]) -> [DifferenceRow] {
    var result: [DifferenceRow] = []
    for row in rows {
      guard row.direction == .decode, row.low.count >= 2 else {
        result.append(row)
        continue
      }
      let lead = row.low.count - 2
      // The block that this row would extend need not be the last one: a row may have two ranges.
      let index = result.lastIndex { block in
        block.direction == row.direction && block.prefix == row.prefix
          && block.low.count == row.low.count && block.high[lead] + 1 == row.low[lead]
          && block.low.dropLast(2) == row.low.dropLast(2)
          && block.low[lead + 1] == row.low[lead + 1] && block.high[lead + 1] == row.high[lead + 1]
          && block.ours == row.ours && continues(block.theirs, row.theirs, block: block)
      }
      if let index, row.low.count < 3 || result[index].low[0] == row.low[0] {
        result[index].high = row.high
      } else {
        result.append(row)
      }
    }
    return result
  }

  private static func continues(_ a: Pattern, _ b: Pattern, block: DifferenceRow) -> Bool {
    guard case .rising(let first) = a, case .rising(let next) = b else { return a == b }
    let size = block.keys.count
    return first.dropLast() == next.dropLast()
      && first.last.map { $0 + UInt32(size) } == next.last
  }
}

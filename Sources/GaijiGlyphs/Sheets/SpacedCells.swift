extension SheetCells {
  /// Cells between white gaps at regular distances.
  ///
  /// Characters have such gaps inside too (川, 品, 叕, 灬, 饡), so only what none looks like counts as a sheet:
  /// six cells, or four in a strip, and square unless there are many. Less must be said by the caller.
  static func spaced(_ image: InkImage) -> SheetCells? {
    guard let content = image.content else { return nil }
    let rows = divisions(
      image.profile(.rows, least: faint), content.rows, across: content.columns.count)
    let columns = divisions(
      image.profile(.columns, least: faint), content.columns, across: content.rows.count)
    var best: SheetCells?
    for row in rows {
      for column in columns {
        let cells = SheetCells(rows: row, columns: column)
        let isStrip = row.count == 1 || column.count == 1
        guard cells.count >= (isStrip ? 4 : 6), cells.count > best?.count ?? 0,
          isPlausible(
            Double(content.rows.count) / Double(row.count),
            Double(content.columns.count) / Double(column.count), cells)
        else { continue }
        best = cells
      }
    }
    return best
  }

  /// Whether cells of this height and width hold characters. In a strip the one that does not go along
  /// it is that of the ink, which is somewhat less; the dots of 灬 are higher than wide.
  private static func isPlausible(_ height: Double, _ width: Double, _ cells: SheetCells) -> Bool {
    if cells.rows.count == 1 { return width >= 0.9 * height && width <= 1.7 * height }
    if cells.columns.count == 1 { return height >= 0.9 * width && height <= 1.7 * width }
    let most = cells.count >= 12 ? 1.6 : 1.25
    return height <= width * most && width <= height * most
  }

  /// Cells of a sheet whose numbers of rows and columns are known: between lines, between gaps, or else
  /// parts of the image of the same size.
  static func grid(_ image: InkImage, rows: Int, columns: Int) -> SheetCells {
    if let ruled = ruled(image), ruled.rows.count == rows, ruled.columns.count == columns {
      return ruled
    }
    if let content = image.content {
      let row = divisions(
        image.profile(.rows, least: faint), content.rows, across: content.columns.count
      )
      .first { $0.count == rows }
      let column = divisions(
        image.profile(.columns, least: faint), content.columns, across: content.rows.count
      )
      .first { $0.count == columns }
      if let row, let column { return SheetCells(rows: row, columns: column) }
    }
    func even(_ length: Int, _ count: Int) -> [Range<Int>] {
      (0..<count).map { length * $0 / count..<length * ($0 + 1) / count }
    }
    return SheetCells(rows: even(image.height, rows), columns: even(image.width, columns))
  }

  /// All ways to cut the content at gaps into parts of about the same size, whole first.
  private static func divisions(
    _ profile: [Int], _ content: Range<Int>, across length: Int
  ) -> [[Range<Int>]] {
    // A speck is no writing.
    let noise = length / 400
    var gaps: [Range<Int>] = []
    for place in content where profile[place] <= noise {
      if let last = gaps.last, last.upperBound == place {
        gaps[gaps.count - 1] = last.lowerBound..<place + 1
      } else {
        gaps.append(place..<place + 1)
      }
    }
    let margin = content.count / 4
    var result = [
      [max(0, content.lowerBound - margin)..<min(profile.count, content.upperBound + margin)]
    ]
    guard !gaps.isEmpty else { return result }
    for count in 2...max(2, min(mostParts, content.count / leastSide)) {
      if let parts = parts(content, gaps, count, of: profile.count) { result.append(parts) }
    }
    return result
  }

  private static let mostParts = 256
  /// Ink that counts when gaps are looked for: thin strokes are grey.
  private static let faint: UInt8 = 40

  private static func parts(
    _ content: Range<Int>, _ gaps: [Range<Int>], _ count: Int, of length: Int
  ) -> [Range<Int>]? {
    let pitch = content.count / count
    guard pitch >= leastSide else { return nil }
    var cuts = [content.lowerBound]
    var next = 0
    for index in 1..<count {
      let wanted = content.lowerBound + content.count * index / count
      // The widest gap within a fifth of a cell from where the cut should be.
      let window = wanted - pitch / 5..<wanted + pitch / 5 + 1
      while next < gaps.count, gaps[next].upperBound <= window.lowerBound { next += 1 }
      var best: Range<Int>?
      var place = next
      while place < gaps.count, gaps[place].lowerBound < window.upperBound {
        if gaps[place].count > best?.count ?? 0 { best = gaps[place] }
        place += 1
      }
      // What is narrower is a gap inside a character.
      guard let best, best.count >= max(2, pitch / 20) else { return nil }
      cuts.append((best.lowerBound + best.upperBound) / 2)
    }
    cuts.append(content.upperBound)
    var parts = zip(cuts, cuts.dropFirst()).compactMap { $0 < $1 ? $0..<$1 : nil }
    guard parts.count == count,
      parts.allSatisfy({ $0.count * 100 >= pitch * 70 && $0.count * 100 <= pitch * 130 })
    else { return nil }
    // The grey edge of the outermost strokes lies outside of the dark content.
    parts[0] = max(0, parts[0].lowerBound - pitch / 4)..<parts[0].upperBound
    parts[count - 1] =
      parts[count - 1].lowerBound..<min(length, parts[count - 1].upperBound + pitch / 4)
    return parts
  }
}

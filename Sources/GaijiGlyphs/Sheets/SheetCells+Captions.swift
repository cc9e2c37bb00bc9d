extension SheetCells {
  /// Without the captions that a sheet has above or below its glyphs: codes, numbers.
  ///
  /// A caption is a low band of ink that a gap across the whole row of cells divides from the glyphs. Where
  /// three cells or more are filled, no dots of characters make such bands, all the less in most rows.
  func withoutCaptions(in image: InkImage) -> SheetCells {
    var cut: [Range<Int>] = []
    var (with, without) = (0, 0)
    for row in rows {
      let filled = columns.count { image.cropped(rows: row, columns: $0).content != nil }
      let band = image.cropped(rows: row, columns: 0..<image.width)
      // The lines between the columns go through every gap.
      let parts = bands(columns.map { band.cropped(rows: 0..<band.height, columns: $0) })
      guard let largest = parts.max(by: { $0.count < $1.count }), parts.count > 1, filled >= 3
      else {
        if filled >= 3 { without += 1 }
        cut.append(row)
        continue
      }
      guard parts.allSatisfy({ $0 == largest || $0.count * 10 <= largest.count * 3 }) else {
        return self
      }
      with += 1
      let above = parts.last { $0.upperBound <= largest.lowerBound }?.upperBound ?? 0
      let below = parts.first { $0.lowerBound >= largest.upperBound }?.lowerBound ?? row.count
      let top = (above + largest.lowerBound) / 2
      let bottom = (largest.upperBound + below) / 2
      cut.append(row.lowerBound + top..<row.lowerBound + max(bottom, top + 1))
    }
    // The cells of the first row may end above its captions, which are then those of the second.
    return with > without && without <= 1 ? SheetCells(rows: cut, columns: columns) : self
  }

  /// The bands of ink that the cells of a row share, divided by gaps of a thirtieth of the row.
  private func bands(_ cells: [InkImage]) -> [Range<Int>] {
    let height = cells.first?.height ?? 0
    var counts = [Int](repeating: 0, count: height)
    for cell in cells {
      for (place, count) in cell.profile(.rows, least: 40).enumerated() { counts[place] += count }
    }
    var bands: [Range<Int>] = []
    for place in counts.indices where counts[place] > 0 {
      if let last = bands.last, place - last.upperBound <= height / 30 {
        bands[bands.count - 1] = last.lowerBound..<place + 1
      } else {
        bands.append(place..<place + 1)
      }
    }
    return bands
  }
}

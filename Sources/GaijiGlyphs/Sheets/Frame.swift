/// The frame around one glyph.
enum Frame {
  /// Without the frame, if the image has one: four thin lines of one thickness near its edges, with
  /// something inside. Small bitmaps are left alone: a line of one pixel is a stroke of 囲 there.
  static func removed(from image: InkImage) -> InkImage {
    guard let content = image.content, min(image.width, image.height) >= 48 else { return image }
    let rows = SheetCells.lines(image, .rows, across: content.columns.count)
    let columns = SheetCells.lines(image, .columns, across: content.rows.count)
    guard let top = rows.first, let bottom = rows.last, rows.count >= 2,
      let left = columns.first, let right = columns.last, columns.count >= 2
    else { return image }
    let side = min(image.width, image.height)
    let lines = [top, bottom, left, right]
    let thickest = lines.map(\.count).max() ?? 0
    let thinnest = lines.map(\.count).min() ?? 0
    // Nothing is outside, as the legs of 口 would be.
    let isOutermost =
      top.lowerBound == content.rows.lowerBound && bottom.upperBound == content.rows.upperBound
      && left.lowerBound == content.columns.lowerBound
      && right.upperBound == content.columns.upperBound
    let isNearEdge =
      top.lowerBound * 10 <= image.height && (image.height - bottom.upperBound) * 10 <= image.height
      && left.lowerBound * 10 <= image.width && (image.width - right.upperBound) * 10 <= image.width
    let inside = (
      rows: top.upperBound..<bottom.lowerBound, columns: left.upperBound..<right.lowerBound
    )
    guard thickest - thinnest <= 1, thickest * 40 <= side + 40, isOutermost, isNearEdge,
      !inside.rows.isEmpty, !inside.columns.isEmpty
    else { return image }
    let rest = image.cropped(rows: inside.rows, columns: inside.columns)
    return rest.content == nil ? image : edgesRemoved(from: rest)
  }

  /// Without what is left of ruled lines at the edges of a cell: up to an eighth of each side.
  static func edgesRemoved(from cell: InkImage) -> InkImage {
    func isLine(_ axis: InkImage.Axis, _ place: Int) -> Bool {
      let length = axis == .rows ? cell.width : cell.height
      let sum = (0..<length).reduce(0) { sum, other in
        sum + Int(cell.ink[axis == .rows ? place * cell.width + other : other * cell.width + place])
      }
      // The grey flank of a line has less ink than the line, all along.
      return sum >= length * 255 / 5 && isAllAlong(axis, place, length)
    }
    func isAllAlong(_ axis: InkImage.Axis, _ place: Int, _ length: Int) -> Bool {
      let inked = (0..<length).count { other in
        cell.ink[axis == .rows ? place * cell.width + other : other * cell.width + place] >= 24
      }
      return inked * 10 >= length * 9
    }
    func trimmed(_ axis: InkImage.Axis, _ length: Int) -> Range<Int> {
      let most = length / 8
      var (low, high) = (0, length)
      while low < most, isLine(axis, low) { low += 1 }
      while length - high < most, isLine(axis, high - 1) { high -= 1 }
      return low..<high
    }
    let (rows, columns) = (trimmed(.rows, cell.height), trimmed(.columns, cell.width))
    guard !rows.isEmpty, !columns.isEmpty else { return cell }
    return cell.cropped(rows: rows, columns: columns)
  }
}

/// Where the cells of a sheet are: rows and columns of pixels.
struct SheetCells: Hashable, Sendable {
  let rows: [Range<Int>]
  let columns: [Range<Int>]

  var count: Int { rows.count * columns.count }

  /// The cells as images, row by row.
  func images(of image: InkImage) -> [InkImage] {
    rows.flatMap { row in columns.map { image.cropped(rows: row, columns: $0) } }
  }

  /// Whether enough of the cells hold something: those of 田 and 目 do not.
  func areFilled(in image: InkImage) -> Bool {
    let filled = images(of: image).count { $0.content != nil }
    return filled * 2 >= count || (count >= 12 && filled > 0)
  }
}

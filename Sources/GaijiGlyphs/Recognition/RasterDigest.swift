/// Tells whether two glyphs have the same pixels, without keeping them.
///
/// Two of Swift's keyed hashes: their keys are new in each process, so nobody can choose two glyphs that
/// collide, and by chance a million glyphs do with a probability of 10^-27.
struct RasterDigest: Hashable, Sendable {
  private let first: Int
  private let second: Int

  init(_ raster: GlyphRaster) {
    first = Self.hash(raster, 0)
    second = Self.hash(raster, 1)
  }

  private static func hash(_ raster: GlyphRaster, _ number: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(number)
    hasher.combine(raster.width)
    hasher.combine(raster.pixelsPerEm)
    // SAFETY: the bytes are read during this call only. An array is hashed byte by byte, which is slow.
    unsafe raster.ink.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}

extension GlyphRaster {
  /// Whether the dark pixels are a rectangle's outline of even thickness and nothing else.
  var isEmptyFrame: Bool {
    // Most glyphs end here: the first row of dark pixels is not one line.
    guard let first = ink.firstIndex(where: { $0 >= 128 }), first % width * 3 <= width,
      ink[first..<(first / width + 1) * width].count(where: { $0 >= 128 }) * 2 >= width,
      let content = InkImage(width: width, height: height, ink: ink).content,
      min(content.rows.count, content.columns.count) >= 6
    else { return false }
    func isDark(_ row: Int, _ column: Int) -> Bool { ink[row * width + column] >= 128 }
    let (rows, columns) = (content.rows, content.columns)
    let thickest = min(rows.count, columns.count) / 5
    func thickness(_ lines: some Sequence<Int>, _ isLine: (Int) -> Bool) -> Int {
      var count = 0
      for line in lines {
        guard isLine(line) else { break }
        count += 1
      }
      return count
    }
    let isRow = { (row: Int) in columns.allSatisfy { isDark(row, $0) } }
    let isColumn = { (column: Int) in rows.allSatisfy { isDark($0, column) } }
    let (top, bottom) = (thickness(rows, isRow), thickness(rows.reversed(), isRow))
    let (left, right) = (thickness(columns, isColumn), thickness(columns.reversed(), isColumn))
    guard [top, bottom, left, right].allSatisfy({ (1...max(1, thickest)).contains($0) }) else {
      return false
    }
    return !(rows.lowerBound + top..<rows.upperBound - bottom).contains { row in
      (columns.lowerBound + left..<columns.upperBound - right).contains { isDark(row, $0) }
    }
  }
}

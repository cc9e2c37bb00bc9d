/// An image whose paper is 0 and whose ink is 255, with what finding cells in it needs.
struct InkImage: Sendable {
  let width: Int
  let height: Int
  let ink: [UInt8]

  init(width: Int, height: Int, ink: [UInt8]) {
    self.width = width
    self.height = height
    self.ink = ink
  }

  init(_ image: GreyImage) {
    self.init(width: image.width, height: image.height, ink: InkLevels.ink(of: image))
  }

  /// Ink of half a pixel or more.
  func isDark(_ row: Int, _ column: Int) -> Bool { ink[row * width + column] >= 128 }

  /// A part of the image.
  ///
  /// - Precondition: both ranges are inside.
  func cropped(rows: Range<Int>, columns: Range<Int>) -> InkImage {
    var part: [UInt8] = []
    part.reserveCapacity(rows.count * columns.count)
    for row in rows {
      part += ink[row * width + columns.lowerBound..<row * width + columns.upperBound]
    }
    return InkImage(width: columns.count, height: rows.count, ink: part)
  }

  /// The rows and the columns between the outermost dark pixels; `nil` without any.
  var content: (rows: Range<Int>, columns: Range<Int>)? {
    let rows = profile(.rows)
    let columns = profile(.columns)
    guard let top = rows.firstIndex(where: { $0 > 0 }),
      let bottom = rows.lastIndex(where: { $0 > 0 }),
      let left = columns.firstIndex(where: { $0 > 0 }),
      let right = columns.lastIndex(where: { $0 > 0 })
    else { return nil }
    return (top..<bottom + 1, left..<right + 1)
  }

  enum Axis: Sendable { case rows, columns }

  /// How many pixels each row (column) has with at least so much ink.
  func profile(_ axis: Axis, least: UInt8 = 128) -> [Int] {
    var counts = [Int](repeating: 0, count: axis == .rows ? height : width)
    for row in 0..<height {
      for column in 0..<width where ink[row * width + column] >= least {
        counts[axis == .rows ? row : column] += 1
      }
    }
    return counts
  }

  /// The longest run of dark pixels of each row (column), gaps of two pixels bridged.
  func runs(_ axis: Axis) -> [Int] {
    let (lines, length) = axis == .rows ? (height, width) : (width, height)
    return (0..<lines).map { line in
      var (longest, start, last) = (0, -1, -4)
      for place in 0..<length
      where axis == .rows ? isDark(line, place) : isDark(place, line) {
        if place - last > 3 { start = place }
        last = place
        longest = max(longest, last - start + 1)
      }
      return longest
    }
  }

  /// As a glyph; an image with a side above 1024 is reduced by the mean of whole pixels.
  var raster: GlyphRaster {
    let factor = (max(width, height) + 1023) / 1024
    guard factor > 1 else {
      return GlyphRaster(
        width: width, height: height, ink: ink, pixelsPerEm: max(1, width, height))
    }
    let (columns, rows) = ((width + factor - 1) / factor, (height + factor - 1) / factor)
    var sums = [Int](repeating: 0, count: columns * rows)
    for row in 0..<height {
      for column in 0..<width {
        sums[row / factor * columns + column / factor] += Int(ink[row * width + column])
      }
    }
    return GlyphRaster(
      width: columns, height: rows, ink: sums.map { UInt8($0 / (factor * factor)) },
      pixelsPerEm: max(columns, rows))
  }
}

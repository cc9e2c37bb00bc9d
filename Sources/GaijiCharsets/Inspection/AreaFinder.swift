/// Finds the areas of a coding space from its codes alone.
enum AreaFinder {
  /// JIS X 0208 as ICU has it; `nil` without ICU's converter: then no area is called standard.
  static let standardGrid: RowCellGrid? = try? JISSets(charset: "JIS X 0208").x0208

  /// - Parameter codes: By state, length and code.
  static func areas(of codes: [CharsetCode], grid: RowCellGrid?) -> [CharsetInspection.Area] {
    var areas: [CharsetInspection.Area] = []
    var shapes: [RowShape] = []
    var start = 0
    while start < codes.count {
      var end = start + 1
      while end < codes.count, isSameRow(codes[start], codes[end]) { end += 1 }
      for part in parts(of: codes[start..<end]) {
        let area = area(part, grid)
        let shape = RowShape(part, area)
        if let last = areas.last, let before = shapes.last, shape.continues(before, last, area) {
          areas[areas.count - 1].add(area)
          shapes[shapes.count - 1] = shape
        } else {
          areas.append(area)
          shapes.append(shape)
        }
      }
      start = end
    }
    return areas
  }

  /// Codes of one lead byte; all codes of one byte.
  private static func isSameRow(_ a: CharsetCode, _ b: CharsetCode) -> Bool {
    a.state == b.state && a.byteCount == b.byteCount
      && (a.byteCount == 1 || a.code >> 8 == b.code >> 8)
  }

  /// A row cut where user-defined codes begin or end (IBM's last row does).
  private static func parts(of row: ArraySlice<CharsetCode>) -> [ArraySlice<CharsetCode>] {
    var parts: [ArraySlice<CharsetCode>] = []
    var start = row.startIndex
    for index in row.indices.dropFirst() where row[index].isGaiji != row[index - 1].isGaiji {
      parts.append(row[start..<index])
      start = index
    }
    return parts + [row[start...]]
  }

  private static func area(
    _ codes: ArraySlice<CharsetCode>, _ grid: RowCellGrid?
  ) -> CharsetInspection.Area {
    let first = codes[codes.startIndex]
    let defined = codes.count(where: \.isDefined)
    var area = CharsetInspection.Area(
      kind: first.isGaiji ? .gaiji : .codes, state: first.state, byteCount: first.byteCount,
      firstCode: first.code, lastCode: codes[codes.endIndex - 1].code, definedCount: defined,
      undefinedCount: codes.count - defined,
      standardCount: codes.count { isStandard($0, grid) }, projection: nil)
    if first.isGaiji, let from = first.scalars.first,
      let to = codes[codes.endIndex - 1].scalars.first, from <= to
    {
      area.projection = from...to
    }
    return area
  }

  private static func isStandard(_ code: CharsetCode, _ grid: RowCellGrid?) -> Bool {
    guard let grid, code.byteCount == 2, let scalar = code.scalars.first else { return false }
    let row = Int(code.code >> 8 & 0x7F) - 0x20
    let cell = Int(code.code & 0x7F) - 0x20
    guard (1...94).contains(row), (1...94).contains(cell) else { return false }
    return grid[row, cell] == scalar
  }

  /// What two neighbouring rows must share to be one area.
  private struct RowShape {
    var lead: UInt32
    var trails: ClosedRange<UInt32>
    var count: Int

    init(_ codes: ArraySlice<CharsetCode>, _ area: CharsetInspection.Area) {
      lead = area.byteCount == 1 ? 0 : area.firstCode >> 8
      trails = (area.firstCode & 0xFF)...max(area.firstCode & 0xFF, area.lastCode & 0xFF)
      count = codes.count
    }

    func continues(
      _ before: RowShape, _ last: CharsetInspection.Area, _ area: CharsetInspection.Area
    ) -> Bool {
      guard area.byteCount > 1, last.kind == area.kind, last.state == area.state,
        last.byteCount == area.byteCount, lead == before.lead + 1
      else { return false }
      if area.kind == .gaiji {
        return last.projection.map { $0.upperBound + 1 } == area.projection?.lowerBound
      }
      // Rows of extensions beside rows of the standard are areas of their own.
      return trails == before.trails && count == before.count
    }
  }
}

extension CharsetInspection.Area {
  fileprivate mutating func add(_ other: Self) {
    lastCode = other.lastCode
    definedCount += other.definedCount
    undefinedCount += other.undefinedCount
    standardCount += other.standardCount
    if let from = projection, let to = other.projection {
      projection = from.lowerBound...to.upperBound
    }
  }
}

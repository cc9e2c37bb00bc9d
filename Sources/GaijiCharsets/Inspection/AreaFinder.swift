/// Finds the areas of a coding space from its codes alone.
enum AreaFinder {
  /// JIS X 0208 as ICU has it; `nil` without ICU's converter: then no area is called standard.
  static let standardGrid: RowCellGrid? = try? JISSets(charset: "JIS X 0208").x0208

  /// Areas of one state and length before they are taken for scattered. IBM's and the JIS charsets
  /// have under ten.
  private static let maximumCount = 24

  /// - Parameter codes: By state, length and code.
  static func areas(of codes: [CharsetCode], grid: RowCellGrid?) -> [CharsetInspection.Area] {
    var areas: [CharsetInspection.Area] = []
    // Areas that the row before this one belongs to, by index, and its shape.
    var open: [(index: Int, shape: RowShape)] = []
    var start = 0
    while start < codes.count {
      var end = start + 1
      while end < codes.count, isSameRow(codes[start], codes[end]) { end += 1 }
      var next: [(index: Int, shape: RowShape)] = []
      for part in parts(of: codes[start..<end]) {
        let area = area(part, grid)
        let shape = RowShape(part, area)
        if let known = open.first(where: { shape.continues($0.shape, areas[$0.index], area) }) {
          areas[known.index].add(area)
          next.append((known.index, shape))
        } else {
          next.append((areas.count, shape))
          areas.append(area)
        }
      }
      open = next
      start = end
    }
    return gathered(areas)
  }

  /// Where bytes are those of another system through a table (JIPS(E)), rows that belong together
  /// lie apart: one sum for the characters, one for the user-defined ones.
  private static func gathered(_ areas: [CharsetInspection.Area]) -> [CharsetInspection.Area] {
    var result: [CharsetInspection.Area] = []
    for area in areas {
      let fellows = areas.count { $0.state == area.state && $0.byteCount == area.byteCount }
      let index = result.firstIndex {
        $0.state == area.state && $0.byteCount == area.byteCount && $0.kind == area.kind
      }
      if fellows > maximumCount, let index {
        result[index].add(area)
      } else {
        result.append(area)
      }
    }
    return result
  }

  /// Codes of one lead byte; all codes of one byte.
  private static func isSameRow(_ a: CharsetCode, _ b: CharsetCode) -> Bool {
    a.state == b.state && a.byteCount == b.byteCount
      && (a.byteCount == 1 || a.code >> 8 == b.code >> 8)
  }

  /// A row cut where user-defined codes begin or end (IBM's last row does), and at a gap between
  /// trail bytes (JIPS(J) has 21–7E and A1–FE; CP932's one missing byte 7F is none).
  private static func parts(of row: ArraySlice<CharsetCode>) -> [ArraySlice<CharsetCode>] {
    var parts: [ArraySlice<CharsetCode>] = []
    var start = row.startIndex
    for index in row.indices.dropFirst() {
      let isGap = row[index].byteCount == 2 && row[index].code > row[index - 1].code + 2
      guard isGap || row[index].isGaiji != row[index - 1].isGaiji else { continue }
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
    let scalars = codes.compactMap(\.scalars.first)
    if first.isGaiji, let from = scalars.min(), let to = scalars.max() {
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
        return trails == before.trails
          || last.projection.map { $0.upperBound + 1 } == area.projection?.lowerBound
      }
      // Rows of extensions beside rows of the standard are areas of their own.
      return trails == before.trails && count == before.count
    }
  }
}

extension CharsetInspection.Area {
  fileprivate mutating func add(_ other: Self) {
    firstCode = min(firstCode, other.firstCode)
    lastCode = max(lastCode, other.lastCode)
    definedCount += other.definedCount
    undefinedCount += other.undefinedCount
    standardCount += other.standardCount
    if let from = projection, let to = other.projection {
      projection = min(from.lowerBound, to.lowerBound)...max(from.upperBound, to.upperBound)
    }
  }
}

extension OverlayDrawing {
  /// Sets a plus or a minus sign at each of the largest connected places.
  mutating func drawSigns(_ marked: [Bool], _ cells: Int, isPlus: Bool) {
    guard cells > 0 else { return }
    for (column, row) in Self.places(marked, cells) {
      drawSign((2 * column + 1) * side / (2 * cells), (2 * row + 1) * side / (2 * cells), isPlus)
    }
  }

  /// The cell in the middle of each connected place, the largest first.
  private static func places(_ marked: [Bool], _ cells: Int) -> [(column: Int, row: Int)] {
    var isOpen = marked
    var found: [(count: Int, column: Int, row: Int)] = []
    for start in isOpen.indices where isOpen[start] {
      isOpen[start] = false
      var stack = [start]
      var members: [Int] = []
      while let cell = stack.popLast() {
        members.append(cell)
        for y in max(0, cell / cells - 1)...min(cells - 1, cell / cells + 1) {
          for x in max(0, cell % cells - 1)...min(cells - 1, cell % cells + 1)
          where isOpen[y * cells + x] {
            isOpen[y * cells + x] = false
            stack.append(y * cells + x)
          }
        }
      }
      // Of the members, the one nearest to their mean: a bent stroke may not hold the mean itself.
      let x = members.reduce(0) { $0 + $1 % cells } / members.count
      let y = members.reduce(0) { $0 + $1 / cells } / members.count
      func distance(_ cell: Int) -> Int {
        let (across, down) = (cell % cells - x, cell / cells - y)
        return across * across + down * down
      }
      let middle = members.min { (distance($0), $0) < (distance($1), $1) } ?? start
      found.append((members.count, middle % cells, middle / cells))
    }
    return found.sorted { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
      .prefix(mostSigns).map { ($0.column, $0.row) }
  }

  /// A white disc with a ring and the sign in it.
  private mutating func drawSign(_ x: Int, _ y: Int, _ isPlus: Bool) {
    let radius = 13
    let x = max(radius, min(side - radius - 1, x))
    let y = max(radius, min(side - radius - 1, y))
    for down in -radius...radius {
      for across in -radius...radius {
        let distance = across * across + down * down
        guard distance <= radius * radius else { continue }
        let isBar = abs(down) <= 1 && abs(across) <= 7
        let isPost = isPlus && abs(across) <= 1 && abs(down) <= 7
        let isRing = distance > (radius - 2) * (radius - 2)
        set(x + across, y + down, isRing || isBar || isPost ? Self.ink(isPlus) : Self.paper)
      }
    }
  }

  private static func ink(_ isPlus: Bool) -> SIMD3<Float> { isPlus ? red : blue }
}

/// Offsets and sizes.
extension CopybookTree {
  mutating func placeAll() {
    for root in roots where !diagnostics.isFull {
      var cursor = Cursor()
      place(root, at: 0, &cursor)
    }
  }

  /// What is known of the record while its items are placed in order.
  struct Cursor {
    /// A variable table before the current place: then the place of what follows is not fixed.
    var variableTable: String?
    /// Told once.
    var isTooLarge = false
  }

  /// Gives an item and everything in it a place. `offset` is where the item before it ends (or,
  /// for a redefinition, where the redefined item begins).
  ///
  /// - Complexity: One visit of each item; the depth is that of the levels, at most 49.
  private mutating func place(_ index: Int, at offset: Int, _ cursor: inout Cursor) {
    nodes[index].offset = offset
    if let storage = nodes[index].storage {
      nodes[index].elementByteCount = storage.byteCount
      nodes[index].alignment = nodes[index].isSynchronized ? storage.alignment : 1
    } else {
      placeParts(of: index, at: offset, &cursor)
    }
    let (size, overflow) = nodes[index].elementByteCount.multipliedReportingOverflow(
      by: nodes[index].count)
    let (end, tooFar) = offset.addingReportingOverflow(size)
    if overflow || tooFar || end > LayoutLimits.recordByteCount {
      if !cursor.isTooLarge {
        diagnostics.report(
          nodes[index].entry.place,
          "the record has more than \(LayoutLimits.recordByteCount) bytes at "
            + nodes[index].entry.title)
      }
      cursor.isTooLarge = true
      // Keeps the sums that follow small.
      nodes[index].elementByteCount = 0
    }
    checkVariable(index, &cursor)
  }

  private mutating func placeParts(of index: Int, at offset: Int, _ cursor: inout Cursor) {
    var end = offset
    for area in nodes[index].areas {
      guard let first = area.first else { continue }
      let start = aligned(end, for: first, cursor)
      for (place, member) in area.enumerated() {
        var inside = cursor
        self.place(member, at: start, &inside)
        cursor.isTooLarge = inside.isTooLarge
        if place == 0 {
          cursor.variableTable = inside.variableTable
        } else {
          checkRedefinition(member, of: first, at: start)
        }
        end = max(end, nodes[member].endOffset)
        nodes[index].alignment = max(nodes[index].alignment, nodes[member].alignment)
        if nodes[member].isVariable { nodes[index].isVariable = true }
      }
      checkVariableRedefinition(area)
    }
    var size = end - offset
    // Every occurrence must be aligned as the first one is: IBM adds slack bytes behind each.
    if nodes[index].entry.occurs != nil {
      size = roundedUp(size, to: nodes[index].alignment)
    }
    nodes[index].elementByteCount = size
  }

  /// The first place from `end` on where a synchronized item may stand. Slack bytes before the
  /// first item of a group stand before the group.
  private mutating func aligned(_ end: Int, for index: Int, _ cursor: Cursor) -> Int {
    let boundary = leadingAlignment(of: index)
    if boundary > 1, let table = cursor.variableTable {
      diagnostics.report(
        nodes[index].entry.synchronized ?? nodes[index].entry.place,
        "\(nodes[index].entry.title) is SYNCHRONIZED behind \(table), whose size varies: its place "
          + "is not known; remove SYNCHRONIZED or declare the fields in a layout file")
      return end
    }
    let start = roundedUp(end, to: boundary)
    if start > end {
      diagnostics.note(
        nodes[index].entry.place,
        "\(start - end) slack bytes before \(nodes[index].entry.title) (SYNCHRONIZED)")
    }
    return start
  }

  private func roundedUp(_ value: Int, to boundary: Int) -> Int {
    (value + boundary - 1) / boundary * boundary
  }

  /// What the first elementary item in it needs.
  private func leadingAlignment(of index: Int) -> Int {
    var index = index
    while let first = nodes[index].children.first { index = first }
    return nodes[index].isSynchronized ? nodes[index].storage?.alignment ?? 1 : 1
  }

  private mutating func checkRedefinition(_ member: Int, of first: Int, at start: Int) {
    let boundary = leadingAlignment(of: member)
    let entry = nodes[member].entry
    if start % boundary != 0 {
      diagnostics.report(
        entry.place,
        "\(entry.title) is SYNCHRONIZED to \(boundary) bytes, but redefines "
          + "\(nodes[first].entry.title) at offset \(start)")
    }
    if nodes[member].byteCount > nodes[first].byteCount {
      diagnostics.note(
        entry.place,
        "\(entry.title) has \(nodes[member].byteCount) bytes and redefines "
          + "\(nodes[first].entry.title) of \(nodes[first].byteCount): what follows begins behind "
          + "the larger one")
    }
  }

  private mutating func checkVariableRedefinition(_ area: [Int]) {
    guard area.count > 1, let variable = area.first(where: { nodes[$0].isVariable }) else { return }
    let redefinition = nodes[area[1]].entry
    diagnostics.report(
      redefinition.redefines?.place ?? redefinition.place,
      "\(redefinition.title) and \(nodes[area[0]].entry.title) share their bytes, and "
        + "\(nodes[variable].entry.title) has OCCURS DEPENDING ON: a table of varying size can "
        + "neither redefine nor be redefined; remove one of the two")
  }

  private mutating func checkVariable(_ index: Int, _ cursor: inout Cursor) {
    guard let occurs = nodes[index].entry.occurs else { return }
    if nodes[index].isVariable {
      diagnostics.report(
        occurs.place,
        "\(nodes[index].entry.title) holds a table with OCCURS DEPENDING ON; such a table cannot "
          + "stand inside another table")
    }
    if occurs.depending != nil {
      nodes[index].isVariable = true
      cursor.variableTable = nodes[index].entry.title
    }
  }
}

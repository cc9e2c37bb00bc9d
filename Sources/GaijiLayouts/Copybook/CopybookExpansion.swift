internal import GaijiModel

/// Makes flat layouts of the placed items: one field for each occurrence, FILLER for every byte that
/// no item covers.
struct CopybookExpansion {
  let tree: CopybookTree
  var diagnostics: LayoutDiagnostics
  /// Of all layouts together: the limits are those of a file.
  private var fieldCount = 0
  private var nameByteCount = 0

  init(tree: CopybookTree) {
    self.tree = tree
    diagnostics = tree.diagnostics
  }

  mutating func layouts() -> [RecordLayout] {
    var layouts: [RecordLayout] = []
    for root in tree.roots where diagnostics.problems.isEmpty {
      var record = Record()
      record.names = names(below: root)
      record.fillerNames = FillerNames(taken: record.names.values)
      emit(root, Place(), &record)
      layouts.append(
        RecordLayout(
          name: tree.nodes[root].entry.title, fields: record.fields, tables: record.tables,
          maximumByteCount: tree.nodes[root].byteCount))
    }
    return layouts
  }

  /// One layout being made.
  private struct Record {
    var fields: [LayoutField] = []
    var tables: [VariableTable] = []
    /// By item; without those named FILLER.
    var names: [Int: String] = [:]
    var fillerNames = FillerNames()
    /// Fields that are no part of a table, by name: what a table's size can depend on.
    var counters: [FoldedName: [(item: Int, field: Int)]] = [:]
  }

  /// Which occurrence is being made.
  private struct Place {
    /// What the occurrences so far add to the offset of the first.
    var shift = 0
    var subscripts: [Int] = []
    var cell: LayoutField.TableCell?
  }

  private mutating func emit(_ index: Int, _ place: Place, _ record: inout Record) {
    let node = tree.nodes[index]
    guard let occurs = node.entry.occurs else {
      emitOne(index, place, &record)
      return
    }
    var table: Int?
    if let name = occurs.depending {
      guard diagnostics.problems.isEmpty else { return }
      guard record.tables.count < LayoutLimits.variableTables else {
        diagnostics.report(
          occurs.place, "more than \(LayoutLimits.variableTables) tables with DEPENDING ON")
        return
      }
      guard let counter = counter(name, of: index, record) else { return }
      table = record.tables.count
      record.tables.append(
        VariableTable(
          counter: counter, offset: node.offset, elementByteCount: node.elementByteCount,
          minimum: occurs.minimum, maximum: occurs.maximum))
    }
    var inner = place
    inner.subscripts.append(0)
    for element in 1...occurs.maximum {
      // Stops also the loops around this one: the limit was told.
      guard diagnostics.problems.isEmpty else { return }
      inner.shift = place.shift + (element - 1) * node.elementByteCount
      inner.subscripts[inner.subscripts.count - 1] = element
      if let table { inner.cell = .init(table: table, element: element) }
      emitOne(index, inner, &record)
    }
  }

  private mutating func emitOne(_ index: Int, _ place: Place, _ record: inout Record) {
    let node = tree.nodes[index]
    if let storage = node.storage {
      let name = record.names[index] ?? record.fillerNames.name(of: .init(item: index))
      if place.subscripts.isEmpty, let name = node.name {
        record.counters[name, default: []].append((index, record.fields.count))
      }
      add(
        LayoutField(
          name: name + subscriptText(place), kind: storage.kind, offset: node.offset + place.shift,
          byteCount: storage.byteCount, cell: place.cell, padding: storage.padding), &record)
      return
    }
    var end = node.offset
    for (number, area) in node.areas.enumerated() {
      let chosen = choose(area)
      fill(end, tree.nodes[chosen].offset, .init(item: index, gap: number), place, &record)
      emit(chosen, place, &record)
      end = tree.nodes[chosen].endOffset
    }
    fill(
      end, node.offset + node.elementByteCount, .init(item: index, gap: node.areas.count), place,
      &record)
  }

  /// Slack bytes, and what a shorter redefinition leaves of its area.
  private mutating func fill(
    _ start: Int, _ end: Int, _ key: FillerNames.Key, _ place: Place, _ record: inout Record
  ) {
    guard start < end else { return }
    add(
      LayoutField(
        name: record.fillerNames.name(of: key) + subscriptText(place), kind: .raw,
        offset: start + place.shift, byteCount: end - start, cell: place.cell), &record)
  }

  private func subscriptText(_ place: Place) -> String {
    place.subscripts.isEmpty
      ? "" : "(" + place.subscripts.map { String($0) }.joined(separator: ",") + ")"
  }

  private mutating func add(_ field: LayoutField, _ record: inout Record) {
    fieldCount += 1
    nameByteCount += field.name.utf8.count
    guard fieldCount <= LayoutLimits.fields else {
      if diagnostics.problems.isEmpty {
        diagnostics.report(nil, "more than \(LayoutLimits.fields) fields at \(field.name)")
      }
      return
    }
    guard nameByteCount <= LayoutLimits.nameByteCount else {
      if diagnostics.problems.isEmpty {
        diagnostics.report(
          nil, "the names of all fields have more than \(LayoutLimits.nameByteCount) bytes")
      }
      return
    }
    record.fields.append(field)
  }

  /// The item of an area that is read, by the area's first item.
  private var choices: [Int: Int] = [:]

  /// The item of an area that is read; what is left out is told once and not for each occurrence.
  private mutating func choose(_ area: [Int]) -> Int {
    guard area.count > 1 else { return area[0] }
    if let choice = choices[area[0]] { return choice }
    let wanted = area.filter { isUsed($0) }
    let chosen = wanted.first ?? area[0]
    if wanted.count > 1 {
      diagnostics.report(
        tree.nodes[wanted[1]].entry.place,
        "use: \(tree.nodes[wanted[0]].entry.title) and \(tree.nodes[wanted[1]].entry.title) are the "
          + "same bytes; keep one")
    }
    for other in area where other != chosen {
      let (left, taken) = (tree.nodes[other].entry, tree.nodes[chosen].entry.title)
      diagnostics.note(
        left.place,
        "\(left.title) shares its bytes with \(taken) and is left out; "
          + "use = [\"\(left.title)\"] would take it instead")
    }
    choices[area[0]] = chosen
    return chosen
  }

  func isUsed(_ index: Int) -> Bool {
    tree.nodes[index].name.map { tree.used.contains($0) } ?? false
  }
}

extension CopybookExpansion {
  /// The field that a table's size depends on, as an index of the fields so far.
  private mutating func counter(
    _ name: QualifiedName, of table: Int, _ record: Record
  ) -> Int? {
    let title = tree.nodes[table].entry.title
    let wanted = FoldedName(name.name)
    let found = (record.counters[wanted] ?? []).filter { isInside($0.item, name.qualifiers) }
    guard let field = found.first?.field else {
      // At most as often as problems are kept.
      guard !diagnostics.isFull else { return nil }
      let isElsewhere = tree.nodes.contains { $0.name == wanted }
      diagnostics.report(
        name.place,
        "\(title) depends on \(name.name), which "
          + (isElsewhere
            ? "is no elementary item before the table in the same record, or is itself in a table "
              + "or in a redefinition that is left out"
            : "is not in this copybook"))
      return nil
    }
    guard found.count == 1 else {
      diagnostics.report(
        name.place,
        "\(title) depends on \(name.name), which stands \(found.count) times; add OF and its group")
      return nil
    }
    guard record.fields[field].kind.isInteger else {
      diagnostics.report(
        name.place, "\(title) depends on \(name.name), which is no number without decimals")
      return nil
    }
    return field
  }

  private func isInside(_ item: Int, _ qualifiers: [String]) -> Bool {
    var group = tree.nodes[item].parent
    for qualifier in qualifiers {
      let wanted = FoldedName(qualifier)
      while let index = group, tree.nodes[index].name != wanted {
        group = tree.nodes[index].parent
      }
      guard let index = group else { return false }
      group = tree.nodes[index].parent
    }
    return true
  }
}

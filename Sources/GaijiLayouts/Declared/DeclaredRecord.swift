internal import GaijiModel

/// Makes a layout of `[[field]]` tables.
struct DeclaredRecord {
  let name: String
  var diagnostics: LayoutDiagnostics

  private struct Item {
    var name: String
    var path: String
    var line: Int?
    var type: FieldType
    var byteCount: Int
    var offset: Int
    /// `nil`: no table.
    var occurs: Int?
    var minimum: Int
    var depending: String?

    var endOffset: Int { offset + byteCount * (occurs ?? 1) }
  }

  mutating func layout(of tables: [LayoutTable]) -> RecordLayout? {
    let before = diagnostics.problems.count
    var items: [Item] = []
    var names: Set<FoldedName> = []
    var end = 0
    for var table in tables where !diagnostics.isFull {
      guard let item = item(&table, after: end) else { continue }
      if !names.insert(FoldedName(item.name)).inserted {
        diagnostics.report(
          line: item.line, "\"\(item.path)\": field \"\(item.name)\" stands twice; rename one")
      }
      end = item.endOffset
      guard end <= LayoutLimits.recordByteCount else {
        diagnostics.report(
          line: item.line,
          "\"\(item.path)\": the record has more than \(LayoutLimits.recordByteCount) bytes at "
            + "\(item.name)")
        return nil
      }
      items.append(item)
    }
    guard diagnostics.problems.count == before else { return nil }
    return layout(of: items, names)
  }

  private mutating func item(_ table: inout LayoutTable, after end: Int) -> Item? {
    let before = diagnostics.problems.count
    let name = table.string("name", &diagnostics)
    let limit = LayoutLimits.recordByteCount
    let offset = table.integer("offset", in: 0...limit, &diagnostics)
    let given = table.integer("length", in: 1...limit, &diagnostics)
    let occurs = table.integer("occurs", in: 1...LayoutLimits.fields, &diagnostics)
    let minimum = table.integer("occurs-min", in: 0...LayoutLimits.fields, &diagnostics)
    let depending = table.string("depending-on", &diagnostics)
    var type = FieldType(&table, byteCount: given, &diagnostics)
    table.reportUnknown(&diagnostics)
    let path = table.node.path
    guard diagnostics.problems.count == before else { return nil }
    guard let name, let kind = type.kind else {
      let key = name == nil ? "name" : "type"
      diagnostics.report(line: table.node.line, "\"\(table.path(key))\" is missing")
      return nil
    }
    guard let byteCount = type.byteCount else {
      diagnostics.report(line: table.node.line, "\"\(table.path("length"))\" is missing")
      return nil
    }
    let length = name.unicodeScalars.count
    if length == 0 || length > LayoutLimits.nameLength
      || name.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "(" || $0 == ")" })
    {
      diagnostics.report(
        line: table.line(of: "name"),
        "\"\(table.path("name"))\" is \"\(excerpt(name))\"; expected 1 to "
          + "\(LayoutLimits.nameLength) characters without control characters and parentheses")
    }
    if (depending != nil || minimum != nil) && occurs == nil {
      diagnostics.report(
        line: table.node.line, "\"\(table.path("occurs"))\" is missing: the most elements")
    } else if minimum != nil, depending == nil {
      diagnostics.report(
        line: table.node.line, "\"\(table.path("depending-on"))\" is missing beside occurs-min")
    } else if let minimum, let occurs, minimum > occurs {
      diagnostics.report(
        line: table.node.line, "\"\(table.path("occurs-min"))\" is larger than occurs")
    }
    type.kind = kind
    return Item(
      name: name, path: path, line: table.node.line, type: type, byteCount: byteCount,
      offset: offset ?? end, occurs: occurs, minimum: minimum ?? 0, depending: depending)
  }

  /// - Precondition: Every item has a kind and ends within the largest record.
  private mutating func layout(of items: [Item], _ names: Set<FoldedName>) -> RecordLayout? {
    let before = diagnostics.problems.count
    let ordered = items.enumerated().sorted {
      $0.element.offset != $1.element.offset
        ? $0.element.offset < $1.element.offset : $0.offset < $1.offset
    }.map(\.element)
    var layout = RecordLayout(name: name, fields: [], maximumByteCount: 0)
    var fieldOfName: [FoldedName: Int] = [:]
    var fillers = 0
    var last: Item?
    for item in ordered where !diagnostics.isFull {
      if let last, item.offset < layout.maximumByteCount {
        diagnostics.report(
          line: item.line,
          "\"\(item.path)\": \(item.name) begins at \(item.offset), inside \(last.name), which ends "
            + "at \(layout.maximumByteCount)")
      } else if item.offset > layout.maximumByteCount {
        repeat { fillers += 1 } while names.contains(FoldedName("FILLER-\(fillers)"))
        layout.fields.append(
          LayoutField(
            name: "FILLER-\(fillers)", kind: .raw, offset: layout.maximumByteCount,
            byteCount: item.offset - layout.maximumByteCount))
      }
      guard layout.fields.count + (item.occurs ?? 1) <= LayoutLimits.fields else {
        diagnostics.report(
          line: item.line,
          "\"\(item.path)\": more than \(LayoutLimits.fields) fields at \(item.name)")
        return nil
      }
      append(item, to: &layout, &fieldOfName)
      layout.maximumByteCount = max(layout.maximumByteCount, item.endOffset)
      if item.endOffset >= layout.maximumByteCount { last = item }
    }
    return diagnostics.problems.count == before ? layout : nil
  }

  private mutating func append(
    _ item: Item, to layout: inout RecordLayout, _ fieldOfName: inout [FoldedName: Int]
  ) {
    guard let kind = item.type.kind else { return }
    var field = LayoutField(
      name: item.name, kind: kind, offset: item.offset, byteCount: item.byteCount,
      padding: item.type.padding ?? .trailing)
    guard let occurs = item.occurs else {
      fieldOfName[FoldedName(item.name)] = layout.fields.count
      layout.fields.append(field)
      return
    }
    var table: Int?
    if let depending = item.depending {
      guard let counter = fieldOfName[FoldedName(depending)],
        layout.fields[counter].kind.isInteger
      else {
        diagnostics.report(
          line: item.line,
          "\"\(item.path).depending-on\": \"\(excerpt(depending))\" is no integer field before "
            + item.name)
        return
      }
      guard layout.tables.count < LayoutLimits.variableTables else {
        diagnostics.report(
          line: item.line, "more than \(LayoutLimits.variableTables) tables with depending-on")
        return
      }
      table = layout.tables.count
      layout.tables.append(
        VariableTable(
          counter: counter, offset: item.offset, elementByteCount: item.byteCount,
          minimum: item.minimum, maximum: occurs))
    }
    for element in 1...occurs {
      field.name = "\(item.name)(\(element))"
      field.offset = item.offset + (element - 1) * item.byteCount
      field.cell = table.map { .init(table: $0, element: element) }
      layout.fields.append(field)
    }
  }
}

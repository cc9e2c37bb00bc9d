internal import GaijiModel

extension LayoutDecoder {
  /// One `[[record]]`, or the root of a file with a single kind of record.
  mutating func record(
    _ table: inout LayoutTable, isRoot: Bool
  ) -> RecordFileLayout.RecordType? {
    let name = table.string("name", &diagnostics)
    let own = table.string("copybook", &diagnostics)
    let item = table.string("item", &diagnostics)
    let use = table.strings("use", &diagnostics) ?? []
    let fields = table.tables("field", &diagnostics)
    let overrides = table.node("override")
    var layout: RecordLayout?
    if !fields.isEmpty {
      for (key, isGiven) in [
        ("copybook", own != nil), ("item", item != nil), ("use", !use.isEmpty),
        ("override", overrides != nil),
      ] where isGiven {
        diagnostics.report(
          line: table.line(of: key),
          "\"\(table.path(key))\" cannot stand beside \"\(table.path("field"))\"; keep one")
      }
      var record = DeclaredRecord(name: name ?? "RECORD", diagnostics: diagnostics)
      layout = record.layout(of: fields)
      diagnostics = record.diagnostics
    } else if let file = own ?? copybook {
      let line = table.line(of: "copybook")
      layout = copybookLayout(file, item: item ?? (isRoot ? nil : name), use: use, line: line)
      if let name { layout?.name = name }
      if let overrides { layout = apply(overrides, to: layout) }
    } else {
      diagnostics.report(
        line: table.node.line,
        "\"\(table.path("field"))\" is missing; give fields ([[\(table.path("field"))]]) or a "
          + "copybook")
    }
    let when = isRoot ? nil : table.node("when")
    guard let layout else { return nil }
    fieldCount += layout.fields.count
    guard fieldCount <= LayoutLimits.fields else {
      diagnostics.report(line: table.node.line, "more than \(LayoutLimits.fields) fields")
      return nil
    }
    return .init(layout: layout, condition: when.flatMap { condition($0, in: layout) })
  }

  private mutating func copybookLayout(
    _ file: String, item: String?, use: [String], line: Int?
  ) -> RecordLayout? {
    var options = options
    options.use = use
    do throws(LayoutError) {
      let place = relative(file)
      let copybook = try LayoutReader.readCopybook(path: place, options: options)
      let named = copybook.layouts.count == 1 && item != nil ? copybook.layouts[0].name : item
      let layout = try copybook.layout(named: named, file: place)
      // A copybook that several records use says the same each time.
      diagnostics.add(notes: copybook.notes.filter { !diagnostics.notes.contains($0) })
      return layout
    } catch {
      if error.isUnreadable {
        diagnostics.report(line: line, error.description)
      } else {
        diagnostics.add(problems: error.problems)
      }
      return nil
    }
  }

  /// A path as seen from the layout file's folder.
  private func relative(_ file: String) -> String {
    guard !file.utf8.starts(with: "/".utf8), let slash = path.utf8.lastIndex(of: 0x2F) else {
      return file
    }
    return String(path[...slash]) + file
  }

  // MARK: Overrides

  /// `[override.NAME]`: every occurrence of a field, or one (`"NAME(2)"`).
  private mutating func apply(_ node: LayoutNode, to layout: RecordLayout?) -> RecordLayout? {
    guard var layout, let table = LayoutTable(node, &diagnostics) else { return layout }
    var places: [FoldedName: [Int]] = [:]
    for (index, field) in layout.fields.enumerated() {
      let base = String(field.name.unicodeScalars.prefix { $0 != "(" })
      places[FoldedName(base), default: []].append(index)
      if base.utf8.count < field.name.utf8.count {
        places[FoldedName(field.name), default: []].append(index)
      }
    }
    for entry in table.keys {
      guard let indices = places[FoldedName(entry.key)] else {
        let names = layout.fields.map { String($0.name.unicodeScalars.prefix { $0 != "(" }) }
        diagnostics.report(
          line: entry.node.line,
          "\"\(entry.node.path)\": \(layout.name) has no such field" + hint(entry.key, among: names)
        )
        continue
      }
      guard var keys = LayoutTable(entry.node, &diagnostics) else { continue }
      let byteCount = layout.fields[indices[0]].byteCount
      let type = FieldType(&keys, byteCount: byteCount, &diagnostics)
      keys.reportUnknown(&diagnostics)
      for index in indices {
        if let kind = type.kind { layout.fields[index].kind = kind }
        if let padding = type.padding { layout.fields[index].padding = padding }
        if !layout.fields[index].kind.isText { layout.fields[index].padding = .trailing }
      }
    }
    for counter in layout.tables.map({ layout.fields[$0.counter] })
    where !counter.kind.isInteger {
      diagnostics.report(
        line: node.line,
        "\(counter.name) holds the number of elements of a table and must stay an integer")
    }
    return layout
  }

  // MARK: Conditions

  private mutating func condition(
    _ node: LayoutNode, in layout: RecordLayout
  ) -> RecordFileLayout.Condition? {
    guard var table = LayoutTable(node, &diagnostics) else { return nil }
    let name = table.string("field", &diagnostics)
    let limit = LayoutLimits.recordByteCount
    let offset = table.integer("offset", in: 0...limit, &diagnostics)
    let length = table.integer("length", in: 1...limit, &diagnostics)
    let texts = table.strings("is", &diagnostics)
    let codes = table.strings("hex", &diagnostics)
    table.reportUnknown(&diagnostics)
    var place: (offset: Int, length: Int)?
    var isText = true
    switch (name, offset, length) {
    case (let name?, nil, nil):
      let wanted = FoldedName(name)
      guard let field = layout.fields.first(where: { FoldedName($0.name) == wanted }) else {
        let names = layout.fields.map(\.name)
        diagnostics.report(
          line: table.line(of: "field"),
          "\"\(table.path("field"))\": \(layout.name) has no field \"\(excerpt(name))\""
            + hint(name, among: names))
        return nil
      }
      place = (field.offset, field.byteCount)
      switch field.kind {
      case .single, .double, .mixed, .zoned, .raw: break
      case .packed, .binary, .float: isText = false
      }
    case (nil, let offset?, let length?): place = (offset, length)
    default:
      diagnostics.report(
        line: node.line, "\"\(node.path)\" needs either field, or offset and length")
    }
    guard let place else { return nil }
    if layout.tables.contains(where: { $0.offset < place.offset + place.length }) {
      diagnostics.report(
        line: node.line,
        "\"\(node.path)\" stands in or behind a table of varying size, so its place varies")
    }
    if place.offset + place.length > layout.maximumByteCount {
      diagnostics.report(
        line: node.line,
        "\"\(node.path)\" ends behind the record, which has \(layout.maximumByteCount) bytes")
    }
    var values: [RecordFileLayout.Condition.Value] = []
    for text in texts ?? [] {
      if !isText {
        diagnostics.report(
          line: node.line, "\"\(table.path("is"))\" is text, but the field holds none; use hex")
      }
      if text.unicodeScalars.count > place.length {
        diagnostics.report(
          line: node.line,
          "\"\(excerpt(text))\" in \"\(table.path("is"))\" is longer than \(place.length) bytes")
      }
      values.append(.text(text))
    }
    for code in codes ?? [] {
      guard let bytes = hexadecimalBytes(code), bytes.count == place.length else {
        diagnostics.report(
          line: node.line,
          "\"\(excerpt(code))\" in \"\(table.path("hex"))\" must be \(place.length) bytes in "
            + "hexadecimal")
        continue
      }
      values.append(.bytes(bytes))
    }
    if (texts ?? []).isEmpty, (codes ?? []).isEmpty {
      diagnostics.report(line: node.line, "\"\(node.path)\" has no values; give is or hex")
    }
    return .init(offset: place.offset, byteCount: place.length, values: values)
  }
}

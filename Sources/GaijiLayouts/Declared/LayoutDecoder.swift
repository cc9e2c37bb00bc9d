internal import GaijiModel

/// Turns the nodes of a layout file into a layout, and collects every problem on the way.
struct LayoutDecoder {
  let path: String
  /// Replaces that of the file.
  private let framing: RecordFraming?
  var diagnostics: LayoutDiagnostics
  var options = CopybookOptions()
  /// Of the root: for records that name none of their own.
  var copybook: String?
  /// Fields and name bytes of the records so far.
  var fieldCount = 0

  init(path: String, framing: RecordFraming?) {
    self.path = path
    self.framing = framing
    diagnostics = LayoutDiagnostics(file: path)
  }

  mutating func decode(_ root: LayoutNode) throws(LayoutError) -> LayoutFile {
    guard var table = LayoutTable(root, &diagnostics) else {
      throw LayoutError(diagnostics.problems)
    }
    let charset = table.string("charset", &diagnostics)
    let said = decodeFraming(&table)
    decodeOptions(&table)
    var types: [RecordFileLayout.RecordType] = []
    var lines: [Int?] = []
    let records = table.tables("record", &diagnostics)
    if records.isEmpty {
      let line = table.line(of: "copybook")
      if let type = record(&table, isRoot: true) { types.append(type) }
      lines.append(line)
    } else {
      copybook = table.string("copybook", &diagnostics)
      for var record in records where !diagnostics.isFull {
        lines.append(record.node.line)
        if let type = self.record(&record, isRoot: false) { types.append(type) }
        record.reportUnknown(&diagnostics)
      }
    }
    table.reportUnknown(&diagnostics)
    try diagnostics.throwIfAny()
    check(types, lines)
    let cut = finish(framing ?? said, &types)
    try diagnostics.throwIfAny()
    return LayoutFile(
      layout: RecordFileLayout(framing: cut, types: types), charset: charset,
      notes: diagnostics.notes)
  }

  // MARK: Framing

  private enum Framing { case fixed, rdw, bdw, delimited }

  /// `.fixed` with 0 bytes: as long as the longest record.
  private mutating func decodeFraming(_ table: inout LayoutTable) -> RecordFraming {
    let words: [(String, Framing)] = [
      ("fixed", .fixed), ("rdw", .rdw), ("bdw", .bdw), ("delimited", .delimited),
    ]
    let word = table.word("framing", of: words, &diagnostics)
    let length = table.integer("record-length", in: 1...LayoutLimits.recordByteCount, &diagnostics)
    // A block descriptor word counts to 32,760.
    let block = table.integer("block-size", in: 8...32_760, &diagnostics)
    let newline = table.string("newline", &diagnostics)
    guard let word else {
      if table.node("framing") == nil, framing == nil {
        diagnostics.report(
          line: nil, "\"framing\" is missing; one of: fixed, rdw, bdw, delimited")
      }
      return .fixed(byteCount: length ?? 0)
    }
    for (key, isGiven, owner) in [
      ("record-length", length != nil, Framing.fixed), ("block-size", block != nil, .bdw),
      ("newline", newline != nil, .delimited),
    ] where isGiven && owner != word {
      diagnostics.report(
        line: table.line(of: key), "\"\(key)\" has no meaning for this framing; remove it")
    }
    switch word {
    case .fixed: return .fixed(byteCount: length ?? 0)
    case .rdw: return .descriptors
    case .bdw:
      if block == nil {
        diagnostics.report(
          line: table.line(of: "framing"), "\"block-size\" is missing; framing bdw needs it")
      }
      return .blocked(blockByteCount: block ?? 0)
    case .delimited:
      guard let newline else {
        diagnostics.report(
          line: table.line(of: "framing"),
          "\"newline\" is missing; framing delimited needs it, such as \"0D0A\" or \"15\"")
        return .delimited(terminator: [])
      }
      guard let bytes = hexadecimalBytes(newline), (1...8).contains(bytes.count) else {
        diagnostics.report(
          line: table.line(of: "newline"),
          "\"newline\" is \"\(excerpt(newline))\"; expected 1 to 8 bytes in hexadecimal")
        return .delimited(terminator: [])
      }
      return .delimited(terminator: bytes)
    }
  }

  /// Fixed records all get one length.
  private mutating func finish(
    _ framing: RecordFraming, _ types: inout [RecordFileLayout.RecordType]
  ) -> RecordFraming {
    guard case .fixed(let said) = framing else { return framing }
    let longest = types.map(\.layout.maximumByteCount).max() ?? 0
    let byteCount = said == 0 ? longest : said
    for index in types.indices {
      let layout = types[index].layout
      if layout.maximumByteCount > byteCount {
        diagnostics.report(
          line: nil,
          "\"record-length\" is \(byteCount), but \(layout.name) has \(layout.maximumByteCount) "
            + "bytes")
      }
      if !layout.tables.isEmpty {
        diagnostics.note(
          nil,
          "\(layout.name) varies in size, but all records have \(byteCount) bytes: what stands "
            + "behind its last field is padding")
      } else {
        types[index].layout = layout.extended(to: byteCount)
      }
    }
    return .fixed(byteCount: byteCount)
  }

  // MARK: Copybooks

  private mutating func decodeOptions(_ root: inout LayoutTable) {
    guard let node = root.node("cobol"), var table = LayoutTable(node, &diagnostics) else { return }
    let formats = CopybookOptions.Format.allCases.map { ($0.rawValue, $0) }
    if let format = table.word("format", of: formats, &diagnostics) { options.format = format }
    let texts: [(String, FieldKind)] = [("mixed", .mixed), ("single", .single)]
    if let kind = table.word("alphanumeric", of: texts, &diagnostics) {
      options.alphanumeric = kind
    }
    let fillers = [("raw", true), ("as-declared", false)]
    if let isRaw = table.word("filler", of: fillers, &diagnostics) { options.fillersAreRaw = isRaw }
    if let flag = table.boolean("one-byte-binary", &diagnostics) { options.hasOneByteBinary = flag }
    if let order = table.word("binary-order", of: ByteOrder.words, &diagnostics) {
      options.binaryOrder = order
    }
    if let order = table.word("comp5-order", of: ByteOrder.words, &diagnostics) {
      options.nativeOrder = order
    }
    if let format = table.word("float", of: FloatFormat.words, &diagnostics) {
      options.float = format
    }
    table.reportUnknown(&diagnostics)
  }

  // MARK: Records among each other

  private mutating func check(_ types: [RecordFileLayout.RecordType], _ lines: [Int?]) {
    var names: Set<FoldedName> = []
    for (index, type) in types.enumerated() {
      if !names.insert(FoldedName(type.layout.name)).inserted {
        diagnostics.report(
          line: lines[index], "record \"\(type.layout.name)\" stands twice; give it another name")
      }
      if type.condition == nil, index + 1 < types.count {
        diagnostics.report(
          line: lines[index],
          "record \"\(type.layout.name)\" has no \"when\" and would take every record; only the "
            + "last one may be without it")
      }
    }
  }
}

/// Bytes written as pairs of hexadecimal digits, spaces between them allowed.
func hexadecimalBytes(_ text: String) -> [UInt8]? {
  var bytes: [UInt8] = []
  var high: UInt8?
  for unit in text.utf8 {
    let digit: UInt8
    switch unit {
    case 0x30...0x39: digit = unit - 0x30
    case 0x41...0x46: digit = unit - 0x41 + 10
    case 0x61...0x66: digit = unit - 0x61 + 10
    case 0x20 where high == nil: continue
    default: return nil
    }
    if let first = high {
      bytes.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return high == nil ? bytes : nil
}

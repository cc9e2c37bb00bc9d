import Foundation
import GaijiCatalog
import GaijiCharsets
import GaijiFiles
import GaijiGlyphs
import GaijiIdentification
import GaijiModel
import GaijiPolicies

/// Reads what `EvidenceFlags` name, and makes the evidence of a run of it.
struct EvidenceInput {
  let flags: EvidenceFlags
  let catalog: Catalog
  let system: PolicyFile.SystemName?
  /// Of the system; `nil` without one.
  let codes: GaijiCodes?
  /// Of every code point, from the catalogue.
  let table: CharacterFactTable
  private let facts: CharacterFacts

  init(
    _ flags: EvidenceFlags, catalog: Catalog, system: PolicyFile.SystemName?, codes: GaijiCodes?
  ) throws {
    self.flags = flags
    self.catalog = catalog
    self.system = system
    self.codes = codes
    table = try exiting { try catalog.characterFacts() }
    facts = CharacterFacts(table)
  }

  /// The kinds for which there is something to look at, in a fixed order.
  ///
  /// - Parameter matcher: Codes figures; asked for only where there are any.
  func evidence(threads: Int, matcher: () throws -> Matcher) throws -> EvidenceSet {
    let kinds = flags.kinds
    guard !kinds.isEmpty else { return .none }
    var sources: [any EvidenceSource] = []
    var readings = ReadingCollector()
    var neighbours = NeighbourCollector()
    for path in flags.text { try read(text: path, &readings, &neighbours) }
    for path in flags.names { try read(names: path, &readings, &neighbours) }
    if kinds.contains(.readings), readings.nameCount > 0 {
      sources.append(readings.evidence(facts: facts))
    }
    if kinds.contains(.neighbours), !flags.text.isEmpty {
      sources.append(neighbours.evidence(facts: facts))
    }
    if let system, kinds.contains(.order) { sources.append(try order(system)) }
    let hints = kinds.contains(.hints) ? try flags.gaijiList.map { try read(sheet: $0) } : nil
    var figures: CodedFigures?
    if system != nil, kinds.contains(.approved) {
      let approved = try approved()
      if !approved.glyphs.isEmpty {
        sources.append(approved)
        figures = try self.figures(of: approved, matcher(), threads: threads)
      }
    }
    if let hints { sources.append(SheetHintEvidence(hints: hints, facts: facts)) }
    return EvidenceSet(sources, figures: figures)
  }

  private func charset(_ name: String) throws -> CharsetTable {
    guard let table = try exiting({ try catalog.charsetTable(named: name) }) else {
      throw failure(.badData, "\"\(name)\" is not a charset of the catalogue")
    }
    return table
  }

  // MARK: Texts

  private func read(
    text path: String, _ readings: inout ReadingCollector, _ neighbours: inout NeighbourCollector
  ) throws {
    let file = DelimitedText(
      path: path, table: try charset(flags.textCharset ?? codes?.charset ?? "utf8"))
    var names: [(name: Int, kana: Int)] = []
    var texts: [Int] = []
    try file.forEachRecord { number, fields in
      if number == 1 {
        let header = fields.map(\.text)
        func column(_ word: String) throws -> Int { try Self.column(word, in: header, path) }
        names = try zip(flags.nameColumn, flags.readingColumn).map {
          (try column($0.0), try column($0.1))
        }
        texts = try flags.textColumn.map { try column($0) }
        return
      }
      for (name, kana) in names where max(name, kana) < fields.count {
        readings.add(fields[name], kana: fields[kana].scalars)
        neighbours.add(fields[name])
      }
      for text in texts where text < fields.count { neighbours.add(fields[text]) }
    }
  }

  /// A column by its header, else by its number from 1.
  private static func column(_ word: String, in header: [String], _ path: String) throws -> Int {
    if let place = header.firstIndex(where: { $0.utf8.elementsEqual(word.utf8) }) { return place }
    if let number = Int(word), (1...max(1, header.count)).contains(number) { return number - 1 }
    throw failure(
      .badData,
      "\(path): there is no column \"\(word)\"; its header has \(header.joined(separator: ", "))")
  }

  private func read(
    names path: String, _ readings: inout ReadingCollector, _ neighbours: inout NeighbourCollector
  ) throws {
    try DelimitedText(path: path, table: charset("utf8"), isTSV: true).forEachRecord { _, fields in
      guard fields[0].first != .scalar(0x23) else { return }
      neighbours.add(fields[0])
      if fields.count > 1 { readings.add(fields[0], kana: fields[1].scalars) }
    }
  }

  // MARK: Catalogue

  private func order(_ system: PolicyFile.SystemName) throws -> CodeOrderEvidence {
    let approved = try exiting {
      try catalog.approvedCodes(organization: system.organization, system: system.system)
    }
    let identified = approved.filter { $0.grade == .exact || $0.grade == .design }.map {
      CodeOrderEvidence.Identified(
        code: $0.code, scalars: table.sequences[$0.identity]?.map(\.base) ?? [])
    }
    return CodeOrderEvidence(
      identified: identified, orders: CodeOrder.standard(facts) + [try ibmExtensions()])
  }

  /// Windows-31J's rows of IBM extensions, FA40 to FC4B: many systems copied them as gaiji, row by
  /// row.
  private func ibmExtensions() throws -> CodeOrder {
    var keys: [UInt32: Int] = [:]
    var decoder = ScalarDecoder(try charset("cp932"))
    var rank = 0
    for lead in 0xFA...0xFC as ClosedRange<UInt8> {
      for trail in 0x40...0xFC as ClosedRange<UInt8> where trail != 0x7F {
        decoder.decode([lead, trail].span, isLast: true) { unit in
          guard unit.kind == .character, unit.byteCount == 2 else { return }
          if keys[unit.scalar] == nil { keys[unit.scalar] = rank }
          rank += 1
        }
      }
    }
    return CodeOrder(
      japanese: "IBM 拡張文字順", english: "in the order of the IBM extensions", keys: keys,
      isDense: true)
  }

  private func approved() throws -> ApprovedGlyphs {
    let figures = try exiting { try catalog.approvedFigures() }
    return ApprovedGlyphs(
      figures.map {
        let isOwn =
          $0.organization.utf8.elementsEqual(system?.organization.utf8 ?? "".utf8)
          && $0.system.utf8.elementsEqual(system?.system.utf8 ?? "".utf8)
        return ApprovedGlyph(
          digest: $0.digest, identity: $0.identity,
          bases: table.sequences[$0.identity]?.map(\.base) ?? [], grade: $0.grade,
          place: "\($0.organization)/\($0.system) \($0.code)",
          ownCode: isOwn ? $0.codeValue : nil)
      })
  }

  /// The approved figures by what they look like, read and coded in portions.
  private func figures(
    of approved: ApprovedGlyphs, _ matcher: Matcher, threads: Int
  ) throws -> CodedFigures {
    var builder = CodedFigures.Builder(matcher, threads: threads)
    var waiting: [(digest: String, raster: GlyphRaster)] = []
    try catalog.forEachApprovedPicture { picture in
      if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
      guard approved.tells(picture.digest) else { return }
      let raster = try GlyphRaster(
        png: picture.png, pixelsPerEm: picture.pixelsPerEm,
        place: "\(catalog.path): figure \(picture.digest)")
      waiting.append((picture.digest, raster))
      if waiting.count == CodedFigures.Builder.portion {
        builder.add(waiting)
        waiting.removeAll(keepingCapacity: true)
      }
    }
    builder.add(waiting)
    return builder.figures()
  }

  // MARK: Sheet

  private func read(sheet path: String) throws -> [UInt32: SheetHint] {
    var hints: [UInt32: SheetHint] = [:]
    var columns: [String: Int] = [:]
    try DelimitedText(path: path, table: charset("utf8")).forEachRecord { number, fields in
      if number == 1 {
        for (place, field) in fields.enumerated() where columns[field.text] == nil {
          columns[field.text] = place
        }
        guard columns["code"] != nil else {
          throw failure(
            .badData,
            "\(path): the header must have the column code, and any of radical, strokes, "
              + "reading")
        }
        return
      }
      func field(_ name: String) -> [TextUnit] {
        columns[name].flatMap { $0 < fields.count ? fields[$0] : nil } ?? []
      }
      if fields.allSatisfy(\.isEmpty) { return }
      guard let code = Self.code(field("code").text) else {
        throw failure(
          .badData,
          "\(path): record \(number), column code: \"\(field("code").text)\" is not a code in "
            + "hexadecimal digits such as F040 or U+E000")
      }
      func wrong(_ column: String, _ expected: String) -> any Error {
        failure(
          .badData,
          "\(path): record \(number), column \(column): \"\(field(column).text)\" is not \(expected)"
        )
      }
      var hint = SheetHint(readings: field("reading").scalars)
      if !field("radical").isEmpty {
        guard let radical = radical(field("radical")) else {
          throw wrong("radical", "a radical: 1 to 214, or its character")
        }
        hint.radical = radical
      }
      if !field("strokes").isEmpty {
        guard let strokes = Int(field("strokes").text), (1...100).contains(strokes) else {
          throw wrong("strokes", "a number of strokes from 1 to 100")
        }
        hint.strokes = strokes
      }
      hints[code] = hint
    }
    return hints
  }

  private static func code(_ text: String) -> UInt32? {
    let digits = text.utf8.starts(with: "U+".utf8) ? text.dropFirst(2) : text[...]
    guard (2...8).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D })
    else { return nil }
    return UInt32(digits, radix: 16)
  }

  /// A radical by number, by its sign (U+2F00 is 1) or by the character that is nothing else.
  private func radical(_ field: [TextUnit]) -> Int? {
    if let number = Int(field.text) { return (1...214).contains(number) ? number : nil }
    guard field.count == 1, let scalar = field[0].scalar else { return nil }
    if (0x2F00...0x2FD5).contains(scalar) { return Int(scalar) - 0x2EFF }
    guard let entry = facts.entries[scalar], entry.radical > 0, entry.residualStrokes == 0 else {
      return nil
    }
    return entry.radical
  }
}

extension CharacterFacts {
  init(_ table: CharacterFactTable) {
    self.init(
      entries: table.entries.mapValues {
        Entry(
          on: $0.on, kun: $0.kun, radical: $0.radical, residualStrokes: $0.residualStrokes,
          strokes: $0.strokes)
      }, relatives: table.relatives)
  }
}

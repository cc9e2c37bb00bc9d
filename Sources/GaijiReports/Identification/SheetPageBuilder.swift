internal import GaijiGlyphs
internal import GaijiIdentification

/// Makes the values of an explanation sheet.
struct SheetPageBuilder {
  let sheet: IdentificationSheet
  let words: SheetWords

  private var proposal: GlyphProposal { sheet.proposal }

  static func decisionClass(_ decision: GlyphProposal.Decision) -> String {
    switch decision {
    case .automatic: "good"
    case .review, .none: "warn"
    case .blank, .notdef, .duplicate: "plain"
    }
  }

  /// Where the glyph comes from, in a line.
  var run: String {
    let query = proposal.query
    var parts = sheet.system.isEmpty ? [] : [sheet.system]
    parts.append(Self.fileName(query.source))
    if query.code != query.place { parts.append(query.place) }
    return parts.joined(separator: " · ")
  }

  /// Where a file lay on a machine is not a fact about it.
  private static func fileName(_ path: String) -> String {
    String(path.utf8.split(separator: UInt8(ascii: "/")).last ?? Substring(path).utf8)
      ?? path
  }

  var queryNote: String {
    let size = "\(proposal.query.pixelsPerEm) px"
    return proposal.query.isOutline
      ? words.pick("アウトラインを \(size) で描画", "outline, drawn at \(size)")
      : words.pick("\(size) のビットマップ", "bitmap of \(size)")
  }

  private func picture(_ raster: GlyphRaster?) throws(PNGWriterError) -> [String] {
    guard let raster else { return [] }
    return [try SheetPictures.glyph(raster)]
  }

  private func facts(_ number: Int) -> IdentificationSheet.Facts {
    sheet.candidates.indices.contains(number) ? sheet.candidates[number].facts : .init()
  }

  private func codePoints(_ facts: IdentificationSheet.Facts, _ codePoints: [String]) -> String {
    (facts.sequences.isEmpty ? codePoints : facts.sequences).joined(
      separator: words.pick("、", "; "))
  }

  func cards() throws(PNGWriterError) -> [SheetPage.Card] {
    var cards: [SheetPage.Card] = []
    for (number, candidate) in proposal.candidates.prefix(SheetPage.largeCount).enumerated() {
      let facts = facts(number)
      let raster =
        sheet.candidates.indices.contains(number) ? sheet.candidates[number].picture : nil
      cards.append(
        SheetPage.Card(
          heading: words.pick("第 \(candidate.rank) 候補", "Candidate \(candidate.rank)"),
          name: candidate.identity ?? candidate.name, text: facts.text,
          pictures: try picture(raster), codePoints: codePoints(facts, candidate.codePoints),
          facts: shown(facts), character: .init(candidate.sameCharacter),
          glyph: .init(candidate.sameGlyph), grade: words.grade(candidate.grade),
          reason: words.pick(candidate.reason)))
    }
    return cards
  }

  private func shown(_ facts: IdentificationSheet.Facts) -> [ReportPage.Fact] {
    var shown: [ReportPage.Fact] = []
    if !facts.readings.isEmpty {
      let text = facts.readings.joined(separator: words.pick("・", ", "))
      shown.append(.init(label: words.readings, value: text))
    }
    if facts.radical > 0 {
      // U+2F00 is 康熙部首 1.
      let sign =
        (1...214).contains(facts.radical)
        ? Unicode.Scalar(0x2EFF + UInt32(facts.radical)).map { " \($0)" } ?? "" : ""
      shown.append(.init(label: words.radical, value: "\(facts.radical)\(sign)"))
    }
    if !facts.strokes.isEmpty {
      let text = facts.strokes.map(String.init).joined(separator: "/")
      shown.append(.init(label: words.strokes, value: text))
    }
    return shown
  }

  func overlays() throws(PNGWriterError) -> [SheetPage.OverlayCard] {
    var cards: [SheetPage.OverlayCard] = []
    for (candidate, shown) in zip(proposal.candidates, sheet.candidates)
      .prefix(SheetPage.overlayCount)
    {
      guard let overlay = shown.overlay else { continue }
      cards.append(
        SheetPage.OverlayCard(
          name: candidate.identity ?? candidate.name,
          picture: try SheetPictures.overlay(overlay), reason: words.pick(candidate.reason)))
    }
    return cards
  }

  var rows: [SheetPage.Row] {
    proposal.candidates.enumerated().map { number, candidate in
      SheetPage.Row(
        rank: "\(candidate.rank)", name: candidate.identity ?? candidate.name,
        codePoints: codePoints(facts(number), candidate.codePoints),
        character: SheetNumbers.percent(candidate.sameCharacter),
        glyph: SheetNumbers.percent(candidate.sameGlyph), grade: words.grade(candidate.grade),
        score: SheetNumbers.number(candidate.score, 2),
        distances: candidate.distances.sorted { $0.key < $1.key }
          .map { "\($0.key) \(SheetNumbers.number($0.value, 1))" }.joined(separator: ", "))
    }
  }

  /// Of the first two candidates, where anything beyond the shape is known or the shape's own odds.
  var evidence: [SheetPage.EvidenceTable] {
    proposal.candidates.prefix(2).compactMap { candidate in
      guard !candidate.evidence.isEmpty else { return nil }
      return SheetPage.EvidenceTable(
        name: candidate.identity ?? candidate.name, rows: candidate.evidence.map(row))
    }
  }

  /// A bar of full length; odds of 1,000 to 1.
  private static let longest = 6.9

  private func row(_ share: EvidenceShare) -> SheetPage.EvidenceRow {
    let ratio = share.logLikelihoodRatio
    let length = ratio.isNaN ? 0 : Int(min(1, abs(ratio) / Self.longest) * 100)
    return SheetPage.EvidenceRow(
      kind: words.kind(share.kind), factor: SheetNumbers.factor(ratio),
      direction: length == 0 ? "–" : ratio > 0 ? words.toCandidate : words.againstCandidate,
      left: ratio < 0 ? length : 0, right: ratio > 0 ? length : 0,
      basis: share.words.map(words.pick) ?? "")
  }

  func siblings() throws(PNGWriterError) -> [SheetPage.SiblingCard] {
    var cards: [SheetPage.SiblingCard] = []
    for (number, sibling) in proposal.siblings.enumerated() {
      let shown = sheet.siblings.indices.contains(number) ? sheet.siblings[number] : .init()
      cards.append(
        SheetPage.SiblingCard(
          name: sibling.identity ?? sibling.name, text: shown.facts.text,
          pictures: try picture(shown.picture),
          codePoints: codePoints(shown.facts, sibling.codePoints),
          relation: words.relation(sibling.relation)))
    }
    return cards
  }

  var provenance: [ReportPage.Fact] {
    let from = sheet.provenance
    var facts: [ReportPage.Fact] = [
      .init(label: words.pick("プログラム", "Program"), value: from.tool),
      .init(label: words.pick("外字の入力", "Input"), value: Self.fileName(proposal.query.source)),
    ]
    func digest(_ japanese: String, _ english: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      facts.append(.init(label: words.pick(japanese, english), value: value))
    }
    digest("入力の SHA-256", "SHA-256 of the input", from.source)
    digest("字形の SHA-256", "SHA-256 of the figure", proposal.query.digest)
    digest("モデルの SHA-256", "SHA-256 of the model", from.model)
    digest("索引の SHA-256", "SHA-256 of the index", from.index)
    for font in from.fonts { digest("書体 \(font.name)", "Font \(font.name)", font.digest) }
    return facts + from.settings.map { .init(label: $0.label, value: $0.value) }
  }
}

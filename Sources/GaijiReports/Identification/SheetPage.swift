internal import GaijiGlyphs
internal import GaijiIdentification
internal import Mustache

/// What the template of an explanation sheet shows, as text. Names are those of the template's tags.
struct SheetPage {
  static let template = MustacheTemplate.page(sheetTemplate)

  /// Candidates shown large, and those whose strokes are laid over the gaiji's.
  static let largeCount = 3
  static let overlayCount = 3

  let words: SheetWords
  let style = reportStyle + sheetStyle
  let code: String
  let run: String
  let decision: String
  let decisionClass: String
  let reasons: [String]
  let queryPicture: String
  let queryNote: String
  let cards: [Card]
  let hasCards: Bool
  let overlays: [OverlayCard]
  let hasOverlays: Bool
  let rows: [Row]
  let evidence: [EvidenceTable]
  let hasEvidence: Bool
  let siblings: [SiblingCard]
  let hasSiblings: Bool
  let provenance: [ReportPage.Fact]
  let terms: [ReportTerms.Term]
  let footer: String

  /// A candidate, large.
  struct Card {
    let heading: String
    let name: String
    let text: String
    let pictures: [String]
    let codePoints: String
    let facts: [ReportPage.Fact]
    let character: Probability
    let glyph: Probability
    let grade: String
    let reason: String
  }

  /// A probability with the length of its bar in per cent of the whole.
  struct Probability {
    let text: String
    let width: Int

    init(_ value: Double) {
      text = SheetNumbers.percent(value)
      width = value.isFinite ? Int(max(0, min(1, value)) * 100) : 0
    }
  }

  struct OverlayCard {
    let name: String
    let picture: String
    let reason: String
  }

  struct Row {
    let rank: String
    let name: String
    let codePoints: String
    let character: String
    let glyph: String
    let grade: String
    let score: String
    let distances: String
  }

  struct EvidenceTable {
    let name: String
    let rows: [EvidenceRow]
  }

  struct EvidenceRow {
    let kind: String
    let factor: String
    let direction: String
    /// Bars to the left (against) and to the right (for), in per cent of half the column.
    let left: Int
    let right: Int
    let basis: String
  }

  struct SiblingCard {
    let name: String
    let text: String
    let pictures: [String]
    let codePoints: String
    let relation: String
  }

  init(_ sheet: IdentificationSheet, _ words: SheetWords) throws(PNGWriterError) {
    let builder = SheetPageBuilder(sheet: sheet, words: words)
    let proposal = sheet.proposal
    self.words = words
    code = proposal.query.code ?? proposal.query.place
    run = builder.run
    decision = words.decision(proposal.decision)
    decisionClass = SheetPageBuilder.decisionClass(proposal.decision)
    reasons = proposal.reasons.map(words.pick)
    queryPicture = try SheetPictures.glyph(sheet.query)
    queryNote = builder.queryNote
    cards = try builder.cards()
    hasCards = !cards.isEmpty
    overlays = try builder.overlays()
    hasOverlays = !overlays.isEmpty
    rows = builder.rows
    evidence = builder.evidence
    hasEvidence = !evidence.isEmpty
    siblings = try builder.siblings()
    hasSiblings = !siblings.isEmpty
    provenance = builder.provenance
    terms = SheetTerms.terms(words)
    footer = sheet.provenance.tool
  }
}

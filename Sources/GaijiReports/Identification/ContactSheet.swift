public import GaijiGlyphs
public import GaijiIdentification
internal import Mustache

/// All glyphs of a run on one page, each beside its first candidate, by what became of it.
public struct ContactSheet: Sendable {
  /// Pairs on a page; a page of more would not be read, nor shown by every browser. The rest is said
  /// to be missing.
  public static let maximumPairs = 4_000

  public struct Pair: Sendable {
    public var proposal: GlyphProposal
    /// `nil` for a blank one.
    public var query: GlyphRaster?
    public var candidate: GlyphRaster?

    public init(proposal: GlyphProposal, query: GlyphRaster?, candidate: GlyphRaster?) {
      self.proposal = proposal
      self.query = query
      self.candidate = candidate
    }
  }

  /// `ORGANISATION/SYSTEM` or the names of the inputs.
  public var title: String
  public var pairs: [Pair]
  /// Glyphs of the run, where `pairs` has not all.
  public var total: Int
  /// Name and version of the program.
  public var tool: String

  public init(title: String, pairs: [Pair], total: Int? = nil, tool: String) {
    self.title = title
    self.pairs = pairs
    self.total = max(total ?? 0, pairs.count)
    self.tool = tool
  }

  /// The page as one self-contained HTML file. The same sheet gives the same text.
  ///
  /// - Throws: `PNGWriterError` for a raster that is too large to be shown.
  public func html(_ language: ReportOptions.Language = .japanese) throws(PNGWriterError) -> String
  {
    ContactPage.template.render(try ContactPage(self, SheetWords.words(language)))
  }
}

/// What the template shows, as text.
struct ContactPage {
  static let template = MustacheTemplate.page(contactTemplate)

  /// Sections in the order in which somebody works through them.
  static let order: [GlyphProposal.Decision] = [
    .review, .none, .automatic, .duplicate, .notdef, .blank,
  ]

  let words: SheetWords
  let style = reportStyle + sheetStyle
  let title: String
  let run: String
  let missing: [String]
  let sections: [Section]
  let footer: String

  struct Section {
    let anchor: String
    let name: String
    let count: String
    let pairs: [Shown]
  }

  struct Shown {
    let code: String
    let identity: String
    let character: String
    let grade: String
    let codePoints: String
    let query: [String]
    let candidate: [String]
    let reason: String
  }

  init(_ sheet: ContactSheet, _ words: SheetWords) throws(PNGWriterError) {
    self.words = words
    title = sheet.title
    let shown = sheet.pairs.prefix(ContactSheet.maximumPairs)
    run = words.pick("外字 \(grouped(sheet.total)) 字", "\(grouped(sheet.total)) gaiji")
    missing =
      shown.count < sheet.total
      ? [
        words.pick(
          "うち \(grouped(shown.count)) 字を表示しています。", "\(grouped(shown.count)) of them are shown.")
      ] : []
    var sections: [Section] = []
    for decision in Self.order {
      let pairs = shown.filter { $0.proposal.decision == decision }
      guard !pairs.isEmpty else { continue }
      // What is least sure comes first; codes in order where nothing else tells them apart.
      let sorted = pairs.enumerated().sorted {
        let a = $0.element.proposal.candidates.first?.sameCharacter ?? 0
        let b = $1.element.proposal.candidates.first?.sameCharacter ?? 0
        return (a, $0.offset) < (b, $1.offset)
      }
      var cards: [Shown] = []
      for (_, pair) in sorted { cards.append(try Self.card(pair, words)) }
      sections.append(
        Section(
          anchor: decision.rawValue, name: words.decision(decision), count: grouped(pairs.count),
          pairs: cards))
    }
    self.sections = sections
    footer = sheet.tool
  }

  private static func card(
    _ pair: ContactSheet.Pair, _ words: SheetWords
  ) throws(PNGWriterError) -> Shown {
    let proposal = pair.proposal
    let best = proposal.candidates.first
    var query: [String] = []
    var candidate: [String] = []
    if let raster = pair.query { query = [try SheetPictures.glyph(raster)] }
    if let raster = pair.candidate { candidate = [try SheetPictures.glyph(raster)] }
    return Shown(
      code: proposal.query.code ?? proposal.query.place,
      identity: best.map { $0.identity ?? $0.name } ?? "",
      character: best.map { SheetNumbers.percent($0.sameCharacter) } ?? "",
      grade: best.map { words.grade($0.grade) } ?? "",
      codePoints: best?.codePoints.joined(separator: " ") ?? "", query: query,
      candidate: candidate, reason: proposal.reasons.first.map(words.pick) ?? "")
  }
}

let contactTemplate = """
  \(pageHead(title: "{{words.contactTitle}} – {{title}}", hasPictures: true))
  <header>
  <h1>{{words.contactTitle}}</h1>
  <p class="run">{{title}} · {{run}}</p>
  </header>
  {{#missing}}<div class="verdict warn"><strong>{{.}}</strong></div>{{/missing}}
  <nav aria-label="{{words.jump}}">{{#sections}}<a href="#{{anchor}}">{{name}} {{count}}</a>{{/sections}}</nav>
  {{#sections}}
  <section id="{{anchor}}">
  <h2>{{name}} ({{count}})</h2>
  <div class="contact">
  {{#pairs}}
  <div class="pair"><strong><span>{{code}}</span><span>{{identity}}</span></strong><div class="images">{{#query}}<img src="{{.}}" alt="{{code}}">{{/query}}{{^query}}<span class="empty">–</span>{{/query}}{{#candidate}}<img src="{{.}}" alt="{{identity}}">{{/candidate}}{{^candidate}}<span class="empty">–</span>{{/candidate}}</div>{{character}} {{grade}}<br><span class="code">{{codePoints}}</span><br>{{reason}}</div>
  {{/pairs}}
  </div>
  </section>
  {{/sections}}
  <footer>{{footer}}. {{words.footer}}</footer>
  </body>
  </html>

  """

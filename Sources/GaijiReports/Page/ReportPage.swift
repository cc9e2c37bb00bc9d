internal import GaijiModel
internal import GaijiTranscoding
internal import Mustache

/// The text of `report.html`: one self-contained page.
func reportHTML(of report: RunReport, options: ReportOptions) -> String {
  ReportPage.template.render(
    PageValues(ReportPage(report, options: options), nested: ["words"]))
}

/// What the template shows, as text. Names are those of the template's tags.
struct ReportPage {
  /// Rows of each table of findings; more would not be read. All are in `unmapped.csv`.
  static let maximumRows = 500

  static let template = MustacheTemplate.page(reportTemplate)

  let words: ReportWords
  let style = reportStyle
  let source: String
  let run: String
  let verdict: String
  let verdictClass: String
  let verdictDetail: String
  let exitDetails: [String]
  let warnings: [String]
  var hasWarnings: Bool
  let cards: [Card]
  let facts: [Fact]
  let columns: [ColumnRow]
  let outputChecks: [OutputCheckRow]
  let gaiji: [FindingRow]
  let hasGaiji: Bool
  let gaijiSum: String
  let gaijiIsCut: Bool
  let isMasked: Bool
  let others: [FindingRow]
  let hasOthers: Bool
  let othersAreCut: Bool
  let grades: [SumRow]
  let grounds: [SumRow]
  let hasGrounds: Bool
  let mappedNote: String
  let isHashed: Bool
  let hashes: [Fact]
  let policies: [Fact]
  let policyTexts: [String]
  let terms: [ReportTerms.Term]
  let footer: String

  struct Card {
    let label: String
    let value: String
    let share: String
    var isAlert = false
  }

  struct Fact {
    let label: String
    let value: String
  }

  struct ColumnRow {
    let number: String
    let name: String
    let selected: String
    let charactersIn: String
    let exactly: String
    let lossy: String
    let substituted: String
    let reported: String
    let gaiji: String
    let verdict: String
    let verdictClass: String
    var isSum = false
  }

  struct OutputCheckRow {
    let text: String
    let verdict: String
    let verdictClass: String
  }

  struct FindingRow {
    let kind: String
    let code: String
    let scalar: String
    let identity: String
    let count: String
    let columns: String
    let place: String
    let action: String
    let outputs: [String]
    let samples: [SampleText]
  }

  struct SampleText {
    let record: String
    let before: String
    let text: String
    let after: String
  }

  struct SumRow {
    let name: String
    let distinct: String
    let occurrences: String
    var isSum = false
  }

  init(_ report: RunReport, options: ReportOptions) {
    let builder = ReportPageBuilder(report: report, options: options)
    words = .words(options.language)
    source = report.sourceName
    run = builder.run
    let holds = report.conservation && report.outputCheck?.holds ?? true
    let account = builder.terms.verdict(holds: holds)
    let end = builder.terms.exit(report.exit)
    // The worst comes first.
    switch report.exit {
    case _ where !holds: (verdict, verdictDetail, verdictClass) = (account, end, "bad")
    case .complete: (verdict, verdictDetail, verdictClass) = (account, end, "good")
    case .unmappedAboveLimit: (verdict, verdictDetail, verdictClass) = (end, account, "warn")
    case .stopped, .conservationBroken, .failed:
      (verdict, verdictDetail, verdictClass) = (end, account, "bad")
    }
    exitDetails = report.exitDetail.isEmpty ? [] : [report.exitDetail]
    warnings = report.warnings
    hasWarnings = !report.warnings.isEmpty
    cards = builder.cards
    facts = builder.facts
    columns = builder.columns
    outputChecks = builder.outputChecks
    let gaijiGroups = builder.groups { $0 == .gaiji }
    gaiji = gaijiGroups.prefix(Self.maximumRows).map(builder.row)
    hasGaiji = !gaijiGroups.isEmpty
    gaijiSum = builder.sum(of: gaijiGroups)
    gaijiIsCut = gaijiGroups.count > Self.maximumRows
    isMasked = options.masksContext
    let otherGroups = builder.groups { $0.isUnmapped && $0 != .gaiji }
    others = otherGroups.prefix(Self.maximumRows).map(builder.row)
    hasOthers = !otherGroups.isEmpty
    othersAreCut = otherGroups.count > Self.maximumRows
    grades = builder.grades
    grounds = builder.grounds
    hasGrounds = !grounds.isEmpty
    mappedNote = builder.mappedNote
    isHashed = report.hashes.hashed
    hashes = builder.hashes
    policies = builder.policies
    policyTexts = report.policyJSON.isEmpty ? [] : [report.policyJSON]
    terms = builder.terms.definitions
    footer = "gaiji \(report.toolVersion)."
  }
}

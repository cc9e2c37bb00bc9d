import ArgumentParser
import Foundation
import GaijiCatalog
import GaijiFiles
import GaijiGlyphs
import GaijiIdentification

struct IdentifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identify",
    abstract: "Name gaiji from their glyphs, and say where only a person can.",
    usage: """
      gaiji identify eudc.tte --system ORGANISATION/SYSTEM
      gaiji identify eudc.tte --out proposals.jsonl
      gaiji identify eudc.tte --system ORG/SYS --text data.csv --name-column 氏名 --reading-column 氏名カナ
      gaiji identify eudc.tte --explain F040 --out sheet.html
      """,
    discussion: """
      Inputs are fonts (TrueType, OpenType, collections, EUDC.TTE, BDF, PCF), EUDC bitmaps (.euf), \
      images of one glyph or of a sheet (PNG, BMP, PBM, PGM, SVG), folders of images whose names \
      carry the code, and bitmaps of hosts (--bitmaps); what a file is, is told from its bytes.

      Every glyph is compared with all MJ glyphs of IPAmj Mincho and with those of every --font. \
      Where the first candidate is right with the target precision, it is proposed automatically; \
      everything else is ranked for a person, and what resembles nothing is proposed as 該当なし. \
      How sure the program must be depends on the collection: the share of glyphs that MJ has is \
      estimated from the scores of all glyphs of an input. Blank glyphs, signs for missing glyphs and \
      repeated ones are set apart. Pairs of characters a stroke apart always go to a person.

      Proposals are written to --out (JSON Lines or CSV, by its ending; - for standard output) or, \
      with --system, into the catalogue: with status proposed, never over a person's decision.

      Beside the shape, evidence counts: readings and neighbours of the gaiji in data (--text), what is \
      approved in the catalogue for the same figure or the codes around (--system), a vendor's list \
      (--gaiji-list). None of it alone overrules a shape that is sure; --evidence shape leaves all of it \
      out. --explain writes a page that shows why.

      EXIT STATUS
        0    success
        64   usage
        65   wrong data: an input, model, index or list is damaged or of a form that is not read
        66   an input, the catalogue or the model is not there
        74   input or output failed
        130, 143  ended by a signal
      """)

  @Argument(help: ArgumentHelp("Fonts, images, folders.", valueName: "input"))
  var inputs: [String]

  @Option(help: "Whose gaiji: ORGANISATION/SYSTEM.")
  var system: String?

  @Option(help: "Charset of a system that the catalogue does not know yet.")
  var charset: String?

  @OptionGroup var catalog: CatalogOptions

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write proposals there (.jsonl, .csv, -).", valueName: "file"))
  var out: String?

  @Flag(help: "Replace an existing output.")
  var force = false

  @Option(help: ArgumentHelp("Candidates to name for each glyph.", valueName: "n"))
  var top = 10

  @Option(help: "Precision that automatic proposals aim at.")
  var target = TargetFlag(.p999)

  @OptionGroup(title: "Input") var input: GlyphInputFlags
  @OptionGroup(title: "What glyphs are compared with") var flags: IdentifierFlags
  @OptionGroup(title: "Evidence beside the shape") var evidenceFlags: EvidenceFlags
  @OptionGroup(title: "Pages") var pageFlags: PageFlags
  @OptionGroup var runFlags: RunFlags

  @Flag(help: "Say nothing but errors on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...100).contains(top) else {
      throw ValidationError("--top \(top): expected 1 to 100")
    }
    guard !inputs.isEmpty else { throw ValidationError("no input") }
    if system == nil, out == nil {
      throw ValidationError("say where proposals go: --out, or --system for the catalogue")
    }
    if let code = pageFlags.explain {
      guard let out, PageFlags.isPage(out) else {
        throw ValidationError("--explain \(code): name its page, --out sheet.html")
      }
    } else if let out, IdentifyWriter.Form(path: out) == nil {
      throw ValidationError("--out \(out): expected a name that ends with .jsonl or .csv, or -")
    }
  }

  func run() throws {
    try withIdentifierStatus {
      Interruption.install()
      let options = try input.options()
      // A page or a list changes nothing in the catalogue.
      let access: Catalog.Access = out == nil ? .readWrite : .read
      let store = try system.map {
        try IdentifyStore(catalog, systemName($0), charset: charset, access)
      }
      let known = try evidenceInput(store)
      let collections = try inputs.map { try GlyphCollection(path: $0, options: options) }
      for problem in collections.flatMap(\.problems) where !quiet {
        printError("gaiji: note: \(problem)")
      }
      // Before the index: what is wrong in these files is said at once.
      var made: Identifier?
      func identifierOnce() throws -> Identifier {
        if let made { return made }
        let new = try flags.identifier(
          target: target.precision, threads: runFlags.count, isQuiet: quiet)
        made = new
        return new
      }
      let evidence =
        try known?.evidence(threads: runFlags.count) { try identifierOnce().matcher } ?? .none
      let identifier = try identifierOnce()
      var run = IdentifyRun(
        identifier: identifier, threads: runFlags.count, count: top,
        code: { store?.code(of: $0) ?? IdentifyStore.plainCode(of: $0) },
        progress: IdentifyProgress(
          isWanted: !quiet, total: collections.reduce(0) { $0 + $1.glyphs.count }))
      run.evidence = evidence
      let writer = try out.flatMap { path in
        try IdentifyWriter.Form(path: path).map {
          try IdentifyWriter(path: path, form: $0, replaces: force)
        }
      }
      let pages =
        pageFlags.isWanted
        ? IdentifyPages(
          pageFlags, identifier, facts: known?.table, title: system ?? "",
          settings: settings(run.evidence)) : nil
      let painter = ProposalPainter(identifier: identifier, threads: runFlags.count)
      var counts = IdentifyCounts()
      if out == nil, let store {
        try store.begin(identifier, target.precision, run.evidence.kinds)
      }
      for collection in collections {
        try run.identify(collection) { portion, draw in
          let pictures =
            out == nil && store != nil ? try painter.pictures(of: portion, collection) : []
          for (place, identified) in portion.enumerated() {
            counts.add(identified.proposal)
            try pages?.add(
              identified.proposal, { try draw(identified.number, $0) }, collection,
              identified.number)
            try writer?.write(identified.proposal)
            if place < pictures.count {
              try store?.add(identified.proposal, pictures[place], collection)
            }
          }
        }
      }
      run.progress.clear()
      try writer?.commit()
      try pages?.write(to: out, replaces: force)
      if !quiet { printError("gaiji: " + counts.text) }
      if out == nil, let store {
        let report = try store.finish()
        if !quiet { printError("gaiji: " + IdentifyStore.text(report)) }
      }
    }
  }
}

extension IdentifyCommand {
  /// What the catalogue and other files say; `nil` where nobody asks for it.
  private func evidenceInput(_ store: IdentifyStore?) throws -> EvidenceInput? {
    let flags = evidenceFlags
    if let store {
      guard !flags.kinds.isEmpty || pageFlags.isWanted else { return nil }
      return try EvidenceInput(
        flags, catalog: store.catalog, system: store.system, codes: store.codes)
    }
    let isNeeded = !flags.text.isEmpty || !flags.names.isEmpty || flags.gaijiList != nil
    // A page has readings and radicals where there is a catalogue, and does without them otherwise.
    let isUseful = pageFlags.isWanted && FileManager.default.fileExists(atPath: catalog.path)
    guard isNeeded || isUseful else { return nil }
    return try EvidenceInput(flags, catalog: catalog.open(.read), system: nil, codes: nil)
  }

  /// How the run decides, for the pages.
  private func settings(_ evidence: EvidenceSet) -> [(label: String, value: String)] {
    let isJapanese = pageFlags.lang == .ja
    let kinds = evidence.kinds.map { isJapanese ? $0.japanese : $0.english }
    return [
      (
        isJapanese ? "目標精度" : "Target precision", target.precision.rawValue
      ),
      (
        isJapanese ? "用いた根拠" : "Evidence used",
        ([isJapanese ? "字形" : "shape"] + kinds).joined(separator: isJapanese ? "、" : ", ")
      ),
    ]
  }
}

/// How many glyphs were decided how.
struct IdentifyCounts {
  private var counts: [GlyphProposal.Decision: Int] = [:]

  mutating func add(_ proposal: GlyphProposal) { counts[proposal.decision, default: 0] += 1 }

  var text: String {
    let words: [(GlyphProposal.Decision, String)] = [
      (.automatic, "automatic"), (.review, "for review"), (.none, "該当なし"),
      (.duplicate, "repeated"), (.blank, "blank"), (.notdef, "signs for missing glyphs"),
    ]
    let total = counts.values.reduce(0, +)
    return "\(total) glyphs: "
      + words.map { "\(counts[$0.0] ?? 0) \($0.1)" }.joined(separator: ", ")
  }
}

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
    if let out, IdentifyWriter.Form(path: out) == nil {
      throw ValidationError("--out \(out): expected a name that ends with .jsonl or .csv, or -")
    }
  }

  func run() throws {
    try withIdentifierStatus {
      Interruption.install()
      let options = try input.options()
      let store = try system.map { try IdentifyStore(catalog, systemName($0), charset: charset) }
      let collections = try inputs.map { try GlyphCollection(path: $0, options: options) }
      for problem in collections.flatMap(\.problems) where !quiet {
        printError("gaiji: note: \(problem)")
      }
      let identifier = try flags.identifier(
        target: target.precision, threads: runFlags.count, isQuiet: quiet)
      let run = IdentifyRun(
        identifier: identifier, threads: runFlags.count, count: top,
        code: { store?.code(of: $0) ?? IdentifyStore.plainCode(of: $0) },
        progress: IdentifyProgress(
          isWanted: !quiet, total: collections.reduce(0) { $0 + $1.glyphs.count }))
      let writer = try out.map {
        try IdentifyWriter(path: $0, form: IdentifyWriter.Form(path: $0)!, replaces: force)
      }
      var counts = IdentifyCounts()
      for collection in collections {
        try run.identify(collection) { proposal, picture in
          counts.add(proposal)
          try writer?.write(proposal)
          if out == nil { try store?.add(proposal, picture, collection) }
        }
      }
      run.progress.clear()
      try writer?.commit()
      if !quiet { printError("gaiji: " + counts.text) }
      if out == nil, let store {
        let report = try exiting { try store.record(identifier, target.precision) }
        if !quiet { printError("gaiji: " + IdentifyStore.text(report)) }
      }
    }
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

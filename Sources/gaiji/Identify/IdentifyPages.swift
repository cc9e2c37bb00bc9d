import ArgumentParser
import Foundation
import GaijiCatalog
import GaijiFiles
import GaijiGlyphs
import GaijiHashing
import GaijiIdentification
import GaijiReports

/// The pages that a run may write.
struct PageFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the explanation sheet of one gaiji to --out (.html), and nothing else.",
      valueName: "code"))
  var explain: String?

  @Option(
    help: ArgumentHelp(
      "Also write all glyphs beside their first candidates on one page.", valueName: "file"))
  var contactSheet: String?

  @Option(help: "Language of the pages: ja or en.")
  var lang: ReportFlags.Language = .ja

  func validate() throws {
    if explain != nil, contactSheet != nil {
      throw ValidationError("--explain is about one gaiji, --contact-sheet about all: choose one")
    }
    if let contactSheet, !Self.isPage(contactSheet) {
      throw ValidationError("--contact-sheet \(contactSheet): expected a name that ends with .html")
    }
  }

  static func isPage(_ path: String) -> Bool { path.lowercased().hasSuffix(".html") }

  var language: ReportOptions.Language { lang == .ja ? .japanese : .english }
  var isWanted: Bool { explain != nil || contactSheet != nil }
}

/// Writes the pages of a run.
final class IdentifyPages {
  private let flags: PageFlags
  private let sheets: IdentifySheets
  private let title: String
  private var pairs: [ContactSheet.Pair] = []
  private var total = 0
  private var found: (proposal: GlyphProposal, collection: GlyphCollection, number: Int)?

  /// - Parameter title: `ORGANISATION/SYSTEM`; empty without one.
  init(
    _ flags: PageFlags, _ identifier: Identifier, facts: CharacterFactTable?, title: String,
    settings: [(label: String, value: String)]
  ) {
    self.flags = flags
    self.title = title
    sheets = IdentifySheets(identifier, facts: facts, system: title, settings: settings)
  }

  func add(
    _ proposal: GlyphProposal, _ picture: (Int) throws -> GlyphRaster,
    _ collection: GlyphCollection,
    _ number: Int
  ) throws {
    total += 1
    if let code = flags.explain, found == nil, Self.names(code, proposal.query) {
      found = (proposal, collection, number)
    }
    guard flags.contactSheet != nil, pairs.count < ContactSheet.maximumPairs else { return }
    let isShown = proposal.decision != .blank
    pairs.append(
      try sheets.pair(proposal, raster: isShown ? try? picture(Identifier.pixelsPerEm) : nil))
  }

  /// Whether a code as a person writes it is that of the glyph: `F040`, `U+E000`, `e000`, or its place
  /// in the input.
  private static func names(_ code: String, _ query: QueryGlyph) -> Bool {
    func bare(_ text: String) -> String {
      let upper = text.uppercased()
      return upper.hasPrefix("U+") || upper.hasPrefix("0X") ? String(upper.dropFirst(2)) : upper
    }
    let wanted = bare(code)
    return [query.code, query.place].contains {
      $0.map { bare($0).utf8.elementsEqual(wanted.utf8) } == true
    }
  }

  /// - Parameter out: Where the explanation sheet goes.
  func write(to out: String?, replaces: Bool) throws {
    if let path = flags.contactSheet {
      let sheet = ContactSheet(
        title: title, pairs: pairs, total: total, tool: "gaiji identify \(GaijiVersion.text)")
      try Self.write(try sheet.html(flags.language), to: path, replaces: replaces)
    }
    guard let code = flags.explain, let out else { return }
    guard let found else {
      throw failure(.badData, "--explain \(code): the inputs have no glyph of this code")
    }
    let reader = try found.collection.reader()
    let raster = try reader.raster(found.number, pixelsPerEm: Identifier.pixelsPerEm)
    let isOutline = found.collection.glyphs[found.number].isOutline
    let outline =
      isOutline
      ? try reader.raster(found.number, pixelsPerEm: Identifier.finePixelsPerEm) : nil
    let sheet = try sheets.sheet(
      found.proposal, raster: raster, outline: outline,
      source: Self.digest(found.collection.path))
    try Self.write(try sheet.html(flags.language), to: out, replaces: replaces)
  }

  /// Of a file; empty for a folder, which has none.
  private static func digest(_ path: String) -> String {
    var isFolder: ObjCBool = false
    _ = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard !isFolder.boolValue, let bytes = try? SmallFile.bytes(path) else { return "" }
    return SHA256.digest(of: bytes).description
  }

  private static func write(_ text: String, to path: String, replaces: Bool) throws {
    let output = try OutputFile(path: path, replaces: replaces)
    try output.write(Array(text.utf8))
    try output.commit()
  }
}

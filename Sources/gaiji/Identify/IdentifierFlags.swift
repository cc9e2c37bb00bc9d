import ArgumentParser
import Foundation
import GaijiCatalog
import GaijiFiles
import GaijiGlyphs
import GaijiIdentification

/// What glyphs are compared with: the model, the fonts, the index made of both.
struct IdentifierFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of the identifier's model.",
      discussion: """
        Default: $GAIJI_DATA/identifier, else ../share/gaiji/identifier beside the program, else \
        Data/identifier of the checkout that the program was built in.
        """, valueName: "folder"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The index (default: one for these fonts and this model in ~/.cache/gaiji).",
      valueName: "file"))
  var index: String?

  @Option(help: ArgumentHelp("IPAmj Mincho.", valueName: "file"))
  var mjFont = CatalogSources.debianFont

  @Option(
    help: ArgumentHelp(
      "A further font whose glyphs are candidates: 行政事務標準明朝, hentaigana, a neighbour's "
        + "approved gaiji. Repeatable.", valueName: "file"))
  var font: [String] = []

  /// The fonts, IPAmj first.
  func fonts() throws -> [FontFile] {
    try ([mjFont] + font).map { try FontFile(path: $0) }
  }

  func identifierModel() throws -> (folder: String, model: IdentifierModel) {
    let folder = try ModelPlace.folder(model)
    return (folder, try IdentifierModel(folder: folder))
  }

  /// Opens the index, and makes it first where there is none.
  func openIndex(_ model: IdentifierModel, threads: Int, isQuiet: Bool) throws -> GlyphIndex {
    let fonts = try fonts()
    var built: (path: String, start: ContinuousClock.Instant)?
    let opened = try GlyphIndex.openOrBuild(
      fonts: fonts, model: model, threads: threads, path: index
    ) { path in
      built = (path, .now)
      if !isQuiet { printError("gaiji: making the index \(path), once; this takes up to a minute") }
    }
    if let built, !isQuiet {
      let seconds = (ContinuousClock.now - built.start) / .seconds(1)
      printError(
        "gaiji: index of \(opened.count) glyphs made in \(String(format: "%.0f", seconds)) s")
    }
    return opened
  }

  /// All that is needed to answer.
  func identifier(target: TargetPrecision, threads: Int, isQuiet: Bool) throws -> Identifier {
    let (folder, model) = try identifierModel()
    let parameters = try IdentifierParameters(folder: folder)
    let pairs = try closePairs(folder)
    let index = try openIndex(model, threads: threads, isQuiet: isQuiet)
    return Identifier(
      matcher: Matcher(model: model, index: index), parameters: parameters,
      rules: DecisionRules(target: target, closePairs: pairs))
  }

  /// The model's list of pairs that always go to a person; a model without one has none.
  private func closePairs(_ folder: String) throws -> ClosePairs {
    let path = folder + "/close-pairs.tsv"
    guard FileManager.default.fileExists(atPath: path) else { return .none }
    return try ClosePairs(try SmallFile.bytes(path), path: path)
  }
}

/// Files that are read as a whole.
enum SmallFile {
  /// Larger ones are none of those that are read here.
  static let largest = 256 << 20

  static func bytes(_ path: String) throws -> [UInt8] {
    let input = try InputFile(path: path)
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    var filled = 0
    while true {
      if filled == bytes.count {
        guard filled < largest else {
          throw failure(.badData, "\(path) holds more than \(largest) bytes")
        }
        bytes.append(contentsOf: [UInt8](repeating: 0, count: min(filled, largest - filled)))
      }
      let room = bytes.count - filled
      let count = try unsafe bytes.withUnsafeMutableBytes { memory in
        // SAFETY: the region from `filled` to the end of `bytes`.
        try unsafe input.read(UnsafeMutableRawBufferPointer(rebasing: memory[filled...]))
      }
      filled += count
      if count < room { break }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}

/// `TargetPrecision` as an option's value.
struct TargetFlag: ExpressibleByArgument {
  var precision: TargetPrecision

  init(_ precision: TargetPrecision) { self.precision = precision }

  init?(argument: String) {
    guard let precision = TargetPrecision(rawValue: argument) else { return nil }
    self.precision = precision
  }

  var defaultValueDescription: String { precision.rawValue }
  static var allValueStrings: [String] { TargetPrecision.allCases.map(\.rawValue) }
}

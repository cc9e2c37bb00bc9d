import ArgumentParser
import Foundation
import GaijiGlyphs
import GaijiIdentification

/// `gaiji index …`: the glyphs that gaiji are compared with.
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Make and look at the index of glyphs that gaiji are compared with.",
    discussion: """
      The index holds all MJ glyphs of IPAmj Mincho, and those of every further font that is named, \
      as the model sees them. It is made on first need and kept in ~/.cache/gaiji (or below \
      $XDG_CACHE_HOME), under a name made from the content of fonts and model.

      Exit statuses: 0 success, 64 usage, 65 wrong data, 66 no input, 74 input/output error.
      """,
    subcommands: [IndexBuildCommand.self, IndexInfoCommand.self])
}

struct IndexBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make the index anew, whether there is one or not.")

  @OptionGroup var flags: IdentifierFlags
  @OptionGroup var runFlags: RunFlags

  @Flag(help: "Print the facts about the index as JSON.")
  var json = false

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func run() throws {
    try withIdentifierStatus {
      let model = try flags.identifierModel().model
      let fonts = try flags.fonts()
      guard let path = flags.index ?? IndexPlace.cachePath(fonts: fonts, model: model) else {
        throw failure(.usage, "neither HOME nor XDG_CACHE_HOME is set; give --index")
      }
      let start = ContinuousClock.now
      let index = try GlyphIndex.build(
        fonts: fonts, model: model, threads: runFlags.count, path: path)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let shown = try ShownIndex(index, seconds: seconds)
      if json { print(try JSONText.text(shown)) } else if !quiet { print(shown.text) }
    }
  }
}

struct IndexInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Print what is in the index for these fonts and this model.")

  @OptionGroup var flags: IdentifierFlags

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try withIdentifierStatus {
      let model = try flags.identifierModel().model
      let fonts = try flags.fonts()
      guard let path = flags.index ?? IndexPlace.cachePath(fonts: fonts, model: model) else {
        throw failure(.usage, "neither HOME nor XDG_CACHE_HOME is set; give --index")
      }
      guard FileManager.default.fileExists(atPath: path) else {
        throw failure(.noInput, "there is no index \(path); make it with gaiji index build")
      }
      let shown = try ShownIndex(GlyphIndex(path: path, fonts: fonts, model: model))
      print(json ? try JSONText.text(shown) : shown.text)
    }
  }
}

/// What `gaiji index` prints.
struct ShownIndex: Encodable {
  struct Font: Encodable {
    var path: String
    var sha256: String
    var glyphs: Int
  }

  var path: String
  var bytes: Int
  var glyphs: Int
  /// Glyphs that look like one before them, to the last pixel.
  var identical: Int
  var characters: Int
  var model: String
  var fonts: [Font]
  var seconds: Double?

  init(_ index: GlyphIndex, seconds: Double? = nil) throws {
    path = index.path
    let attributes = try FileManager.default.attributesOfItem(atPath: index.path)
    bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
    glyphs = index.count
    var counts = [Int](repeating: 0, count: index.fonts.count)
    var bases: Set<UInt32> = []
    var identical = 0
    for row in 0..<index.count {
      let entry = index[row]
      counts[entry.font] += 1
      bases.formUnion(entry.bases)
      if entry.outlineGroup != row { identical += 1 }
    }
    self.identical = identical
    characters = bases.count
    model = index.modelDigest
    fonts = index.fonts.indices.map {
      Font(path: index.fonts[$0].path, sha256: index.fontDigests[$0], glyphs: counts[$0])
    }
    self.seconds = seconds.map { ($0 * 10).rounded() / 10 }
  }

  var text: String {
    var lines = [
      "\(path)", "\(glyphs) glyphs of \(characters) characters, \(identical) like another one",
      "\(String(format: "%.1f", Double(bytes) / 1e6)) MB, model \(model)",
    ]
    for font in fonts { lines.append("\(font.glyphs) of \(font.path) (SHA-256 \(font.sha256))") }
    if let seconds { lines.append("made in \(seconds) s") }
    return lines.joined(separator: "\n")
  }
}

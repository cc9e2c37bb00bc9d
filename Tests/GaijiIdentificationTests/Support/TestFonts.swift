import Foundation
import GaijiGlyphs
import Testing

@testable import GaijiIdentification

/// Fonts of the system and indexes made from them.
enum TestFonts {
  private static let ipamjPath = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
  static let missing: Comment = "no \(ipamjPath); install fonts-ipamj-mincho"
  static let hasIPAmj = FileManager.default.fileExists(atPath: ipamjPath)
  static let isLong = ProcessInfo.processInfo.environment["GAIJI_LONG_TESTS"] != nil

  static func ipamj() throws -> FontFile { try FontFile(path: ipamjPath) }

  /// All its glyphs that become entries; empty without the font.
  static let glyphs: [IndexGlyph] =
    (try? FontFile(path: ipamjPath)).flatMap { try? IndexGlyph.all(of: $0, font: 0) } ?? []

  /// A folder for one test, removed by the caller.
  static func folder() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gaiji-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path()
  }

  /// Some glyphs of IPAmj, spread over the font, as an index of their own.
  static func smallIndex(
    _ model: IdentifierModel, count: Int, threads: Int = 1, path: String
  ) throws -> GlyphIndex {
    let font = try ipamj()
    let glyphs = stride(from: 0, to: self.glyphs.count, by: self.glyphs.count / count)
      .prefix(count).map { self.glyphs[$0] }
    let tables = try IndexBuilder(fonts: [font], model: model, glyphs: glyphs, threads: threads)
      .tables([FontIdentity(font)])
    try IndexForm.write(tables, to: path)
    return try GlyphIndex(path: path, fonts: [font], model: model)
  }
}

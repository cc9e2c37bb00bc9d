import Foundation
import GaijiGlyphs

/// Glyphs drawn by formula and what the numpy definition says about them (`Golden`, written by
/// `Scripts/train.d/golden.py`).
struct GoldenGlyphs {
  /// In the order of the file, which is that of `views.f32`.
  let names: [String]
  let rasters: [String: GlyphRaster]
  /// For each glyph mom, bboxs, m16 and box16, one behind the other.
  let views: [Float]
  let residuals: [[String]]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")

  init() throws {
    var names: [String] = []
    var rasters: [String: GlyphRaster] = [:]
    var lines = try Self.text("glyphs.txt").split(separator: "\n")[...]
    while let head = lines.popFirst()?.split(separator: " ") {
      let (width, height) = (Int(head[1])!, Int(head[2])!)
      let ink = lines.prefix(height).flatMap { $0.split(separator: " ").map { UInt8($0)! } }
      lines = lines.dropFirst(height)
      names.append(String(head[0]))
      rasters[String(head[0])] = GlyphRaster(
        width: width, height: height, ink: ink, pixelsPerEm: height)
    }
    self.names = names
    self.rasters = rasters
    let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: "views.f32")))
    views = stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) })
    }
    residuals = try Self.text("residuals.tsv").split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").map(String.init)
    }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}

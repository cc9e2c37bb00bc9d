import ArgumentParser
import Foundation
import GaijiGlyphs
import GaijiModel

/// What the bytes of an input do not say.
struct GlyphInputFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Code of the first glyph of an image, a sheet or host bitmaps; the others follow it: E000 or "
        + "F040.", valueName: "code"))
  var firstCode: String?

  @Option(
    help: ArgumentHelp("Codes of the glyphs in their order, one on a line.", valueName: "file"))
  var codes: String?

  @Option(
    help: ArgumentHelp("The image is a sheet of so many cells: 10x20.", valueName: "rows x columns")
  )
  var grid: String?

  @Flag(help: "The image is one glyph, whatever it looks like.")
  var single = false

  @Option(
    help: ArgumentHelp(
      "The file holds nothing but bitmaps of so many pixels: 24x24.", valueName: "width x height"))
  var bitmaps: String?

  @Flag(help: "Host bitmaps go column by column.")
  var bitmapColumns = false

  @Option(help: ArgumentHelp("Bytes before the bits of each host bitmap.", valueName: "n"))
  var bitmapHeader = 0

  @Option(help: ArgumentHelp("Face of a font collection, from 0.", valueName: "n"))
  var face = 0

  func options() throws -> GlyphOptions {
    var options = GlyphOptions()
    options.face = face
    if let grid {
      guard let (rows, columns) = pair(grid), !single else {
        throw ValidationError("--grid \(grid): expected rows x columns, such as 10x20")
      }
      options.arrangement = .grid(rows: rows, columns: columns)
    } else if single {
      options.arrangement = .single
    }
    if let bitmaps {
      guard let (width, height) = pair(bitmaps),
        let layout = HostBitmapLayout(
          width: width, height: height, order: bitmapColumns ? .columns : .rows,
          headerByteCount: bitmapHeader)
      else {
        throw ValidationError("--bitmaps \(bitmaps): expected 8 to 256 pixels, such as 24x24")
      }
      options.hostBitmaps = layout
    }
    if let firstCode {
      guard codes == nil, let code = GlyphCode(stem: firstCode) else {
        throw ValidationError(
          "--first-code \(firstCode): expected U+E000 or hexadecimal digits, and no --codes")
      }
      options.codes = .first(code)
    } else if let codes {
      options.codes = .list(try list(codes))
    }
    return options
  }

  private func pair(_ text: String) -> (Int, Int)? {
    let parts = text.utf8.split(separator: UInt8(ascii: "x"), omittingEmptySubsequences: false)
      .map { Int(String($0)!) ?? 0 }
    guard parts.count == 2, parts.allSatisfy({ (1...10_000).contains($0) }) else { return nil }
    return (parts[0], parts[1])
  }

  private func list(_ path: String) throws -> [GlyphCode] {
    let text = String(decoding: try SmallFile.bytes(path), as: UTF8.self)
    var codes: [GlyphCode] = []
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let word = line.trimmingCharacters(in: .whitespaces)
      guard let code = GlyphCode(stem: word) else {
        throw failure(
          .badData, "\(path):\(number + 1): \"\(word)\" is no code such as U+E000 or F040")
      }
      codes.append(code)
    }
    return codes
  }
}

import Foundation
import GaijiGlyphs
import GaijiIdentification

/// Images and their truth, in the form of `reference/identification/README.txt`; plainly read, for
/// tests only.
struct EvaluationSet {
  struct Row {
    var raster: GlyphRaster
    var exact: Set<String>
    var same: Set<String>
  }

  /// Those that have an answer.
  let rows: [Row]

  init(folder: String) throws {
    let image = try ["dev.pbm", "dev.pgm"].lazy.map { URL(filePath: folder + "/" + $0) }
      .first { FileManager.default.fileExists(atPath: $0.path()) }
      .map { try [UInt8](Data(contentsOf: $0)) }
    guard let image else { throw CocoaError(.fileNoSuchFile) }
    let table = try String(contentsOfFile: folder + "/dev.truth.tsv", encoding: .utf8)
      .split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    func column(_ name: String) -> Int { table[0].firstIndex(of: name)! }
    func names(_ text: String) -> Set<String> {
      text == "-" ? [] : Set(text.split(separator: ",").map(String.init))
    }
    rows = table.dropFirst().map { row in
      let (width, height) = (Int(row[column("width")])!, Int(row[column("height")])!)
      let ink = Self.ink(image[Int(row[column("byte_offset")])!...], width, height)
      return Row(
        raster: GlyphRaster(
          width: width, height: height, ink: ink, pixelsPerEm: max(width, height)),
        exact: names(row[column("mj_exact")]), same: names(row[column("mj_same_ucs")]))
    }.filter { !$0.same.isEmpty }
  }

  /// One raw netpbm image: P4 with 1 as ink, P5 with 0 as ink.
  private static func ink(_ file: ArraySlice<UInt8>, _ width: Int, _ height: Int) -> [UInt8] {
    let isGrey = file[file.startIndex + 1] == UInt8(ascii: "5")
    var start = file.startIndex
    for _ in 0..<(isGrey ? 3 : 2) { start = file[start...].firstIndex(of: 10)! + 1 }
    let stride = isGrey ? width : (width + 7) / 8
    return (0..<height).flatMap { y in
      (0..<width).map { x in
        let row = start + y * stride
        return isGrey
          ? 255 - file[row + x] : file[row + x / 8] & (0x80 >> UInt8(x % 8)) != 0 ? 255 : 0
      }
    }
  }
}

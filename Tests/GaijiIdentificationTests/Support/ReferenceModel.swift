import Foundation
import GaijiGlyphs
import GaijiIdentification
import Testing

/// The prototype's matrices (`GAIJI_REFERENCE`, `../shared/reference` without it) and an index made with
/// them, which is kept in `.gaiji` for the next run.
enum ReferenceModel {
  private static let root =
    (ProcessInfo.processInfo.environment["GAIJI_REFERENCE"] ?? "../shared/reference")
    + "/identification"
  static let isThere = FileManager.default.fileExists(atPath: root + "/model/params.json")
  static let missing: Comment = "no identification/model; set GAIJI_REFERENCE"

  /// A font of private-use codes.
  static let gaijiFont = [root + "/sets/G_eudc_font/eudc_dev.ttf"].first {
    FileManager.default.fileExists(atPath: $0)
  }

  static func set(_ name: String) throws -> EvaluationSet {
    try EvaluationSet(folder: root + "/sets/" + name)
  }

  static func model() throws -> IdentifierModel {
    func view(_ number: Int, _ dimensions: Int, _ file: String) throws -> IdentifierModel.View {
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: "\(root)/model/\(file)")))
      let matrix = stride(from: 0, to: bytes.count, by: 4).map { place in
        let low = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
        return Float(
          bitPattern: low | UInt32(bytes[place + 2]) << 16 | UInt32(bytes[place + 3]) << 24)
      }
      return try IdentifierModel.View(
        TestModel.views[number], dimensions: dimensions, step: 0.134, matrix: matrix)
    }
    return try IdentifierModel(
      views: [
        view(0, 256, "lda_mom_512x256.f32"), view(1, 256, "lda_bboxs_512x256.f32"),
        view(2, 384, "lda_m16_2048x384.f32"),
      ], searchView: "mom", searchDimensions: 160, shortlist: 30, residualCandidates: 0)
  }

  static func matcher() throws -> Matcher {
    let model = try model()
    let index = try GlyphIndex.openOrBuild(
      fonts: [TestFonts.ipamj()], model: model, threads: 2,
      path: ".gaiji/reference-test.gaijiindex")
    return Matcher(model: model, index: index)
  }
}

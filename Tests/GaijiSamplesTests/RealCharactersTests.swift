import Foundation
import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

/// The plan over all characters of IPAmj明朝 005.01, from a table made of the font.
///
/// The table is not part of the project: `$GAIJI_REFERENCE/mj/ipamjm-00501.tsv`, else
/// `../shared/reference` beside the package. Without it these tests are skipped.
@Suite(
  .enabled(if: RealCharacters.isThere, "no mj/ipamjm-00501.tsv; set GAIJI_REFERENCE to its folder"))
struct RealCharactersTests {
  @Test(arguments: ["cp932", "eucjp-ms", "ibm1399", "utf8"])
  func `There are 300 gaiji, each written by the one sequence of its character`(
    _ name: String
  ) throws {
    let forms = try RealCharacters.forms.get()
    let plan = try GaijiPlan(
      charset: Fixtures.charset(name), forms: forms, vocabulary: Fixtures.vocabulary.get())
    #expect(plan.gaiji.count == 300)
    let byIdentity = Dictionary(uniqueKeysWithValues: forms.map { ($0.identity, $0) })
    for gaiji in plan.gaiji {
      let form = try #require(byIdentity[gaiji.identity])
      let all = form.direct.map { CharacterSequence($0) } + form.ivs + form.svs
      #expect(all.contains(gaiji.sequence))
      #expect(form.direct.isEmpty ? all.count == 1 : all[0] == gaiji.sequence)
    }
  }

  @Test func `The characters that town offices quarrel about are among them`() throws {
    let plan = try GaijiPlan(
      charset: Fixtures.charset("cp932"), forms: RealCharacters.forms.get(),
      vocabulary: Fixtures.vocabulary.get())
    let bases = Set(plan.gaiji.map(\.base))
    for base in "邊邉葛辻祇芦".unicodeScalars { #expect(bases.contains(base.value), "\(base)") }
    #expect(plan.gaiji.contains { $0.sequence == CharacterSequence(0x20BB7) })  // 𠮷
  }
}

private enum RealCharacters {
  static let file =
    (ProcessInfo.processInfo.environment["GAIJI_REFERENCE"].map { URL(filePath: $0) }
    ?? Fixtures.packageRoot.appending(path: "../shared/reference"))
    .appending(path: "mj/ipamjm-00501.tsv")
  static let isThere = FileManager.default.fileExists(atPath: file.path)

  static let forms = Result {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return CharacterForms(
        identity: try #require(CharacterIdentity(fields[0])),
        direct: try sequences(fields[2]).map(\.base), ivs: try sequences(fields[3]),
        svs: fields.count > 4 ? try sequences(fields[4]) : [])
    }
  }

  /// `U+9089`, or `9089_E010F`; several with spaces between them.
  private static func sequences(_ field: Substring) throws -> [CharacterSequence] {
    try field.split(separator: " ").map { text in
      let parts = (text.hasPrefix("U+") ? text.dropFirst(2) : text).split(separator: "_")
      let base = try #require(UInt32(parts[0], radix: 16))
      return CharacterSequence(
        base, selector: parts.count > 1 ? try #require(UInt32(parts[1], radix: 16)) : 0)
    }
  }
}

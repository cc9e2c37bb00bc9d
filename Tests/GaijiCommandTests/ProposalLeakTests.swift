import Foundation
import GaijiCatalog
import GaijiModel
import Testing

/// What the identifier proposes must not come out of a conversion before a person has approved it.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct ProposalLeakTests {
  @Test func `Proposals for every gaiji change not a byte of a conversion`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    try FileManager.default.copyItem(atPath: town.catalog, toPath: folder["catalog.sqlite"])
    let name = try #require(town.system("cp932")).split(separator: "/").map(String.init)
    let catalog = try Catalog.open(at: folder["catalog.sqlite"], .readWrite)
    // Every code of the user-defined area, so those that nobody has looked at are among them.
    let codes = try catalog.gaijiCodes(organization: name[0], system: name[1]).codes.values.sorted()
    #expect(codes.count == 1_880)
    let wrong = try #require(CharacterIdentity("MJ000001"))
    let report = try catalog.record(
      codes.map { code in
        ProposalRecord(
          code: code, decision: .automatic,
          candidates: [
            .init(
              identity: wrong, name: "mj000001", grade: .exact, sameCharacter: 0.9999,
              sameGlyph: 0.9999)
          ],
          reason: "字形が同じ", details: "{}", figure: nil,
          source: SourceRecord(
            kind: .glyphs, file: "eudc.tte", sha256: String(repeating: "a", count: 64),
            edition: "", licence: ""))
      },
      of: IdentificationRun(
        organization: name[0], system: name[1], tool: "gaiji identify test", model: "", index: "",
        parameters: "{}"))
    #expect(report.recordedCount == 1_880 && report.proposedCount > 1_500)
    #expect(report.standingCount > 100)
    try catalog.close()
    let compiled = try gaiji(
      ["catalog", "compile", "--catalog", "catalog.sqlite", "-o", "new.release"], in: folder)
    #expect(compiled.status == 0, "\(compiled.errors)")

    var lines: [String] = []
    for (release, output) in [(town.release, "before.csv"), (folder["new.release"], "after.csv")] {
      var flags = town.flags("cp932")
      let place = try #require(flags.firstIndex(of: "--release"))
      flags[place + 1] = release
      let run = try gaiji(["transcode", town.register("cp932"), "-o", output] + flags, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      lines.append(try #require(run.errorLines.first { $0.contains(" unmapped") }))
    }
    #expect(try folder.data("after.csv") == folder.data("before.csv"))
    #expect(lines[0] == lines[1])
  }
}

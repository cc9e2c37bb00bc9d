import Foundation
import GaijiCatalog
import Testing

/// What one town has approved is evidence for the next, by the image and by the metric.
@Suite(.enabled(if: Town.isReady && IdentifyDesk.isReady, Town.comment)) struct ApprovedFigureTests
{
  struct Line: Decodable {
    struct Candidate: Decodable {
      struct Share: Decodable {
        var kind: String
        var logLikelihoodRatio: Double
        var words: [String: String]?
      }
      var identity: String?
      var codePoints: [String]
      var sameGlyph: Double
      var evidence: [Share]

      var approval: Share? { evidence.first { $0.kind == "approved" } }
    }
    var query: [String: JSONValue]
    var candidates: [Candidate]
  }

  /// Anything; only that it is there matters.
  struct JSONValue: Decodable {
    init(from decoder: any Decoder) {}
  }

  /// 十 in grey, with one pixel half dark beside its stem: another image, and no other figure.
  private static let alike: Data = {
    var light = IdentifyDesk.cross.joined().utf8.map { $0 == UInt8(ascii: "X") ? UInt8(0) : 255 }
    light[25 * 32 + 13] = 128
    return Data("P5\n32 32\n255\n".utf8) + Data(light)
  }()

  private func lines(_ arguments: [String], in folder: Scratch) throws -> [Line] {
    let run = try IdentifyDesk.run(
      ["identify", "next", "--single", "--out", "-", "--quiet", "--catalog", "c.sqlite"]
        + arguments, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    return try run.outputText.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func `An approved figure is found again, drawn the same and drawn alike`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    try FileManager.default.copyItem(atPath: town.catalog, toPath: folder["c.sqlite"])
    for name in ["first", "next"] { try folder.makeFolder(name) }
    folder.write("first/U+E000.pbm", IdentifyDesk.pbm(IdentifyDesk.cross))
    folder.write("next/U+E100.pbm", IdentifyDesk.pbm(IdentifyDesk.cross))
    folder.write("next/U+E101.pgm", Self.alike)
    let square = [String](repeating: "." + String(repeating: "X", count: 30) + ".", count: 32)
    folder.write("next/U+E102.pbm", IdentifyDesk.pbm(square))
    let store = try IdentifyDesk.run(
      ["identify", "first", "--single", "--system", "甲町/住基", "--charset", "utf16le"]
        + ["--catalog", "c.sqlite"], in: folder)
    #expect(store.status == 0 && store.errors.contains("1 proposals stored"), "\(store.errors)")
    let other = ["--system", "乙町/住基", "--charset", "utf16le"]
    let before = try lines(other, in: folder)
    #expect(before.flatMap(\.candidates).allSatisfy { $0.approval == nil })
    let ten = try #require(
      before[0].candidates.first { $0.codePoints.contains("U+5341") }?.identity)
    folder.write(
      "m.csv",
      "organization,system,charset,code,character,grade,status,decided_by,decided_at,reason\n"
        + "甲町,住基,utf16le,E000,\(ten),exact,approved,山田,2099-04-01,\n")
    let decided = try gaiji(["catalog", "import", "m.csv", "--catalog", "c.sqlite"], in: folder)
    #expect(decided.status == 0, "\(decided.errors)")

    let after = try lines(other, in: folder)
    for (place, words) in ["the same figure", "nearly the same figure"].enumerated() {
      let found = try #require(after[place].candidates.first { $0.identity == ten })
      let former = try #require(before[place].candidates.first { $0.identity == ten })
      let share = try #require(found.approval)
      #expect(share.logLikelihoodRatio > 1)
      #expect(share.words?["en"] == "1 of 1 approvals of \(words) name the candidate (甲町/住基 E000)")
      #expect(found.sameGlyph > former.sameGlyph)
    }
    // A black square is like nothing that was approved.
    #expect(after[2].candidates.allSatisfy { $0.approval == nil })
    let shape = try lines(other + ["--evidence", "shape"], in: folder)
    #expect(shape.flatMap(\.candidates).allSatisfy { $0.approval == nil })
    // The gaiji itself is none of its own witnesses.
    let own = try IdentifyDesk.run(
      ["identify", "first", "--single", "--out", "-", "--quiet", "--catalog", "c.sqlite"]
        + ["--system", "甲町/住基"], in: folder)
    #expect(own.status == 0 && !own.outputText.contains("\"approved\""), "\(own.errors)")
  }

  @Test func `What is stored shows the candidates and why, and takes few bytes`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    try FileManager.default.copyItem(atPath: town.catalog, toPath: folder["c.sqlite"])
    folder.write("e000.pbm", IdentifyDesk.pbm(IdentifyDesk.cross))
    let run = try IdentifyDesk.run(
      ["identify", "e000.pbm", "--single", "--system", "甲町/住基", "--charset", "utf16le"]
        + ["--catalog", "c.sqlite"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let catalog = try Catalog.open(at: folder["c.sqlite"], .read)
    let summary = try #require(try catalog.proposals(organization: "甲町").first)
    let details = try catalog.proposal(summary.id)
    #expect(details.candidates.count == 10 && details.source == "e000.pbm")
    #expect(details.candidates[0].residual?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    for word in ["candidates", "siblings", "reasons", "distances", "shape", "reason"] {
      #expect(details.details.contains("\"\(word)\""))
    }
    // The path of the folder is nobody's business.
    #expect(!details.details.contains("/"))
    let bytes =
      (details.png?.count ?? 0)
      + details.candidates.reduce(0) { $0 + ($1.residual?.count ?? 0) }
    #expect(bytes < 2_000)
  }
}

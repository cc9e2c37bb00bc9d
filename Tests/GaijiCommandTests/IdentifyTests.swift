import Foundation
import Testing

/// `gaiji identify` and `gaiji index` as programs.
@Suite(.enabled(if: IdentifyDesk.isReady, IdentifyDesk.comment)) struct IdentifyTests {
  struct Line: Decodable {
    struct Query: Decodable {
      var code: String?
      var codeValue: UInt32?
      var isOutline: Bool
    }
    struct Candidate: Decodable {
      var rank: Int
      var name: String
      var identity: String?
      var codePoints: [String]
      var sameCharacter, sameGlyph: Double
      var reason: [String: String]
    }
    var query: Query
    var decision, grade: String
    var duplicateOf: String?
    var reasons: [[String: String]]
    var candidates: [Candidate]
  }

  /// A folder of images: 十 twice, nothing, and a text.
  private func images() throws -> Scratch {
    let folder = try Scratch()
    try folder.makeFolder("gaiji")
    folder.write("gaiji/U+E000.pbm", IdentifyDesk.pbm(IdentifyDesk.cross))
    folder.write("gaiji/U+E001.pbm", IdentifyDesk.pbm(IdentifyDesk.cross))
    folder.write(
      "gaiji/U+E002.pbm",
      IdentifyDesk.pbm(Array(repeating: String(repeating: ".", count: 32), count: 32)))
    folder.write("gaiji/README.txt", "no glyph")
    return folder
  }

  private func lines(_ text: String) throws -> [Line] {
    try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func `Names what is drawn, and sets apart what is repeated or blank`() throws {
    let folder = try images()
    let run = try IdentifyDesk.run(
      ["identify", "gaiji", "--single", "--out", "-", "--top", "5"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("README.txt"))
    let found = try lines(run.outputText)
    #expect(found.map(\.query.code) == ["U+E000", "U+E001", "U+E002"])
    #expect(found.map(\.query.codeValue) == [0xE000, 0xE001, 0xE002])
    #expect(found[0].candidates.map(\.rank) == [1, 2, 3, 4, 5])
    #expect(found[0].candidates.contains { $0.codePoints.contains("U+5341") })
    #expect(found[0].candidates.allSatisfy { $0.sameGlyph <= $0.sameCharacter })
    #expect(found[0].candidates.allSatisfy { $0.reason["ja"] != nil && $0.reason["en"] != nil })
    #expect(found[1].decision == "duplicate" && found[1].duplicateOf?.contains("U+E000") == true)
    #expect(found[1].candidates.map(\.name) == found[0].candidates.map(\.name))
    #expect(found[2].decision == "blank" && found[2].candidates.isEmpty)
  }

  @Test func `CSV has a row for each candidate, and an existing file is not replaced unasked`()
    throws
  {
    let folder = try images()
    let arguments = ["identify", "gaiji", "--single", "--out", "p.csv", "--top", "3", "--quiet"]
    #expect(try IdentifyDesk.run(arguments, in: folder).status == 0)
    let rows = try folder.text("p.csv").split(separator: "\n")
    #expect(rows.count == 1 + 3 + 3 + 1)
    #expect(rows[0].hasPrefix("source,place,code,decision,duplicate_of,rank,identity,"))
    let again = try IdentifyDesk.run(arguments, in: folder)
    #expect(again.status == 64 && again.errors.contains("p.csv"))
    #expect(try IdentifyDesk.run(arguments + ["--force"], in: folder).status == 0)
  }

  @Test func `Threads change nothing`() throws {
    let folder = try images()
    let runs = try ["1", "4"].map {
      try IdentifyDesk.run(
        ["identify", "gaiji", "--single", "--out", "-", "--quiet", "--threads", $0], in: folder)
    }
    #expect(runs[0].status == 0 && !runs[0].output.isEmpty)
    #expect(runs[0].output == runs[1].output)
  }

  struct Misuse: Sendable {
    var arguments: [String]
    var status: Int32
    var message: String
  }

  static let misuses = [
    Misuse(arguments: ["gaiji"], status: 64, message: "--out"),
    Misuse(arguments: ["gaiji", "--out", "p.xlsx"], status: 64, message: ".jsonl or .csv"),
    Misuse(arguments: ["gaiji", "--out", "-", "--top", "0"], status: 64, message: "1 to 100"),
    Misuse(arguments: ["gaiji", "--out", "-", "--target", "0.9999"], status: 64, message: "0.999"),
    Misuse(arguments: ["gaiji", "--out", "-", "--grid", "3"], status: 64, message: "--grid"),
    Misuse(arguments: ["nowhere.ttf", "--out", "-"], status: 66, message: "nowhere.ttf"),
    Misuse(arguments: ["gaiji/README.txt", "--out", "-"], status: 65, message: "README.txt"),
    Misuse(
      arguments: ["gaiji", "--out", "-", "--model", "gaiji"], status: 65,
      message: "identifier.json"),
    Misuse(
      arguments: ["gaiji", "--out", "-", "--mj-font", "gaiji/README.txt"], status: 65,
      message: "README.txt"),
    Misuse(
      arguments: ["gaiji", "--system", "町/住基", "--catalog", "none.sqlite"], status: 66,
      message: "none.sqlite"),
  ]

  @Test(arguments: misuses)
  func `What cannot be done is said, with a status, and nothing is written`(_ misuse: Misuse) throws
  {
    let folder = try images()
    let run = try IdentifyDesk.run(["identify"] + misuse.arguments, in: folder)
    #expect(run.status == misuse.status, "\(run.errors)")
    #expect(run.errors.contains(misuse.message), "\(run.errors)")
    #expect(run.output.isEmpty && !folder.exists("p.xlsx"))
  }

  @Test func `The index says what it was made from, and refuses to be another's`() throws {
    struct Info: Decodable {
      struct Font: Decodable {
        var path, sha256: String
        var glyphs: Int
      }
      var glyphs, characters, bytes: Int
      var fonts: [Font]
    }
    let folder = try Scratch()
    let run = try IdentifyDesk.run(["index", "info", "--json"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let info = try JSONDecoder().decode(Info.self, from: run.output)
    #expect(info.fonts.map(\.path) == [IdentifyDesk.font])
    #expect(info.fonts[0].glyphs == info.glyphs && info.glyphs > 50_000)
    #expect(info.characters < info.glyphs && info.bytes < 60_000_000)
    let other = try gaiji(["index", "info", "--index", "none.gaijiindex"], in: folder)
    #expect(other.status == 66 && other.errors.contains("gaiji index build"))
    folder.write(
      "short.gaijiindex", try Data(contentsOf: URL(filePath: IdentifyDesk.index)).prefix(5000))
    let damaged = try gaiji(["index", "info", "--index", "short.gaijiindex"], in: folder)
    #expect(damaged.status == 65 && damaged.errors.contains("damaged"))
  }
}

import Foundation
import Testing

/// `gaiji evaluate` on a set made of the glyphs of IPAmj itself.
@Suite(.enabled(if: IdentifyDesk.isReady, IdentifyDesk.comment)) struct EvaluateTests {
  /// Code points, the names of their glyphs in IPAmj, and another glyph of the same character.
  private static let rows: [(code: String, exact: String, same: String)] = [
    ("U+8FBB", "mj025761", "mj025761"), ("U+6A4B", "mj014497", "mj014497"),
    ("U+9089", "mj026190", "mj026190,mj026191"), ("U+6E21", "mj015547", "mj015547"),
    ("U+845B", "mj022336", "mj022336,mj022335"), ("U+65E5", "mj013151", "mj013151"),
    ("U+9AD8", "mj028901", "mj028901"), ("U+9AD9", "mj028902", "mj028902"),
    // Kana are in the font, but no MJ glyphs.
    ("U+3042", "-", "-"), ("U+30A2", "-", "-"),
  ]

  struct Split: Decodable {
    struct Coverage: Decodable, Equatable {
      var percent: Double
      var accepted, errors: Int
    }
    var set, split: String
    var queries: Int
    var top1Exact, top1Same, top5Same, top10Same, top20Same, msPerQuery: Double
    var coverage: [String: Coverage]
  }

  private func makeSet(_ folder: Scratch, _ split: String) throws {
    var truth = "query\tpua\tucs\tvs\tfont\tkind\tmj_exact\tmj_same_ucs\n"
    for (number, row) in Self.rows.enumerated() {
      let kind = row.exact == "-" ? "neg" : "pos"
      truth +=
        "q\(number)\t\(row.code)\t\(row.code)\t-\tipamj\t\(kind)\t\(row.exact)\t\(row.same)\n"
    }
    try folder.makeFolder("sets/X_own")
    folder.write("sets/X_own/\(split).truth.tsv", truth)
    try FileManager.default.createSymbolicLink(
      atPath: folder["sets/X_own/own_\(split).ttf"], withDestinationPath: IdentifyDesk.font)
  }

  @Test func `Prints an object for each split, the same for any number of threads`() throws {
    let folder = try Scratch()
    try makeSet(folder, "dev")
    try makeSet(folder, "holdout")
    var results: [[Split]] = []
    for threads in ["1", "3"] {
      let run = try IdentifyDesk.run(
        ["evaluate", "sets", "--json", "--threads", threads], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      results.append(
        try run.outputText.split(separator: "\n").map {
          let decoder = JSONDecoder()
          decoder.keyDecodingStrategy = .convertFromSnakeCase
          return try decoder.decode(Split.self, from: Data($0.utf8))
        })
    }
    #expect(results[0].map(\.split) == ["dev", "holdout"])
    for splits in results {
      for split in splits {
        #expect(split.set == "X_own" && split.queries == 10)
        // A font's own glyphs, drawn as the index draws them.
        #expect(split.top1Exact == 100 && split.top1Same == 100)
        #expect(split.top5Same == 100 && split.top10Same == 100 && split.top20Same == 100)
        #expect(Set(split.coverage.keys) == ["0.99", "0.995", "0.998", "0.999"])
        #expect(split.coverage.values.allSatisfy { $0.errors <= $0.accepted && $0.accepted <= 10 })
        #expect(split.msPerQuery > 0)
      }
    }
    #expect(results[0].map(\.coverage) == results[1].map(\.coverage))
  }

  @Test func `For people the figures stand by split, and by condition`() throws {
    let folder = try Scratch()
    try makeSet(folder, "dev")
    let run = try IdentifyDesk.run(
      ["evaluate", "sets/X_own", "--details", "d.tsv", "--priors", "model"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.outputText.hasPrefix("X_own dev: 10 queries, 8 positives, "))
    #expect(run.outputText.contains("exact 100.00 / 100.00 / 100.00 / 100.00"))
    #expect(run.outputText.contains("    kind pos "))
    let details = try folder.text("d.tsv").split(separator: "\n")
    #expect(details.count == 11)
    #expect(details[1].hasPrefix("X_own\tdev\tq0\tpositive\t"))
    #expect(details[1].contains("\tmj025761:"))
  }

  @Test(
    arguments: [
      ("an empty folder", [], "none.txt", 65, "no evaluation set"),
      ("truth without glyphs", [("dev.truth.tsv", "query\n")], "", 65, "no glyphs beside it"),
      (
        "two files of glyphs", [("dev.truth.tsv", ""), ("dev.pbm", ""), ("a_dev.ttf", "")], "", 65,
        "several files could be its glyphs: a_dev.ttf, dev.pbm"
      ),
      (
        "images that are none",
        [
          (
            "dev.truth.tsv",
            "query\tindex\twidth\theight\tmj_exact\tmj_same_ucs\nq\t0\t1\t1\t-\t-\n"
          ), ("dev.pbm", "P4\n9999999 9999999\n"),
        ], "", 65, "dev.pbm"
      ),
      (
        "an image of another size",
        [
          (
            "dev.truth.tsv",
            "query\tindex\twidth\theight\tmj_exact\tmj_same_ucs\nq\t0\t9\t8\t-\t-\n"
          ), ("dev.pbm", "P1\n8 8\n" + String(repeating: "1", count: 64) + "\n"),
        ], "", 65, "q: image 0 is 8 x 8 pixels, not 9 x 8"
      ),
    ] as [(String, [(String, String)], String, Int32, String)])
  func `A set that is not as it should be ends with a message and a status`(
    _ name: String, _ files: [(String, String)], _ other: String, _ status: Int32,
    _ message: String
  ) throws {
    let folder = try Scratch()
    try folder.makeFolder("set")
    if !other.isEmpty { folder.write("set/" + other, "") }
    for (file, text) in files { folder.write("set/" + file, text) }
    let run = try IdentifyDesk.run(["evaluate", "set"], in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(run.errors.hasPrefix("gaiji: ") && run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `A folder that is not there is no input`() throws {
    let run = try IdentifyDesk.run(["evaluate", "nowhere"], in: try Scratch())
    #expect(run.status == 66 && run.errors.hasPrefix("gaiji: cannot open nowhere"))
  }
}

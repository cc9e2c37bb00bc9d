import Foundation
import Testing

/// `gaiji profile`, and `--profile` of the conversions, with the profiles and data of `Data/profiles`.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct ProfileTests {
  static let folder = Town.root.appending(path: "Data/profiles").path
  static func profile(_ name: String) -> String { folder + "/" + name + ".toml" }
  static func sample(_ name: String) -> String { folder + "/" + name + ".sample.csv" }

  struct Check: Decodable {
    struct Finding: Decodable {
      var rule: String
      var column: Int?
      var count: Int
    }
    var holds: Bool
    var records, violations: Int
    var findings: [Finding]
  }

  @Test(arguments: [("juki-kihon", 4), ("juki-rireki", 3)])
  func `The sample data follow their profiles`(_ name: String, _ records: Int) throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    let run = try gaiji(
      [
        "profile", "check", Self.sample(name), "--profile", Self.profile(name), "--json",
        "--release", town.release,
      ], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let check = try JSONDecoder().decode(Check.self, from: run.output)
    #expect(check.holds && check.violations == 0 && check.records == records)
  }

  @Test func `A file that breaks its profile ends with 65 and the places`() throws {
    let folder = try Scratch()
    var text = try String(contentsOfFile: Self.sample("juki-rireki"), encoding: .utf8)
    text = text.replacingOccurrences(of: "20240229", with: "20230229")
    text = text.replacingOccurrences(of: ",2,02,", with: ",1,05,")
    folder.write("in.csv", text)
    let arguments = ["profile", "check", "in.csv", "--profile", Self.profile("juki-rireki")]
    let run = try gaiji(arguments, in: folder)
    #expect(run.status == 65)
    #expect(
      String(decoding: run.output, as: UTF8.self) == """
        3 records, \(text.utf8.count) bytes: 3 violations
        calendar in column 6 (有効開始日): 1
          record 3, byte \(Self.offset(of: "20230229", in: text)): 20230229
        code in column 3 (異動区分): 1
          record 2, byte \(Self.offset(of: "05,", in: text)): 05
        duplicate-key: 1
          record 2, byte \(Self.offset(of: "000000000000101,1,05", in: text)): 000000000000101 1 \
        (first in record 1)

        """)
  }

  private static func offset(of part: String, in text: String) -> Int {
    text.range(of: part).map { text[..<$0.lowerBound].utf8.count } ?? -1
  }

  @Test func `JSON of a profile is a profile again`() throws {
    let folder = try Scratch()
    for name in ["juki-kihon", "juki-rireki"] {
      let first = try gaiji(["profile", "show", Self.profile(name), "--json"], in: folder)
      #expect(first.status == 0, "\(first.errors)")
      folder.write("again.json", first.output)
      let second = try gaiji(["profile", "show", "again.json", "--json"], in: folder)
      #expect(second.output == first.output)
    }
  }

  @Test func `A profile stands for charset, columns, header and limits of a conversion`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    func convert(_ output: String, _ flags: [String]) throws {
      let run = try gaiji(
        [
          "transcode", Self.sample("juki-kihon"), "-o", output, "--release", town.release,
          "--quiet",
        ]
          + flags, in: folder)
      #expect(run.status == 0, "\(run.errors)")
    }
    try convert("profile.csv", ["--profile", Self.profile("juki-kihon"), "--report", "a"])
    try convert(
      "flags.csv",
      ["--from", "cp932", "--columns", "氏名", "住所", "方書", "備考", "--header", "--report", "b"]
        + [
          "宛名番号=15", "世帯番号=15", "氏名=50", "氏名カナ=100", "続柄=20", "郵便番号=7", "住所=100", "方書=60",
          "備考=500",
        ].flatMap { ["--max-chars", $0] })
    #expect(try folder.data("profile.csv") == folder.data("flags.csv"))
    // The sample has two gaiji, and the release was not asked for a system.
    #expect(
      try Summary(folder.data("a/summary.json")).unmapped
        == Summary(folder.data("b/summary.json")).unmapped)
    let scan = try gaiji(
      [
        "scan", Self.sample("juki-kihon"), "--profile", Self.profile("juki-kihon"), "--quiet",
        "--release", town.release, "--fail-on-unmapped", "1",
      ], in: folder)
    #expect(scan.status == 2)
    let verify = try gaiji(
      [
        "verify", Self.sample("juki-kihon"), "profile.csv", "--profile",
        Self.profile("juki-kihon"), "--release", town.release,
      ], in: folder)
    #expect(verify.status == 0, "\(verify.errors)")
  }

  @Test func `A wrong profile ends with 64 and its line`() throws {
    let folder = try Scratch()
    folder.write("in.csv", "a\n")
    folder.write("p.toml", "name = \"p\"\nencodng = \"utf8\"\n")
    for command in [["profile", "check"], ["scan"]] {
      let run = try gaiji(command + ["in.csv", "--profile", "p.toml"], in: folder)
      #expect(run.status == 64)
      #expect(
        run.errors.hasPrefix(
          "gaiji: p.toml:2: unknown key \"encodng\"; did you mean \"encoding\"?"),
        "\(run.errors)")
    }
  }
}

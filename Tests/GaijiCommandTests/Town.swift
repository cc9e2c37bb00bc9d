import Foundation
import Testing

/// What the tests share: a catalogue of the installed fonts and tables, sample registers, the town's
/// decisions about their gaiji, and the release with them. All made by `gaiji` itself, once.
final class Town: Sendable {
  /// Charsets of the sample registers.
  static let charsets = [
    "cp932", "eucjp-ms", "utf8", "utf16le", "ibm1399", "iso-2022-jp", "shift_jis-2004",
  ]
  /// The columns for which the truth is written.
  static let columns = ["氏名", "氏名カナ", "住所", "方書"]
  static let rows = 600

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  /// Where `Scripts/setup` puts what is in no Debian package.
  static let data =
    ProcessInfo.processInfo.environment["GAIJI_DATA"] ?? root.appending(path: ".gaiji/data").path

  /// What `Scripts/setup` brings and is not there; the tests are skipped without it.
  static let missing = [
    "/usr/share/fonts/truetype/ipamj/ipamjm.ttf", "/usr/share/unicode/Unihan_Readings.txt.bz2",
    data + "/jntajis/_jntajis.h",
  ].filter { !FileManager.default.fileExists(atPath: $0) }
  static let isReady = missing.isEmpty
  static let comment: Comment =
    "run Scripts/setup: fonts-ipamj-mincho, unicode-data or jntajis/_jntajis.h is missing"

  private static let result = Result { try Town() }
  static func shared() throws -> Town { try result.get() }

  private let folder: Scratch
  let summaries: [String: SampleSummary]

  /// What `gaiji sample --json` says.
  struct SampleSummary: Decodable {
    var records, bytes, mapped, unmapped, kept: Int
  }

  private init() throws {
    let folder = try Scratch()
    self.folder = folder
    func run(_ arguments: [String]) throws -> GaijiProcess.Outcome {
      let outcome = try gaiji(arguments, in: folder)
      guard outcome.status == 0, !outcome.wasKilled else {
        throw TestFault("\(arguments) ended with \(outcome.status): \(outcome.errors)")
      }
      return outcome
    }
    _ = try run(["catalog", "init", "--catalog", "catalog.sqlite"])
    _ = try run(["catalog", "compile", "--catalog", "catalog.sqlite", "-o", "base.release"])
    var summaries: [String: SampleSummary] = [:]
    var mapping = ""
    for charset in Self.charsets {
      let outcome = try run([
        "sample", "--release", "base.release", "--charset", charset, "--rows", "\(Self.rows)",
        "--seed", "2",
        "--vocabulary", Self.root.appending(path: "Data/sample").path,
        "-o", "\(charset).csv", "--truth", "\(charset).truth", "--mapping", "\(charset).mapping",
        "--json",
      ])
      let line = try #require(outcome.errorLines.last)
      summaries[charset] = try JSONDecoder().decode(SampleSummary.self, from: Data(line.utf8))
      // A system has one charset: each register gets a system of its own.
      let lines = try folder.text("\(charset).mapping").split(separator: "\n")
      if mapping.isEmpty { mapping = lines[0] + "\n" }
      for line in lines.dropFirst() {
        mapping += line.replacing(",住民記録,", with: ",\(Self.systemName(charset)),") + "\n"
      }
    }
    self.summaries = summaries
    folder.write("mapping.csv", mapping)
    _ = try run(["catalog", "import", "--catalog", "catalog.sqlite", "mapping.csv"])
    _ = try run(["catalog", "compile", "--catalog", "catalog.sqlite", "-o", "town.release"])
    // Globals are never freed: remove the folder when the process ends.
    Self.folderToRemove.path = folder.path
    atexit { try? FileManager.default.removeItem(atPath: Town.folderToRemove.path) }
  }

  /// Written once, before the only reader is installed.
  private final class PathBox: @unchecked Sendable { var path = "" }
  private static let folderToRemove = PathBox()

  private static func systemName(_ charset: String) -> String { "住民記録-\(charset)" }

  var catalog: String { folder["catalog.sqlite"] }
  var release: String { folder["town.release"] }
  /// Paths of a register and of what it must become.
  func register(_ charset: String) -> String { folder["\(charset).csv"] }
  func truth(_ charset: String) -> String { folder["\(charset).truth"] }

  /// `ORGANISATION/SYSTEM`; `nil` for a charset without user-defined characters.
  func system(_ charset: String) -> String? {
    let summary = summaries[charset]
    return summary.map { $0.mapped + $0.unmapped + $0.kept > 0 } == true
      ? "サンプル市/" + Self.systemName(charset) : nil
  }

  /// The flags that all conversions of a register share.
  func flags(_ charset: String, columns: [String] = Town.columns) -> [String] {
    var flags = ["--release", release, "--from", charset]
    if !columns.isEmpty { flags += ["--columns"] + columns }
    if let system = system(charset) { flags += ["--system", system] }
    return flags
  }
}

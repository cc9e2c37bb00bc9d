import Foundation
import Testing

/// A catalogue with the published tables of the vendors, and a sample of host records that was made
/// for it: shared by the tests of host records.
final class HostTown: Sendable {
  static let vendor = CharsetCommandTests.vendor
  static let isReady =
    Town.isReady && FileManager.default.fileExists(atPath: vendor + "/fujitsu_jef_mapping.json")
  static let comment: Comment =
    "needs what Scripts/setup brings, and vendor/*.json under GAIJI_REFERENCE"
  static let layout = Town.root.appending(path: "Data/layouts/juki.toml").path
  static let multi = Town.root.appending(path: "Data/layouts/multi.toml").path
  static let charset = "jef-ebcdik"
  static let system = "サンプル市/住民記録"
  static let rows = 150

  private static let result = Result { try HostTown() }
  static func shared() throws -> HostTown { try result.get() }

  private let folder: Scratch
  /// With the decisions about the sample's gaiji.
  var release: String { folder["town.release"] }
  /// The same without any vendor's table.
  var plainRelease: String { get throws { try Town.shared().release } }

  private init() throws {
    let folder = try Scratch()
    self.folder = folder
    func run(_ arguments: [String]) throws {
      let outcome = try gaiji(arguments, in: folder)
      guard outcome.status == 0, !outcome.wasKilled else {
        throw TestFault("\(arguments) ended with \(outcome.status): \(outcome.errors)")
      }
    }
    folder.write("c.sqlite", try Data(contentsOf: URL(filePath: Town.shared().catalog)))
    try run(["charset", "import", "--catalog", "c.sqlite", "--quiet", "--from-dir", Self.vendor])
    try run(["catalog", "compile", "--catalog", "c.sqlite", "-o", "base.release", "--quiet"])
    try run(
      Self.sample("base.release") + ["--mapping", "mapping.csv", "-o", "unused.bin", "--rows", "1"])
    try run(["catalog", "import", "--catalog", "c.sqlite", "mapping.csv"])
    try run(["catalog", "compile", "--catalog", "c.sqlite", "-o", "town.release", "--quiet"])
    Self.folderToRemove.path = folder.path
    // Globals are never freed: remove the folder when the process ends.
    atexit { try? FileManager.default.removeItem(atPath: HostTown.folderToRemove.path) }
  }

  /// Written once, before the only reader is installed.
  private final class PathBox: @unchecked Sendable { var path = "" }
  private static let folderToRemove = PathBox()

  /// The command that makes a sample of a layout.
  static func sample(_ release: String, layout: String = layout) -> [String] {
    [
      "sample", "host", "--release", release, "--charset", charset, "--layout", layout, "--seed",
      "5", "--quiet", "--vocabulary", Town.root.appending(path: "Data/sample").path,
    ]
  }

  /// The flags from records to text, and back.
  func flags(_ layout: String = layout, release: String? = nil) -> [String] {
    ["--release", release ?? self.release, "--from", Self.charset, "--layout", layout]
      + ["--columns", "all"]
  }

  func flagsBack(_ layout: String = layout) -> [String] {
    ["--release", release, "--from", "utf8", "--to", Self.charset, "--out-layout", layout]
      + ["--columns", "all"]
  }
}

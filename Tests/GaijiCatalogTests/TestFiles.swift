import Foundation
import GaijiCatalog
import Testing

/// Where real data is, and a catalogue made of it that all tests share.
enum TestFiles {
  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// GAIJI_DATA, where `Scripts/setup` puts fetched data; `.gaiji/data` under the package without it.
  static let jntajis: String = {
    let folder = environment("GAIJI_DATA") ?? packageRoot.appending(path: ".gaiji/data").path
    return folder + "/jntajis/_jntajis.h"
  }()

  /// GAIJI_REFERENCE, a mirror of the published tables; `../shared/reference` without it.
  static let reference =
    environment("GAIJI_REFERENCE")
    ?? packageRoot.deletingLastPathComponent().appending(path: "shared/reference").path

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The packages fonts-ipamj-mincho and unicode-data and the jntajis header are there.
  static let hasSources =
    exists(CatalogSources.debianFont) && exists(CatalogSources.debianUnihan) && exists(jntajis)

  static let hasReference = hasSources && exists(reference + "/mj/ipamjm-00501.tsv")

  static let sources = CatalogSources(jntajis: jntajis)

  /// Built once for the test process.
  private static let template: Result<String, any Error> = Result {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "gaiji-catalog-\(ProcessInfo.processInfo.processIdentifier).sqlite").path
    try Catalog.create(at: path, sources: sources, replacing: true)
    return path
  }

  /// The shared catalogue, for reading only.
  static func shared() throws -> Catalog { try Catalog.open(at: template.get(), .read) }

  static func sharedPath() throws -> String { try template.get() }
}

/// A folder that goes away with the value that made it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
    return file(name)
  }

  /// A copy of the shared catalogue to write to.
  func catalog(_ name: String = "c.sqlite") throws -> Catalog {
    try Catalog.open(at: copy(name), .readWrite)
  }

  func copy(_ name: String = "c.sqlite") throws -> String {
    try FileManager.default.copyItem(atPath: TestFiles.sharedPath(), toPath: file(name))
    return file(name)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// The output of a program such as `gzip -dc FILE`.
func output(of program: String, _ arguments: [String]) throws -> [UInt8] {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(program) failed")
  return [UInt8](data)
}

/// Lines of a TSV as fields.
func rows(_ bytes: [UInt8]) -> [[String]] {
  String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
}

/// A small seeded generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

import Foundation
import GaijiCharsets
import Testing

/// The tables under test, each drawn once for the whole run.
enum Charsets {
  /// Drawn from ICU or without a table.
  static let plain = CharsetNames.standard.filter { !jisx0213.contains($0) }
  /// Drawn from the rows of jntajis.
  static let jisx0213 = ["shift_jis-2004", "euc-jis-2004"]

  /// `_jntajis.h` comes with a package that `Scripts/fetch-data` unpacks; without it the tests of
  /// the two JIS X 0213 charsets are skipped.
  static let hasJISX0213 = FileManager.default.fileExists(atPath: jntajisHeader.path)
  static let jisx0213Missing: Comment = """
    no jntajis/_jntajis.h under .gaiji/data (or $GAIJI_DATA); run Scripts/setup
    """

  static let jntajisHeader: URL = dataFolder.appending(path: "jntajis/_jntajis.h")

  private static let dataFolder: URL =
    if let path = ProcessInfo.processInfo.environment["GAIJI_DATA"] {
      URL(filePath: path)
    } else {
      packageRoot.appending(path: ".gaiji/data")
    }

  static let packageRoot = testFolder.deletingLastPathComponent().deletingLastPathComponent()
  static let testFolder = URL(filePath: #filePath).deletingLastPathComponent()

  static func table(_ name: String) throws -> CharsetTable {
    try (jisx0213.contains(name) ? jisx0213Tables : plainTables).get()[name]
      ?? { throw CharsetBuildError.unknownCharset(name) }()
  }

  static let rows = Result {
    try JISX0213Rows(jntajisHeader: [UInt8](Data(contentsOf: jntajisHeader)))
  }

  private static let plainTables = Result {
    try Dictionary(
      uniqueKeysWithValues: plain.map { ($0, try CharsetBuilder.build($0, jisx0213: nil)) })
  }

  private static let jisx0213Tables = Result {
    try Dictionary(
      uniqueKeysWithValues: jisx0213.map {
        ($0, try CharsetBuilder.build($0, jisx0213: rows.get()))
      })
  }
}

/// Hexadecimal digits of bytes, such as `8FF5A1`.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined().uppercased()
}

/// The scalars of units that are all characters; `nil` when one is invalid or undefined.
func scalars(_ units: [DecodedUnit]) -> [UInt32]? {
  var result: [UInt32] = []
  for unit in units {
    switch unit.kind {
    case .character, .gaiji:
      result.append(unit.scalar)
      if unit.second != 0 { result.append(unit.second) }
    case .shift: break
    case .invalid, .undefined: return nil
    }
  }
  return result
}

/// A generator whose seed a failing test prints: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

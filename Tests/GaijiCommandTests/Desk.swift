import Foundation

/// A folder with small inputs, for tests of what goes wrong: every name in a message is relative, so
/// messages can be compared literally.
struct Desk {
  let folder: Scratch
  let town: Town
  private let before: [String]

  /// 番号,氏名 / 1,山[F040]田, in CP932. F040 is the first gaiji code; nobody decided about it for
  /// the system of these tests, because none is named.
  static let gaijiCSV: [UInt8] =
    [0x94, 0xD4, 0x8D, 0x86, 0x2C, 0x8E, 0x81, 0x96, 0xBC, 0x0D, 0x0A]
    + [0x31, 0x2C, 0x8E, 0x52, 0xF0, 0x40, 0x93, 0x63, 0x0D, 0x0A]

  static let plainCSV = "番号,氏名\r\n1,山田\r\n2,葛\u{E0100}城\r\n"

  /// - Parameter more: Further files.
  init(_ more: [String: [UInt8]] = [:]) throws {
    folder = try Scratch()
    town = try Town.shared()
    folder.write("in.csv", Self.plainCSV)
    folder.write("gaiji.csv", Self.gaijiCSV)
    try FileManager.default.createSymbolicLink(
      atPath: folder["town.release"], withDestinationPath: town.release)
    for (name, bytes) in more { folder.write(name, bytes) }
    before = folder.names
  }

  /// What came into the folder.
  var added: [String] { folder.names.filter { !before.contains($0) } }
  /// What went.
  var removed: [String] { before.filter { !folder.names.contains($0) } }

  func run(_ line: String, _ more: [String] = [], input: Data? = nil) throws
    -> GaijiProcess.Outcome
  {
    try gaiji(line.split(separator: " ").map(String.init) + more, in: folder, input: input)
  }
}

/// The flags of a conversion that works.
let plain = "--release town.release --from utf8 --columns all"
let plainCP932 = "--release town.release --from cp932 --columns all"

import Foundation
import Testing

/// A folder `in` with files of many kinds, and a job file for them.
struct BatchTree {
  let folder: Scratch
  let town: Town

  /// ABCD and EFGH in EBCDIC, four bytes a record.
  static let hostRecords: [UInt8] = [0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8]
  static let hostileName = "juki/x\ny\"..<b>.csv"
  static let header = Data("氏名,氏名カナ,住所,方書\r\n".data(using: .shiftJIS) ?? Data())
  static let damaged = header + Data("1,\"open".utf8)

  init() throws {
    (folder, town) = (try Scratch(), try Town.shared())
    for name in ["in/juki/2026", "in/utf8", "in/host", "in/copy", "in/.git"] {
      try folder.makeFolder(name)
    }
    let register = try Data(contentsOf: URL(filePath: town.register("cp932")))
    folder.write("in/juki/a.csv", register)
    folder.write("in/juki/2026/b.csv", Self.lines(250, of: register))
    folder.write("in/" + Self.hostileName, Self.lines(30, of: register))
    folder.write("in/juki/damaged.csv", Self.damaged)
    folder.write("in/utf8/u.csv", Desk.plainCSV)
    folder.write("in/host/h.dat", Self.hostRecords)
    folder.write("in/copy/raw.pdf", [0xFF, 0x00, 0x80])
    folder.write("in/old.bak", "old")
    folder.write("in/odd.xyz", "odd")
    folder.write("in/.git/config", "hidden")
    folder.write(
      "four.toml",
      """
      charset = "ibm1399"
      framing = "fixed"
      record-length = 4
      [[record]]
      name = "R"
      [[record.field]]
      name = "T"
      type = "single"
      length = 4

      """)
    folder.write("juki.toml", "source = \"cp932\"\ncolumns = [\"氏名\", \"氏名カナ\", \"住所\", \"方書\"]\n")
    folder.write("job.toml", try Self.job(town))
  }

  static func job(_ town: Town, unmatched: String = "report") throws -> String {
    """
    input = "in"
    unmatched = "\(unmatched)"
    [defaults]
    output = "{dir}/{name}.out{ext}"
    [[files]]
    match = "*.bak"
    skip = true
    [[files]]
    match = "copy/**"
    copy = true
    output = "{dir}/{name}{ext}"
    [[files]]
    match = "juki/**/*.csv"
    policy = "juki.toml"
    system = "\(try #require(town.system("cp932")))"
    [[files]]
    match = "utf8/*"
    from = "utf8"
    columns = "all"
    [[files]]
    match = "host/*.dat"
    layout = "four.toml"
    output = "{dir}/{name}.csv"

    """
  }

  /// The first lines of a file of CP932 without quoted newlines.
  private static func lines(_ count: Int, of data: Data) -> Data {
    var left = count
    let end = data.firstIndex { byte in
      if byte == 0x0A { left -= 1 }
      return left == 0
    }
    return data[...(end ?? data.endIndex - 1)]
  }

  func run(_ more: [String] = [], status: Int32) throws -> GaijiProcess.Outcome {
    let outcome = try gaiji(arguments + more, in: folder)
    try #require(outcome.status == status, "\(outcome.errors)")
    return outcome
  }

  var arguments: [String] {
    ["batch", "job.toml", "--out", "out", "--report", "rep", "--release", town.release]
  }

  /// Everything in a folder but folders.
  func files(_ name: String) -> [String] {
    folder.names.filter { path in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder[path])
      return path.hasPrefix(name + "/")
        && attributes?[.type] as? FileAttributeType != .typeDirectory
    }
  }

  func summary() throws -> BatchSummary { try BatchSummary(folder.data("rep/summary.json")) }
}

/// What the tests read of a batch's `summary.json`.
struct BatchSummary: Decodable, Equatable {
  struct File: Decodable, Equatable {
    struct Output: Decodable, Equatable {
      var path: String
      var bytes: Int
      var sha256: String?
    }
    struct Conversion: Decodable, Equatable {
      var records: Int
      var counts: Summary.Counts
    }
    var path, state, detail: String
    var status: Int
    var entry: Int?
    var kept: Bool
    var output: Output?
    var report: String?
    var conversion: Conversion?
  }
  struct Total: Decodable, Equatable {
    struct Unmapped: Decodable, Equatable { var occurrences, gaijiOccurrences: Int }
    var files, bytesIn, bytesOut, records: Int
    var counts: Summary.Counts
    var unmapped: Unmapped
  }
  struct Finding: Decodable, Equatable {
    struct Place: Decodable, Equatable {
      var file: String
      var record, offset: Int
    }
    var system, code: String?
    var charset, kind: String
    var occurrences, files: Int
    var first: Place
  }
  struct Exit: Decodable, Equatable {
    var reason: String
    var status: Int
  }

  var files: [File]
  var total: Total
  var findings: [Finding]
  var exit: Exit
  var kept: Int

  init(_ data: Data) throws { self = try JSONDecoder().decode(BatchSummary.self, from: data) }

  var states: [String: String] {
    Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.state) })
  }
}

import Foundation
import Testing

/// Host records through the whole program: sample, conversion, the truth, and back to the same
/// bytes.
@Suite(.enabled(if: HostTown.isReady, HostTown.comment)) struct HostRecordTests {
  private func run(
    _ arguments: [String], in folder: Scratch, status: Int32 = 0
  ) throws -> GaijiProcess.Outcome {
    let outcome = try gaiji(arguments, in: folder)
    try #require(outcome.status == status, "\(arguments): \(outcome.errors)")
    return outcome
  }

  struct Way: Sendable, CustomTestStringConvertible {
    var layout: String
    /// Flags of the sample, and of a conversion.
    var sample: [String] = []
    var flags: [String] = []
    var testDescription: String {
      "\(layout.split(separator: "/").last ?? ""), \(flags.joined(separator: " "))"
    }
  }

  static let ways = [
    Way(layout: HostTown.layout),
    Way(layout: HostTown.layout, sample: ["--framing", "rdw"], flags: ["--framing", "rdw"]),
    Way(
      layout: HostTown.layout, sample: ["--framing", "bdw", "--block-size", "3000"],
      flags: ["--framing", "bdw", "--block-size", "3000"]),
    Way(layout: HostTown.multi),
  ]

  @Test(arguments: ways)
  func `Records become their truth, and the truth becomes the records`(_ way: Way) throws {
    let (town, folder) = (try HostTown.shared(), try Scratch())
    _ = try run(
      HostTown.sample(town.release, layout: way.layout) + way.sample
        + ["--rows", "\(HostTown.rows)", "-o", "in.bin", "--truth", "truth.csv"], in: folder)
    let system = ["--system", HostTown.system]
    _ = try run(
      ["transcode", "in.bin", "-o", "out.csv"] + town.flags(way.layout) + way.flags + system,
      in: folder)
    let truth = try folder.data("truth.csv")
    #expect(truth.count > 5000)
    #expect(try folder.data("out.csv") == truth)
    _ = try run(
      ["transcode", "out.csv", "-o", "back.bin"] + town.flagsBack(way.layout) + way.flags + system,
      in: folder)
    // A gaiji without a decision was written as 〓, which is another code: those records differ.
    let (source, back) = (try folder.data("in.bin"), try folder.data("back.bin"))
    #expect(source.count == back.count)
    if truth.range(of: Data("〓".utf8)) == nil { #expect(source == back) }
    let differing = zip(source, back).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    let unmapped = String(decoding: truth, as: UTF8.self).unicodeScalars.count { $0 == "〓" }
    #expect(differing <= 2 * unmapped)
  }

  @Test func `JSON Lines say what the CSV says`() throws {
    let (town, folder) = (try HostTown.shared(), try Scratch())
    _ = try run(
      HostTown.sample(town.release) + ["--rows", "40", "-o", "in.bin"], in: folder)
    _ = try run(["transcode", "in.bin", "-o", "out.csv"] + town.flags(), in: folder)
    _ = try run(
      ["transcode", "in.bin", "-o", "out.jsonl", "--out-format", "jsonl"] + town.flags(), in: folder
    )
    struct Row: Decodable {
      var number: Int
      var kana, address: String
      var tax: Decimal
      enum CodingKeys: String, CodingKey {
        case number = "JUMIN-NO"
        case kana = "SHIMEI-KANA"
        case address = "JUSHO"
        case tax = "NENZEIGAKU"
      }
    }
    let lines = try folder.text("out.jsonl").split(separator: "\n")
    let rows = try lines.map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    #expect(rows.count == 40)
    let csv = CSVRows(try folder.data("out.csv"))
    #expect(try csv.column("JUMIN-NO") == rows.map { String($0.number) })
    #expect(try csv.column("SHIMEI-KANA") == rows.map(\.kana))
    #expect(try csv.column("JUSHO") == rows.map(\.address))
    #expect(try csv.column("NENZEIGAKU").compactMap { Decimal(string: $0) } == rows.map(\.tax))
  }

  // MARK: Small records

  /// A folder with one record of one mixed field.
  private func desk(_ bytes: [UInt8]) throws -> Scratch {
    let folder = try Scratch()
    folder.write(
      "t.toml",
      """
      charset = "jef-ebcdik"
      framing = "fixed"
      record-length = 16
      [[record]]
      name = "R"
      [[record.field]]
      name = "T"
      type = "mixed"
      length = 16

      """)
    folder.write("in.bin", bytes + Array(repeating: 0x40, count: 16 - bytes.count))
    return folder
  }

  @Test func `Shifts that carry a size are listed and hinted at`() throws {
    let town = try HostTown.shared()
    let folder = try desk(
      [0x28, 0xB0, 0xA1, 0x29, 0x38, 0xB0, 0xA1, 0x29, 0x30, 0xE2, 0xB0, 0xA1, 0x29])
    let outcome = try run(
      ["transcode", "in.bin", "-o", "out.csv", "--report", "report"] + town.flags("t.toml"),
      in: folder)
    #expect(try folder.text("out.csv") == "T\n亜亜亜\n")
    #expect(
      outcome.errors.contains(
        "2 shift sequences also say how large characters are printed; the sizes are not in the "
          + "output (mapped.csv of the report lists them)"))
    let mapped = CSVRows(try folder.data("report/mapped.csv"))
    #expect(try mapped.column("kind") == ["size-shift", "size-shift", "respelled"])
    #expect(try mapped.column("code") == ["38", "30E2", ""])
    #expect(try mapped.column("first_offset") == ["4", "8", "0"])
  }

  @Test
  func `A code of a vendor's extension is undefined, with a hint, until its table is imported`()
    throws
  {
    let town = try HostTown.shared()
    let folder = try desk([0x28, 0x41, 0xA1, 0xB0, 0xA1, 0x29])
    let without = try run(
      ["transcode", "in.bin", "-o", "out.csv", "--report", "report"]
        + town.flags("t.toml", release: town.plainRelease), in: folder)
    #expect(try folder.text("out.csv") == "T\n{jef-ebcdik:41A1}亜\n")
    #expect(
      without.errors.contains(
        "1 codes (1 occurrences) have no character in the release's table of jef-ebcdik; if they "
          + "are the vendor's extensions, import the vendor's table (gaiji charset import) and "
          + "compile the release again"), "\(without.errors)")
    let unmapped = CSVRows(try folder.data("report/unmapped.csv"))
    #expect(try unmapped.column("kind") == ["undefined"])
    #expect(try unmapped.column("code") == ["41A1"])
    let with = try run(
      ["transcode", "in.bin", "-o", "with.csv"] + town.flags("t.toml"), in: folder)
    #expect(try folder.text("with.csv") == "T\n丂亜\n")
    #expect(!with.errors.contains("gaiji charset import"))
  }

  @Test func `By position a code is what JIS has there, and the two figures of 辻 stay two`() throws
  {
    let town = try HostTown.shared()
    // B2AA: JEF shows 鷗 where JIS has 鴎. C4D4 is the code of 辻, 67A5 its other figure, outside the
    // standard area.
    let folder = try desk([0x28, 0xB2, 0xAA, 0xC4, 0xD4, 0x67, 0xA5, 0x29])
    func text(_ flags: String...) throws -> [UInt32] {
      _ = try run(
        ["transcode", "in.bin", "-o", "out.csv", "--force"] + flags + town.flags("t.toml"),
        in: folder)
      return try folder.text("out.csv").unicodeScalars.dropFirst(2).map(\.value)
    }
    let glyph: [UInt32] = [0x9DD7, 0x8FBB, 0x8FBB, 0xE0102, 0x0A]
    #expect(try text() == glyph)
    #expect(try text("--prefer", "glyph") == glyph)
    #expect(try text("--prefer", "position") == [0x9D0E, 0x8FBB, 0x8FBB, 0xE0102, 0x0A])
  }

  @Test func `The projection moves the gaiji area in the private use area`() throws {
    let town = try HostTown.shared()
    let folder = try desk([0x28, 0x80, 0xA1, 0x80, 0xA2, 0x29])
    func text(_ flags: String...) throws -> [UInt32] {
      _ = try run(
        ["transcode", "in.bin", "-o", "out.csv", "--force", "--on-gaiji", "keep"] + flags
          + town.flags("t.toml"), in: folder)
      return try folder.text("out.csv").unicodeScalars.dropFirst(2).map(\.value)
    }
    #expect(try text() == [0xE000, 0xE001, 0x0A])
    #expect(try text("--projection", "E92E") == [0xE92E, 0xE92F, 0x0A])
  }

  @Test func `The codes of JEF that share a character are 44 at most`() throws {
    let (town, folder) = (try HostTown.shared(), try Scratch())
    let outcome = try run(
      ["charset", "roundtrip", "jef", "--json", "--release", town.release], in: folder)
    struct Trip: Decodable {
      struct Failure: Decodable { var code: String }
      struct Group: Decodable { var codes: [String] }
      var codes, exact: Int
      var failures: [Failure]
      var groups: [Group]
    }
    let trip = try JSONDecoder().decode(Trip.self, from: outcome.output)
    #expect(trip.codes > 14_000)
    #expect(trip.exact + trip.failures.count == trip.codes)
    let colliding = trip.groups.reduce(0) { $0 + $1.codes.count }
    #expect(colliding > 0 && colliding <= 44)
    #expect(trip.failures.count < colliding)
  }
}

/// What is wrong in a layout is said with its place.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct HostileLayoutTests {
  static let files: [(name: String, text: String, start: String)] = [
    ("bad.cpy", "01 R.\n  05 A PIC X(3).\n  05 B PIC Q.\n", "gaiji: bad.cpy:3:12: "),
    (
      "deep.cpy", "01 R.\n" + (0..<9).map { "  05 A\($0) PIC X(999999999).\n" }.joined(),
      "gaiji: deep.cpy:"
    ),
    ("open.cpy", "01 R.\n  05 A PIC X(3\n", "gaiji: open.cpy:2:"),
    (
      "bad.toml",
      "framing = \"fixed\"\nrecord-length = 4\n[[record]]\nname = \"R\"\n"
        + "[[record.field]]\nname = \"A\"\ntype = \"what\"\nlength = 4\n", "gaiji: bad.toml:7: "
    ),
    ("syntax.toml", "framing = \"fixed\nrecord-length = 4\n", "gaiji: syntax.toml:1:"),
    ("level.cpy", "01 R.\n  05 A PIC X.\n  99 B PIC X.\n", "gaiji: level.cpy:3:3: "),
  ]

  @Test(arguments: files.indices)
  func `A layout that cannot be read names line and column and leaves no output`(
    _ index: Int
  ) throws {
    let file = Self.files[index]
    let desk = try Desk([file.name: Array(file.text.utf8)])
    let run = try desk.run(
      "transcode in.csv -o out.csv --release town.release --from ibm1399 --layout \(file.name)")
    #expect(run.status == 65)
    #expect(!run.wasKilled)
    #expect(run.errors.hasPrefix(file.start), "\(run.errors)")
    // FILE:LINE:COLUMN: and what to say; a value of a layout file has its line and its key.
    let places = run.errors.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    try #require(places.count >= 4, "\(run.errors)")
    #expect((Int(places[2]) ?? 0) > 0, "\(run.errors)")
    #expect((Int(places[3]) ?? 0) > 0 || run.errors.contains("\"record[1]"), "\(run.errors)")
    #expect(desk.added == [])
  }
}

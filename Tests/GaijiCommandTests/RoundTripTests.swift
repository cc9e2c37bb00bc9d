import Foundation
import Testing

/// Sample → catalogue → release → transcode → truth → verify, on the real tables.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct RoundTripTests {
  let scratch = Result { try Scratch() }

  @Test(arguments: Town.charsets)
  func `A register becomes its truth byte for byte and verifies`(_ charset: String) throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    let flags = town.flags(charset)
    let run = try gaiji(["transcode", town.register(charset), "-o", "out.csv"] + flags, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let truth = try Data(contentsOf: URL(filePath: town.truth(charset)))
    #expect(truth.count > 50_000)
    #expect(try folder.data("out.csv") == truth)
    #expect(folder.names == ["out.csv"])

    // The sample knows how many gaiji it wrote and which of them the town decided about.
    let sample = try #require(town.summaries[charset])
    if town.system(charset) != nil {
      #expect(sample.mapped > 0 && sample.unmapped > 0 && sample.kept > 0)
    }
    let line = try #require(
      run.errorLines.first { $0.hasPrefix("gaiji: \(sample.mapped) mapped (") })
    #expect(line.hasSuffix("), \(sample.unmapped) unmapped"), "\(line)")

    let check = try gaiji(
      ["verify", town.register(charset), "out.csv", "--json"] + flags, in: folder)
    #expect(check.status == 0, "\(check.errors)")
    let result = try JSONDecoder().decode(Verification.self, from: check.output)
    #expect(result.unexplained == 0)
    #expect(result.records == Town.rows)
    #expect(result.explained["mapped-gaiji", default: 0] == sample.mapped)
    #expect(result.explained["substituted", default: 0] == sample.unmapped)
    #expect(result.explained["kept", default: 0] == sample.kept)
    #expect(result.explained.values.reduce(0, +) == result.characters)
  }

  @Test func `A register of several blocks becomes its truth too`() throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    // More than two blocks of 256 KiB; records, fields and gaiji lie across their ends.
    let sample = try gaiji(
      [
        "sample", "--release", town.release, "--bytes", "600K", "--seed", "7", "--vocabulary",
        Town.root.appending(path: "Data/sample").path, "-o", "large.csv", "--truth", "large.truth",
        "--quiet",
      ], in: folder)
    #expect(sample.status == 0, "\(sample.errors)")
    #expect(sample.errors == "")
    let run = try gaiji(
      ["transcode", "large.csv", "-o", "out.csv"] + town.flags("cp932"), in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.data("large.csv").count > 590_000)
    #expect(try folder.data("out.csv") == folder.data("large.truth"))
  }

  struct Verification: Decodable {
    var records, rejectedRecords, fields, characters, unexplained: Int
    var explained: [String: Int]
  }

  @Test(arguments: ["utf8-pua", "jisx0213", "jisx0208", "tagged", "utf16le", "cp932", "ibm1399"])
  func `Every target form verifies against its own flags only`(_ target: String) throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    let flags = town.flags("cp932")
    let run = try gaiji(
      ["transcode", town.register("cp932"), "-o", "out.csv", "--to", target] + flags, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let good = try gaiji(
      ["verify", town.register("cp932"), "out.csv", "--to", target] + flags, in: folder)
    #expect(good.status == 0, "\(good.errors)")
    #expect(good.outputText.hasSuffix("\nunexplained: 0\n"), "\(good.outputText)")
    // The default form is not what stands there: gaiji were written otherwise.
    let bad = try gaiji(["verify", town.register("cp932"), "out.csv"] + flags, in: folder)
    #expect(bad.status == 65)
    #expect(!bad.outputText.contains("unexplained: 0\n"), "\(bad.outputText)")
  }

  @Test func `UTF-16 output is the UTF-8 output in another encoding form`() throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    let run = try gaiji(
      ["transcode", town.register("cp932"), "-o", "out.csv", "--to", "utf16le"]
        + town.flags("cp932"), in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let truth = String(
      decoding: try Data(contentsOf: URL(filePath: town.truth("cp932"))), as: UTF8.self)
    let units = [0xFEFF] + Array(truth.utf16)
    let expected = Data(units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
    #expect(try folder.data("out.csv") == expected)
  }

  @Test func `Standard input and output carry the same bytes as files`() throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    let source = try Data(contentsOf: URL(filePath: town.register("cp932")))
    let run = try gaiji(
      ["transcode", "-", "-o", "-"] + town.flags("cp932"), in: folder, input: source)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.output == Data(contentsOf: URL(filePath: town.truth("cp932"))))
    #expect(folder.names == [])
  }

  @Test func `A device is written directly and stays a device`() throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    let run = try gaiji(
      ["transcode", town.register("cp932"), "-o", "/dev/null"] + town.flags("cp932"), in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(kind as? FileAttributeType == .typeCharacterSpecial)
    #expect(folder.names == [])
  }

  @Test func `TSV is read by the input's name or by --format`() throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    // In CP932 and UTF-8 a comma is never part of a longer code.
    func withTabs(_ path: String) throws -> Data {
      Data(try Data(contentsOf: URL(filePath: path)).map { $0 == 0x2C ? 0x09 : $0 })
    }
    let truth = try withTabs(town.truth("cp932"))
    folder.write("in.tsv", try withTabs(town.register("cp932")))
    folder.write("in.dat", try withTabs(town.register("cp932")))
    for flags in [["in.tsv"], ["in.dat", "--format", "tsv"]] {
      let run = try gaiji(
        ["transcode"] + flags + ["-o", "out", "--force"] + town.flags("cp932"), in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try folder.data("out") == truth)
      let check = try gaiji(["verify"] + flags + ["out"] + town.flags("cp932"), in: folder)
      #expect(check.status == 0, "\(check.errors)")
    }
  }

  @Test func `Plain lines are one column that is always mapped`() throws {
    let (town, folder) = (try Town.shared(), try scratch.get())
    func names(_ path: String) throws -> [[UInt8]] {
      let rows = CSVRows(try Data(contentsOf: URL(filePath: path))).rows.dropFirst()
      return rows.map { $0[2] }
    }
    let source = try names(town.register("cp932"))
    let truth = try names(town.truth("cp932"))
    #expect(source.count == Town.rows)
    // The last line has no newline: none may be added.
    folder.write("in.txt", Data(source.joined(separator: [0x0A])))
    let run = try gaiji(
      ["transcode", "in.txt", "-o", "out.txt"] + town.flags("cp932", columns: []), in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.data("out.txt") == Data(truth.joined(separator: [0x0A])))
    let check = try gaiji(
      ["verify", "in.txt", "out.txt"] + town.flags("cp932", columns: []), in: folder)
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.outputText.hasPrefix("\(Town.rows) records, \(Town.rows) fields,"))
  }
}

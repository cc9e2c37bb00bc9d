import Foundation
import Testing

/// The report of a real conversion: its numbers agree with each other, with the files and with what
/// the sample knows.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct ReportTests {
  /// One conversion of the CP932 register with everything in its report.
  private struct Conversion {
    let town: Town
    let folder: Scratch
    let run: GaijiProcess.Outcome
    let summary: Summary

    init(_ more: [String] = [], charset: String = "cp932") throws {
      town = try Town.shared()
      folder = try Scratch()
      run = try gaiji(
        ["transcode", town.register(charset), "-o", "out.csv", "--report", "report"] + more
          + town.flags(charset), in: folder)
      try #require(run.status == 0, "\(run.errors)")
      summary = try Summary(folder.data("report/summary.json"))
    }
  }

  @Test(arguments: ["cp932", "utf16le", "ibm1399"])
  func `Every column conserves its characters`(_ charset: String) throws {
    let conversion = try Conversion(charset: charset)
    let (summary, sample) = (conversion.summary, try #require(conversion.town.summaries[charset]))
    #expect(summary.schema == "gaiji-summary" && summary.schemaVersion == 1)
    #expect(summary.exit.reason == "complete" && summary.exit.detail == "")
    #expect(summary.conservation.holds)
    let columns = summary.conservation.columns
    #expect(columns.map(\.number) == Array(0...10))
    #expect(columns.filter(\.selected).map(\.name) == Town.columns)
    for column in columns {
      #expect(column.counts.charactersIn > 0, "\(column.name)")
      #expect(column.counts.charactersIn == column.counts.sum, "\(column.name)")
      #expect(column.counts.holds)
    }
    let total = summary.conservation.total
    #expect(total.charactersIn == columns.map(\.counts.charactersIn).reduce(0, +))
    #expect(total.charactersIn == total.sum)
    #expect(total.mappedExactly == columns.map(\.counts.mappedExactly).reduce(0, +))

    // The truth is UTF-8 without private-use codes for mapped gaiji; its characters are those of the
    // source but for delimiters, quotes and line ends, which are structure.
    let truth = CSVRows(try Data(contentsOf: URL(filePath: conversion.town.truth(charset))))
    let scalars = truth.rows.joined().map { field in
      String(decoding: field, as: UTF8.self).unicodeScalars.count { !isSelector($0) }
    }
    #expect(total.charactersIn == scalars.reduce(0, +))
    #expect(summary.source.records == sample.records)
    #expect(summary.source.bytes == sample.bytes)
    let check = try #require(summary.output?.check)
    #expect(check.holds && check.expectedCharacters == check.countedCharacters)
    #expect(try summary.output?.bytes == conversion.folder.data("out.csv").count)

    #expect(total.substituted == sample.unmapped)
    #expect(summary.unmapped.gaijiOccurrences == sample.unmapped)
    let mapped = total.gaijiMapped
    #expect(mapped.exact + mapped.design + mapped.similar == sample.mapped)
    #expect(
      summary.findings.filter { $0.kind == "kept-gaiji" }.map(\.occurrences).reduce(0, +)
        == sample.kept)
  }

  private func isSelector(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }

  @Test func `The lists of the report add up to its summary`() throws {
    let conversion = try Conversion(["--occurrences"])
    let (folder, summary) = (conversion.folder, conversion.summary)
    let unmapped = CSVRows(try folder.data("report/unmapped.csv"))
    let kinds = try unmapped.column("kind")
    let columns = try unmapped.column("column").map { try #require(Int($0)) }
    let counts = try unmapped.column("count").map { try #require(Int($0)) }
    #expect(!counts.isEmpty)
    // One row for each distinct code, kind and column, as the summary counts them.
    struct Place: Hashable {
      var kind: String
      var column: Int
    }
    var sums: [Place: (rows: Int, count: Int)] = [:]
    for index in counts.indices {
      let place = Place(kind: kinds[index], column: columns[index])
      sums[place, default: (0, 0)].rows += 1
      sums[place, default: (0, 0)].count += counts[index]
    }
    for (place, sum) in sums {
      let finding = try #require(
        summary.findings.first { $0.kind == place.kind && $0.column == place.column })
      #expect(finding.distinct == sum.rows && finding.occurrences == sum.count, "\(place)")
    }
    #expect(counts.reduce(0, +) == summary.unmapped.occurrences)

    // occurrences.csv.gz has one line for each, at offsets where the source has that very code.
    let occurrences = CSVRows(
      try Unpacked.data(folder["report/occurrences.csv.gz"]))
    #expect(occurrences.rows.count - 1 == counts.reduce(0, +))
    let source = try Data(contentsOf: URL(filePath: conversion.town.register("cp932")))
    let codes = try occurrences.column("code")
    let offsets = try occurrences.column("offset").map { try #require(Int($0)) }
    #expect(offsets == offsets.sorted())
    for (code, offset) in zip(codes, offsets) {
      let bytes = source[offset..<offset + 2].map { String(format: "%02X", $0) }.joined()
      #expect(bytes == code)
    }
    // Record 0 is the header, column 1 the first: the cell there has the code.
    let rows = CSVRows(source).rows
    let places = zip(try occurrences.column("record"), try occurrences.column("column"))
    for ((record, column), code) in zip(places, codes) {
      let cell = try rows[#require(Int(record))][#require(Int(column)) - 1]
      let value = try #require(UInt16(code, radix: 16))
      #expect(Data(cell).firstRange(of: [UInt8(value >> 8), UInt8(value & 0xFF)]) != nil)
    }

    let mapped = CSVRows(try folder.data("report/mapped.csv"))
    let mappedCounts = try mapped.column("count").map { try #require(Int($0)) }
    let sample = try #require(conversion.town.summaries["cp932"])
    let mappedKinds = try mapped.column("kind")
    #expect(
      zip(mappedKinds, mappedCounts).filter { $0.0 == "mapped-gaiji" }.map(\.1).reduce(0, +)
        == sample.mapped)
  }

  @Test func `Hashes are those of the files`() throws {
    let conversion = try Conversion()
    let (town, folder, summary) = (conversion.town, conversion.folder, conversion.summary)
    #expect(summary.hashing)
    #expect(try summary.source.sha256 == sha256(of: town.register("cp932")))
    #expect(try summary.output?.sha256 == sha256(of: folder["out.csv"]))
    #expect(try summary.policy.sha256 == sha256(of: folder["report/policy.json"]))
    // A release carries its own digest, which is over all bytes but the digest itself; `catalog
    // compile` prints the same one.
    let compile = try gaiji(
      ["catalog", "compile", "--catalog", town.catalog, "-o", "again.release"], in: folder)
    #expect(compile.status == 0, "\(compile.errors)")
    let digest = try #require(summary.release.sha256)
    #expect(compile.outputText == "\(digest)  again.release\n")
    #expect(try folder.data("again.release") == Data(contentsOf: URL(filePath: town.release)))
  }

  /// As coreutils compute it, not this package.
  private func sha256(of path: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [path]
    process.standardOutput = pipe
    try process.run()
    let text = try #require(try pipe.fileHandleForReading.readToEnd())
    process.waitUntilExit()
    return String(decoding: text.prefix(64), as: UTF8.self)
  }

  @Test func `Without hashes the report says so`() throws {
    let conversion = try Conversion(["--no-hash"])
    #expect(!conversion.summary.hashing)
    #expect(conversion.summary.source.sha256 == nil)
    #expect(conversion.summary.output?.sha256 == nil)
    // Those of release and policy cost nothing and stay.
    #expect(conversion.summary.release.sha256?.utf8.count == 64)
    #expect(conversion.summary.policy.sha256?.utf8.count == 64)
    let page = try conversion.folder.text("report/report.html")
    #expect(page.contains("入力と出力のハッシュ計算は --no-hash により行っていません。"))
  }

  @Test func `A masked report holds no neighbour of a character`() throws {
    let open = try Conversion()
    let masked = try Conversion(["--mask-context"])
    func samples(_ conversion: Conversion) throws -> [String] {
      let rows = CSVRows(try conversion.folder.data("report/unmapped.csv"))
      return try (1...3).flatMap { try rows.column("sample_\($0)") }.filter { !$0.isEmpty }
    }
    let (openSamples, maskedSamples) = (try samples(open), try samples(masked))
    #expect(openSamples.count == maskedSamples.count && !openSamples.isEmpty)
    // Of "12: 山[U+E000]子" only the number, the code and the marks are left.
    let shape = /[0-9]+: ＊*\[U\+[0-9A-F]+\]＊*/
    for sample in maskedSamples { #expect(try shape.wholeMatch(in: sample) != nil, "\(sample)") }
    // The neighbours are in no file of the masked report.
    var neighbours: Set<String> = []
    for sample in openSamples {
      let context = sample.drop { $0 != " " }.dropFirst()
      for part in context.split(separator: /\[U\+[0-9A-F]+\]/) where part.unicodeScalars.count > 1 {
        neighbours.insert(String(part))
      }
    }
    #expect(!neighbours.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: masked.folder["report"])
    for name in names {
      let text = try masked.folder.text("report/\(name)")
      for neighbour in neighbours {
        #expect(!text.contains(neighbour), "\(neighbour) in \(name)")
      }
    }
  }

  @Test(arguments: ["ja", "en"])
  func `The page needs nothing from elsewhere`(_ language: String) throws {
    let conversion = try Conversion(["--lang", language])
    let page = try conversion.folder.text("report/report.html")
    #expect(page.contains("lang=\"\(language)\""))
    for word in ["http://", "https://", "<script", "src=", "@import", "url(", "<link"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: conversion.folder["report"]))
        == ["summary.json", "unmapped.csv", "mapped.csv", "policy.json", "report.html"])
  }

  @Test func `The policy of the report repeats the conversion`() throws {
    let conversion = try Conversion([
      "--on-gaiji", "escape", "--ivs", "always", "--bom", "add", "--max-chars", "氏名=40",
    ])
    let folder = conversion.folder
    let again = try gaiji(
      [
        "transcode", conversion.town.register("cp932"), "-o", "again.csv", "--policy",
        "report/policy.json", "--release", conversion.town.release, "--report", "report2",
      ], in: folder)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try folder.data("again.csv") == folder.data("out.csv"))
    #expect(try folder.data("report2/policy.json") == folder.data("report/policy.json"))
    let summary = try Summary(folder.data("report2/summary.json"))
    #expect(summary.policy == conversion.summary.policy)
    #expect(summary.conservation == conversion.summary.conservation)
  }
}

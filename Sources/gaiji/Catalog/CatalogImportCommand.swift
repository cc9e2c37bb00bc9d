import ArgumentParser
import Foundation
import GaijiCatalog

struct CatalogImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Append the decisions of a gaiji mapping file.",
    discussion: """
      FILE is CSV (UTF-8, RFC 4180) with exactly this header:
      \(MappingColumn.header)

      code is in hexadecimal digits, character an MJ or GJ identity (blank for grade none), grade \
      exact, design, similar or none, status proposed, approved, rejected or held, decided_at an \
      ISO 8601 date or time. All wrong rows are listed with file, line and column; with one of them \
      nothing is kept, unless --partial is given. Rows that repeat the current decision add nothing.
      """)

  @OptionGroup var options: CatalogOptions

  @Argument(help: ArgumentHelp("The mapping file.", valueName: "file"))
  var file: String

  @Flag(help: "Keep the right rows even if others are wrong; the exit status is 65 all the same.")
  var partial = false

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func run() throws {
    let catalog = try options.open(.readWrite)
    let report = try exiting { try catalog.importMappings(from: file, partial: partial) }
    for fault in report.faults { printError("\(fault)") }
    if json {
      print(try JSONText.text(ImportedMappings(report)))
    } else if !quiet || !report.faults.isEmpty {
      if report.olderCount > 0 {
        printError(
          "gaiji: \(report.olderCount) decisions replace ones of a later date; "
            + "is \(file) an old file?")
      }
      let kept = "\(report.addedCount) new, \(report.changedCount) changed, "
      print(
        report.isApplied
          ? "\(report.rowCount) rows: \(kept)\(report.unchangedCount) unchanged, "
            + "\(report.faults.count) faults"
          : "\(report.rowCount) rows, \(report.faults.count) faults: nothing was kept")
    }
    if !report.faults.isEmpty { throw ExitStatus.badData.exitCode }
  }
}

private struct ImportedMappings: Encodable {
  var rows, added, changed, unchanged, older: Int
  var applied: Bool
  var faults: [String]

  init(_ report: MappingImportReport) {
    rows = report.rowCount
    added = report.addedCount
    changed = report.changedCount
    unchanged = report.unchangedCount
    older = report.olderCount
    applied = report.isApplied
    faults = report.faults.map(\.description)
  }
}

struct CatalogImportGJCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-gj",
    abstract: "Take in the characters added to MJ (行政事務標準文字).",
    discussion: """
      FILE is a font with glyphs named gj000001 and so on, or a list of lines with an identity \
      (GJ000001), a tab and its provisional private-use code point (U+100000). Former code points \
      of GJ characters are given up; identities stay.
      """)

  @OptionGroup var options: CatalogOptions

  @Argument(help: ArgumentHelp("The font or list.", valueName: "file"))
  var file: String

  @Option(help: "The edition as the publisher names it, such as 2025-12.")
  var edition = ""

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func run() throws {
    let catalog = try options.open(.readWrite)
    let report = try exiting { try catalog.importGJ(from: file, edition: edition) }
    if !quiet {
      print(
        "\(report.characterCount) GJ characters: \(report.addedCount) new, "
          + "\(report.changedCount) with other code points, \(report.absentCount) no longer listed")
    }
  }
}

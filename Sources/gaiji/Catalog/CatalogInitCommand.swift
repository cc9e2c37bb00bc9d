import ArgumentParser
import Foundation
import GaijiCatalog

struct CatalogInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new catalogue from installed fonts and tables.",
    discussion: """
      Reads MJ identities from IPAmj Mincho, radicals, strokes and readings from Unihan, shrink \
      grounds from the tables of jntajis-python, and draws the standard charsets from ICU. The \
      new file appears only when it is complete.
      """)

  @OptionGroup var options: CatalogOptions

  @Option(help: ArgumentHelp("IPAmj Mincho.", valueName: "file"))
  var font = CatalogSources.debianFont

  @Option(help: ArgumentHelp("Folder of Unihan_*.txt.bz2.", valueName: "folder"))
  var unihan = CatalogSources.debianUnihan

  @Option(
    help: ArgumentHelp(
      "_jntajis.h of jntajis-python (default: jntajis/_jntajis.h under GAIJI_DATA or .gaiji/data).",
      valueName: "file"))
  var jntajis: String?

  @Flag(help: "Replace an existing catalogue. Its decisions are lost; export them first.")
  var force = false

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func run() throws {
    let sources = CatalogSources(
      font: font, unihan: unihan, jntajis: jntajis ?? DefaultPath.data + "/jntajis/_jntajis.h")
    let start = ContinuousClock.now
    try exiting {
      do {
        try Catalog.create(at: options.path, sources: sources, replacing: force) {
          if !quiet { printError($0) }
        }
      } catch CatalogError.alreadyExists(let path) {
        throw failure(.usage, "\(path) exists already; --force replaces it and its decisions")
      }
    }
    if !quiet {
      let seconds = (ContinuousClock.now - start).components.seconds
      print("made \(options.path) in \(seconds) s")
    }
  }
}

struct CatalogUpgradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upgrade",
    abstract: "Bring a catalogue of an older program to this program's schema.")

  @OptionGroup var options: CatalogOptions

  func run() throws {
    try exiting { try Catalog.upgrade(at: options.path) }
  }
}

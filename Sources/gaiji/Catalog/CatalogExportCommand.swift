import ArgumentParser
import Foundation
import GaijiCatalog

struct CatalogExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the current decisions as CSV, in the form that import reads.")

  @OptionGroup var options: CatalogOptions

  @Option(help: ArgumentHelp("Only this organisation or system.", valueName: "org[/system]"))
  var system: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The file to write (default: standard output).", valueName: "file"))
  var output: String?

  @Flag(help: "Replace an existing file.")
  var force = false

  func run() throws {
    if let output, !force, FileManager.default.fileExists(atPath: output) {
      throw failure(.usage, "\(output) exists already; --force replaces it")
    }
    let names = system.map { $0.split(separator: "/", maxSplits: 1).map(String.init) }
    let catalog = try options.open(.read)
    var text = ""
    _ = try exiting {
      try catalog.exportMappings(
        organization: names?.first, system: names?.dropFirst().first
      ) { text += $0 }
    }
    do {
      if let output {
        try Data(text.utf8).write(to: URL(filePath: output), options: .atomic)
      } else {
        try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
      }
    } catch {
      throw failure(.ioError, "cannot write \(output ?? "to standard output")")
    }
  }
}

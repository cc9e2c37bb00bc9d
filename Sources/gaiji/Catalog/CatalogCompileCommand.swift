import ArgumentParser
import Foundation
import GaijiCatalog
import GaijiHashing
import GaijiRelease

struct CatalogCompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Write the mapping release that the engines read.",
    discussion: """
      The same catalogue gives the same bytes. The release is written beside its name, verified \
      and renamed, and its digest is noted in the catalogue and printed: the SHA-256 of header and \
      directory, in which the SHA-256 of each section stands. Reports carry the same digest.
      """)

  @OptionGroup var options: CatalogOptions

  @Option(
    name: [.short, .long], help: ArgumentHelp("The release to write.", valueName: "file"))
  var output: String

  @Flag(help: "Replace an existing file.")
  var force = false

  @Flag(help: "Print the facts about the release as JSON.")
  var json = false

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func run() throws {
    if !force, FileManager.default.fileExists(atPath: output) {
      throw failure(.usage, "\(output) exists already; --force replaces it")
    }
    let catalog = try options.open(.readWrite)
    let release = try exiting { try catalog.compile(to: output) }
    if json {
      print(
        try JSONText.text(
          CompiledRelease(
            file: output, sha256: release.digest.description, dataEdition: release.dataEdition,
            formatVersion: release.formatVersion, schemaVersion: release.schemaVersion,
            byteCount: release.byteCount, identities: release.characters().identities.count,
            charsets: release.charsetNames, systems: release.systems.count)))
    } else if !quiet {
      print("\(release.digest)  \(output)")
    }
  }
}

/// What `--json` prints.
private struct CompiledRelease: Encodable {
  var file: String
  var sha256: String
  var dataEdition: String
  var formatVersion: UInt32
  var schemaVersion: UInt32
  var byteCount: Int
  var identities: Int
  var charsets: [String]
  var systems: Int
}

/// JSON for people and programs: sorted keys, indented, slashes as they are.
enum JSONText {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

import ArgumentParser
import GaijiCatalog

struct CatalogStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print what is in the catalogue: counts, sources with their licences, systems.")

  @OptionGroup var options: CatalogOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let catalog = try options.open(.read)
    let status = try exiting { try catalog.status() }
    if json {
      print(try JSONText.text(status))
      return
    }
    print("catalogue \(status.path), schema \(status.schema)")
    let counts = status.characters
    print(
      """

      characters
        MJ kanji            \(counts.kanji)
          with a code point \(counts.kanjiWithDirect)
          with IVS          \(counts.kanjiWithIVS) (\(counts.ivs) sequences)
          with SVS          \(counts.svs)
          with neither      \(counts.kanjiWithout)
        MJ hentaigana       \(counts.hentaigana)
        GJ                  \(counts.added)

      rows by table
      """)
    for (table, count) in status.rows.sorted(by: { $0.key < $1.key }) {
      print("  \(table.padded(to: 22))\(count)")
    }
    print("\nsources")
    for source in status.sources {
      let edition = source.edition.isEmpty ? "" : " " + source.edition
      print("  \(source.kind.padded(to: 8)) \(source.file)\(edition)")
      if let digest = source.sha256 { print("           SHA-256 \(digest)") }
      print("           licence: \(source.licence)")
    }
    print("\nsystems")
    if status.systems.isEmpty { print("  none; add some with `gaiji catalog import`") }
    for system in status.systems {
      print(
        "  \(system.organization)/\(system.system) (\(system.charset)): \(system.gaiji) gaiji, "
          + "\(system.approved) approved, \(system.proposed) proposed, "
          + "\(system.rejected) rejected, \(system.held) held")
    }
    if !status.releases.isEmpty { print("\nreleases") }
    for release in status.releases {
      print("  \(release.compiledAt) \(release.sha256) \(release.dataEdition)")
    }
  }
}

extension String {
  /// Spaces up to `count` scalars; for ASCII words.
  func padded(to count: Int) -> String {
    self + String(repeating: " ", count: max(1, count - unicodeScalars.count))
  }
}

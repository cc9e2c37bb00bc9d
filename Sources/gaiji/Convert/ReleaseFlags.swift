import ArgumentParser
import GaijiCatalog
import GaijiModel
import GaijiRelease

/// Which mapping release a command works from.
struct ReleaseFlags: ParsableArguments {
  @Option(help: "Mapping release file (gaiji catalog compile).")
  var release: String?

  @Option(
    help:
      "Catalogue to compile a release from for this run (default: $GAIJI_CATALOG, else .gaiji/catalog.sqlite)."
  )
  var catalog: String?

  func validate() throws {
    if release != nil, catalog != nil {
      throw ValidationError("give --release or --catalog, not both")
    }
  }

  /// The name for reports, and the release itself. An engine never reads the catalogue: even for
  /// `--catalog` a release is compiled first, the same bytes as `gaiji catalog compile` gives.
  func open() throws -> (name: String, release: MappingRelease) {
    if let release { return (release, try MappingRelease(path: release)) }
    let path = catalog ?? DefaultPath.catalog
    let contents = try Catalog.open(at: path, .read).releaseContents()
    return (path, try MappingRelease(bytes: ReleaseWriter.bytes(of: contents)))
  }
}

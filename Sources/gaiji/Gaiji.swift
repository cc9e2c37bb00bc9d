import ArgumentParser
import GaijiTranscoding

@main
struct Gaiji: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaiji",
    abstract: "Map gaiji (外字) to MJ/GJ characters, transcode data and account for every character.",
    version: GaijiVersion.text,
    subcommands: [
      CatalogCommand.self, CharsetCommand.self, LayoutCommand.self, ProfileCommand.self,
      Transcode.self, Scan.self, Verify.self, BatchCommand.self, SampleCommand.self,
    ])
}

/// The version that reports carry.
enum GaijiVersion {
  static let text = "0.1.0"
}

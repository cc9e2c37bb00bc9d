import ArgumentParser
import GaijiTranscoding

@main
struct Gaiji: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaiji",
    abstract: "Map gaiji (外字) to MJ/GJ characters, transcode data and account for every character.",
    version: "\(GaijiVersion.text) \(BuildVariant.name)",
    subcommands: [
      CatalogCommand.self, CharsetCommand.self, LayoutCommand.self, ProfileCommand.self,
      Transcode.self, Scan.self, Verify.self, BatchCommand.self, IdentifyCommand.self,
      EvaluateCommand.self, IndexCommand.self, SampleCommand.self,
    ])

  /// Conversions are started for every file of a directory, so they do not wait for the parser to
  /// look at commands that are not asked for.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case Transcode.configuration.commandName: Only<Transcode>.main(arguments)
    case Scan.configuration.commandName: Only<Scan>.main(arguments)
    default: main(arguments)
    }
  }

  /// The same program with one command: usage, messages and statuses are those of the whole.
  private struct Only<Command: ParsableCommand>: ParsableCommand {
    static var configuration: CommandConfiguration {
      var configuration = Gaiji.configuration
      configuration.subcommands = [Command.self]
      return configuration
    }
  }
}

/// The version that reports carry.
enum GaijiVersion {
  static let text = "0.1.0"
}

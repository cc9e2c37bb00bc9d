import ArgumentParser

@main
struct Gaiji: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaiji",
    abstract: "Map gaiji (外字) to MJ/GJ characters, transcode data and account for every character.",
    subcommands: [SampleCommand.self])
}

import ArgumentParser
import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiPolicies
import GaijiRelease
import GaijiTranscoding

/// `gaiji profile …`: what files that systems exchange have to look like.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Look at linkage profiles, and check files against them.",
    subcommands: [ProfileCheckCommand.self, ProfileShowCommand.self])
}

struct ProfileCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check every field of a file against a profile.",
    usage: """
      gaiji profile check register.csv --profile juki-kihon.toml --release town.release
      """,
    discussion: """
      Checks encoding, byte order mark, newlines, quotes, header, columns, types, lengths, required \
      values, codes, dates and keys, and lists each kind of violation by column with the first \
      places. A release or catalogue is needed for the tables of encodings other than UTF-8, UTF-16 \
      and UTF-32.

      Exit statuses: 0 the file is as the profile says, 64 usage or wrong profile, 65 it is not, \
      66 no such file.
      """)

  @Argument(help: "The file to check; - for standard input.")
  var data: String

  @Option(help: ArgumentHelp("Profile (TOML or JSON).", valueName: "file"))
  var profile: String

  @OptionGroup var releaseFlags: ReleaseFlags
  @OptionGroup var decompression: DecompressionFlags

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  @Option(help: ArgumentHelp("Places to list of each finding.", valueName: "n"))
  var maxFindings: Int = ProfileCheckOptions().placesPerFinding

  @Option(help: ArgumentHelp("Keys to remember (up to 90 bytes of memory each).", valueName: "n"))
  var maxKeys: Int = ProfileCheckOptions().maximumKeys

  @Option(help: ArgumentHelp("Longest field in bytes (bounds memory).", valueName: "n"))
  var maxField: Int = ProfileCheckOptions().maximumFieldByteCount

  func validate() throws {
    guard (1...10_000).contains(maxFindings) else {
      throw ValidationError("--max-findings \(maxFindings): expected 1 to 10000")
    }
    guard (0...1 << 30).contains(maxKeys) else {
      throw ValidationError("--max-keys \(maxKeys): expected 0 to \(1 << 30)")
    }
    guard (1...1 << 30).contains(maxField) else {
      throw ValidationError("--max-field \(maxField): expected 1 to \(1 << 30)")
    }
  }

  func run() throws {
    try withExitStatus {
      let profile = try ProfileReader.read(path: profile)
      let charset = try charset(of: profile)
      var options = ProfileCheckOptions()
      options.placesPerFinding = maxFindings
      options.maximumKeys = maxKeys
      options.maximumFieldByteCount = maxField
      let checker = ProfileChecker(profile: profile, charset: charset, options: options)
      let report: ProfileReport
      do {
        report = try checker.check(try decompression.open(data))
      } catch let error as ProfileCheckStop {
        throw failure(.badData, "\(data): \(error)")
      }
      print(json ? try JSONText.text(ShownCheck(report, profile)) : ShownCheck.text(report))
      for warning in report.warnings { printError("gaiji: note: " + warning) }
      if !report.holds { throw ExitStatus.badData.exitCode }
    }
  }

  private func charset(of profile: LinkageProfile) throws -> CharsetTable {
    let name = CharsetNames.canonical(profile.encoding) ?? profile.encoding
    let unicode: [String: CodingScheme] = [
      "utf8": .utf8, "utf16": .utf16, "utf16le": .utf16le, "utf16be": .utf16be,
      "utf32": .utf32, "utf32le": .utf32le, "utf32be": .utf32be,
    ]
    if let scheme = unicode[name] { return CharsetTable(name: name, scheme: scheme) }
    let (releaseName, release) = try releaseFlags.open()
    guard let table = try release.charset(name) else {
      throw failure(
        .usage,
        "\(self.profile): encoding \"\(profile.encoding)\" is not in \(releaseName); it has: "
          + release.charsetNames.joined(separator: ", "))
    }
    return table
  }
}

struct ProfileShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print what a profile says: the form of the file and its columns.",
    discussion: "Exit statuses: 0 success, 64 usage or wrong profile.")

  @Argument(help: ArgumentHelp("Profile (TOML or JSON).", valueName: "file"))
  var profile: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try withExitStatus {
      let shown = ShownProfile(try ProfileReader.read(path: profile))
      print(json ? try JSONText.text(shown) : shown.text)
    }
  }
}

import ArgumentParser
import GaijiCatalog

struct CharsetListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the charsets with their counts and sources.")

  @OptionGroup var options: CharsetStoreOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let charsets = try options.open().list()
    if json {
      print(try JSONText.text(charsets))
      return
    }
    print("name             scheme       codes   one-way gaiji   undefined  what")
    for charset in charsets {
      let source = charset.source.map {
        "\($0.file)" + ($0.edition.isEmpty ? "" : " \($0.edition.prefix(12))")
      }
      print(
        charset.name.padded(to: 17) + charset.scheme.padded(to: 13)
          + "\(charset.codes)".padded(to: 8) + "\(charset.oneWay)".padded(to: 8)
          + "\(charset.gaiji)".padded(to: 8) + "\(charset.undefined)".padded(to: 11)
          + (charset.description ?? "") + (source.map { " [\($0)]" } ?? ""))
    }
  }
}

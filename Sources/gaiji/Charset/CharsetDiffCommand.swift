import ArgumentParser
import GaijiCharsets

struct CharsetDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare two charsets: codes, how they are read, how characters are written.",
    discussion: """
      With --second-release or --second-catalog B is taken from there: the same charset in two \
      editions. The exit status says nothing of differences; the lists and the JSON do.
      """)

  @OptionGroup var options: CharsetStoreOptions

  @Argument(help: "The first charset.")
  var first: String

  @Argument(help: "The second charset.")
  var second: String

  @Option(help: ArgumentHelp("Release that has the second charset.", valueName: "file"))
  var secondRelease: String?

  @Option(help: ArgumentHelp("Catalogue that has the second charset.", valueName: "file"))
  var secondCatalog: String?

  @Flag(help: "Print the lists in full.")
  var list = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if secondRelease != nil, secondCatalog != nil {
      throw ValidationError("give --second-release or --second-catalog, not both")
    }
  }

  func run() throws {
    let store = try options.open()
    let one = try store.table(named: first)
    var other = store
    if secondRelease != nil || secondCatalog != nil {
      other = try CharsetStore(release: secondRelease, catalog: secondCatalog ?? "")
    }
    let two = try other.table(named: second)
    let difference = CharsetDifference(one, two)
    if json {
      print(try JSONText.text(Document(difference)))
      return
    }
    print(
      [
        CharsetText.list(
          "codes only in \(one.name)", difference.onlyInFirst.map(CharsetText.line), all: list),
        CharsetText.list(
          "codes only in \(two.name)", difference.onlyInSecond.map(CharsetText.line), all: list),
        CharsetText.list(
          "codes read differently",
          difference.readDifferently.map {
            "\($0.first.name)  \(CharsetText.character($0.first.scalars)) | "
              + CharsetText.character($0.second.scalars)
          }, all: list),
        CharsetText.list(
          "characters written differently", difference.writtenDifferently.map(Self.line),
          all: list),
        CharsetText.list(
          "characters written by one of them", difference.writtenByOne.map(Self.line), all: list),
      ].joined(separator: "\n"))
  }

  private static func line(_ writing: CharsetDifference.Writing) -> String {
    "\(CharsetText.character(writing.scalars))  \(writing.first?.name ?? "–") | "
      + (writing.second?.name ?? "–")
  }

  private struct Document: Encodable {
    struct Reading: Encodable {
      var code: String
      var first: [String]
      var second: [String]
    }

    struct Writing: Encodable {
      var characters: [String]
      var first: String?
      var second: String?

      init(_ writing: CharsetDifference.Writing) {
        characters = CharsetText.names(writing.scalars)
        first = writing.first?.name
        second = writing.second?.name
      }
    }

    var onlyInFirst: [CodeDocument]
    var onlyInSecond: [CodeDocument]
    var readDifferently: [Reading]
    var writtenDifferently: [Writing]
    var writtenByOne: [Writing]

    init(_ difference: CharsetDifference) {
      onlyInFirst = difference.onlyInFirst.map(CodeDocument.init)
      onlyInSecond = difference.onlyInSecond.map(CodeDocument.init)
      readDifferently = difference.readDifferently.map {
        Reading(
          code: $0.first.name, first: CharsetText.names($0.first.scalars),
          second: CharsetText.names($0.second.scalars))
      }
      writtenDifferently = difference.writtenDifferently.map(Writing.init)
      writtenByOne = difference.writtenByOne.map(Writing.init)
    }
  }
}

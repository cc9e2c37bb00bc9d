import ArgumentParser
import GaijiCatalog
import GaijiCharsets
import GaijiRelease

/// `gaiji charset …`: tables of code systems.
struct CharsetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "charset",
    abstract: "Import tables of code systems, look into them, compare them.",
    discussion: """
      Import writes to a catalogue; the other commands read a catalogue or, with --release, a \
      mapping release. Without either it is the file that the environment variable GAIJI_CATALOG \
      names, else .gaiji/catalog.sqlite in the working directory.

      Exit statuses: 0 success, 64 usage, 65 wrong data, 66 no input, 70 a code that this program \
      reads otherwise than its table has it, 74 input/output error.
      """,
    subcommands: [
      CharsetImportCommand.self, CharsetListCommand.self, CharsetShowCommand.self,
      CharsetDiffCommand.self, CharsetRoundTripCommand.self,
    ])
}

/// Where the commands that change nothing find their tables.
struct CharsetStoreOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Mapping release (gaiji catalog compile).", valueName: "file"))
  var release: String?

  @Option(help: ArgumentHelp("The catalogue.", valueName: "file"))
  var catalog: String?

  func validate() throws {
    if release != nil, catalog != nil {
      throw ValidationError("give --release or --catalog, not both")
    }
  }

  func open() throws -> CharsetStore {
    try CharsetStore(release: release, catalog: catalog ?? DefaultPath.catalog)
  }
}

/// A catalogue or a release, as far as charsets go.
enum CharsetStore {
  case catalog(Catalog)
  case release(MappingRelease, path: String)

  init(release: String?, catalog: String) throws {
    self =
      if let release {
        .release(try exiting { try MappingRelease(path: release) }, path: release)
      } else {
        .catalog(try exiting { try Catalog.open(at: catalog, .read) })
      }
  }

  /// The table of a name or alias; prints why not and ends when there is none.
  func table(named name: String) throws -> CharsetTable {
    let table: CharsetTable?
    let path: String
    switch self {
    case .catalog(let catalog):
      table = try exiting { try catalog.charsetTable(named: name) }
      path = catalog.path
    case .release(let release, let file):
      table = try exiting { try release.charset(CharsetNames.canonical(name) ?? name) }
      path = file
    }
    guard let table else {
      throw failure(
        .usage, "\(path) has no charset \"\(name)\"; `gaiji charset list` shows those it has")
    }
    return table
  }

  /// By name.
  func list() throws -> [ListedCharset] {
    switch self {
    case .catalog(let catalog):
      try exiting { try catalog.charsetList() }.map(ListedCharset.init)
    case .release(let release, _):
      try exiting { try release.charsetNames.compactMap { try release.charset($0) } }
        .map(ListedCharset.init)
        .sorted { $0.name < $1.name }
    }
  }
}

/// One line of `gaiji charset list`.
struct ListedCharset: Encodable {
  var name: String
  var scheme: String
  /// Codes with a character.
  var codes: Int
  var oneWay: Int
  var gaiji: Int
  var undefined: Int
  /// Of a catalogue only: a release carries neither.
  var description: String?
  var source: CharsetSummary.Source?

  init(_ summary: CharsetSummary) {
    name = summary.name
    scheme = CodingScheme(rawValue: summary.scheme)?.word ?? "\(summary.scheme)"
    codes = summary.codeCount
    oneWay = summary.oneWayCount
    gaiji = summary.gaijiCount
    undefined = summary.undefinedCount
    description = summary.description
    source = summary.source
  }

  init(_ table: CharsetTable) {
    let all = table.codes
    name = table.name
    scheme = table.scheme.word
    codes = all.count(where: \.isDefined)
    oneWay = all.count(where: \.isOneWay)
    gaiji = all.count(where: \.isGaiji)
    undefined = all.count - codes
  }
}

extension CodingScheme {
  var word: String {
    switch self {
    case .leadByte: "lead byte"
    case .shifted: "shifted"
    default: "Unicode"
    }
  }
}

/// A code as JSON.
struct CodeDocument: Encodable {
  var code: String
  var state: Int
  var characters: [String]
  var oneWay: Bool
  var gaiji: Bool

  init(_ code: CharsetCode) {
    self.code = code.name
    state = code.state
    characters = CharsetText.names(code.scalars)
    oneWay = code.isOneWay
    gaiji = code.isGaiji
  }
}

/// Codes that share a character as JSON.
struct GroupDocument: Encodable {
  var characters: [String]
  /// The first one is written, if one of them is.
  var codes: [String]

  init(_ group: CharsetInspection.Group) {
    characters = CharsetText.names(group.scalars)
    codes = group.codes.map(\.name)
  }
}

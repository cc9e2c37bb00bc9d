import ArgumentParser
import Foundation
import GaijiCatalog
import GaijiCharsets

struct CharsetImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in tables of code systems.",
    discussion: """
      NAME is a part of a vendor's code system, whose charsets are then drawn anew:
      \(VendorCharsets.partNames.joined(separator: ", "));
      or another name, and the file is a whole charset of that name. Files of jef4j that keep their \
      names need none.

      Formats: jef4j (JSON), ucm (ICU), charmap (glibc), text (a code and a character a line), csv \
      (columns code, unicode, and selector or second, use). A table that replaces another must not \
      take away codes of gaiji with decisions. Compile the catalogue afterwards.
      """)

  @OptionGroup var options: CatalogOptions

  @Argument(help: ArgumentHelp("Table files.", valueName: "file[=name]"))
  var files: [String] = []

  @Option(name: .customLong("as"), help: "The name of one file.")
  var name: String?

  @Option(help: ArgumentHelp("Take all files of jef4j in this folder.", valueName: "folder"))
  var fromDir: String?

  @Option(
    help: "jef4j, ucm, charmap, text or csv (default: by the contents).",
    transform: {
      guard let format = CharsetFileFormat(rawValue: $0) else {
        let known = CharsetFileFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\"\($0)\" is not a format; known are \(known)")
      }
      return format
    })
  var format: CharsetFileFormat?

  @Option(help: "Column of a text file that has the codes; the first is 1.")
  var column = 1

  @Option(help: "The edition as the publisher names it.")
  var edition: String?

  @Option(help: "The licence of the tables.")
  var licence: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @Flag(help: "Say nothing on success.")
  var quiet = false

  func validate() throws {
    if files.isEmpty == (fromDir == nil) {
      throw ValidationError("give table files, or --from-dir with a folder of them")
    }
    if name != nil, files.count != 1 {
      throw ValidationError("--as names one file; write FILE=NAME for several")
    }
    if column < 1 { throw ValidationError("--column begins with 1") }
  }

  func run() throws {
    let requests = try requests()
    let catalog = try options.open(.readWrite)
    var reports: [TableImportReport] = []
    for request in requests {
      do {
        reports.append(try exiting { try catalog.importTable(request) })
      } catch {
        if !reports.isEmpty {
          printError("gaiji: imported before that: " + reports.map(\.file).joined(separator: ", "))
        }
        throw error
      }
      if let report = reports.last, !json, !quiet { print(Self.text(report)) }
    }
    if json { print(try JSONText.text(reports)) }
  }

  private func requests() throws -> [TableImport] {
    var requests: [TableImport] = []
    if let fromDir {
      requests = try Self.folder(fromDir)
    } else if let name {
      requests = [TableImport(path: files[0], name: name)]
    } else {
      for file in files {
        if let sign = file.lastIndex(of: "=") {
          requests.append(
            TableImport(
              path: String(file[..<sign]), name: String(file[file.index(after: sign)...])))
        } else if let known = JEF4JFiles.named(URL(filePath: file).lastPathComponent) {
          requests.append(TableImport(path: file, name: known.part))
        } else {
          throw ValidationError("under which name? Write \(file)=NAME, or --as NAME")
        }
      }
    }
    for index in requests.indices {
      requests[index].format = format
      requests[index].codeColumn = column
      requests[index].edition = edition
      requests[index].licence = licence
    }
    return requests
  }

  /// The known files of a folder; says which are not there.
  private static func folder(_ path: String) throws -> [TableImport] {
    let manager = FileManager.default
    func place(_ file: JEF4JFiles.File) -> String { path + "/" + file.name }
    let found = JEF4JFiles.all.filter { manager.fileExists(atPath: place($0)) }
    guard !found.isEmpty else {
      throw failure(
        .noInput,
        "\(path) has none of the files of jef4j (\(JEF4JFiles.all.map(\.name).joined(separator: ", "))); "
          + "`Scripts/fetch-data vendor/` brings them to .gaiji/data/vendor")
    }
    let missing = JEF4JFiles.all.filter { !manager.fileExists(atPath: place($0)) }
    if !missing.isEmpty {
      printError(
        "gaiji: not in \(path): \(missing.map(\.name).joined(separator: ", ")); "
          + "charsets made of them stay as they are")
    }
    return found.map { TableImport(path: place($0), name: $0.part) }
  }

  private static func text(_ report: TableImportReport) -> String {
    let result = report.result
    let drawn = result.charsets.joined(separator: ", ")
    return
      ([
        "\(report.file): \(result.rowCount) rows as \(result.name)"
          + (result.isReplacement ? ", in place of an earlier table" : "") + "; drawn: \(drawn)"
      ]
      + report.notes.map { "  " + $0 }).joined(separator: "\n")
  }
}

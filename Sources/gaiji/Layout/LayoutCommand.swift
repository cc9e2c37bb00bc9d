import ArgumentParser
import GaijiLayouts
import GaijiModel

/// `gaiji layout …`: what records of fixed fields look like.
struct LayoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layout",
    abstract: "Look at record layouts: layout files and COBOL copybooks.",
    subcommands: [LayoutShowCommand.self])
}

/// How a bare copybook is read; a layout file says it itself.
struct CopybookFlags: ParsableArguments {
  @Option(help: "Where the text of a copybook stands on its lines.")
  private var copybookFormat = CopybookFormat.detected

  @Option(
    name: .customLong("use"),
    help: ArgumentHelp(
      "Read this item in place of the one that it redefines. Repeatable.", valueName: "item"))
  var used: [String] = []

  @Flag(help: "Binary numbers of one or two digits take one byte.")
  var oneByteBinary = false

  @Flag(help: "COMP-5 numbers have their low byte first.")
  var littleEndianComp5 = false

  var options: CopybookOptions {
    var options = CopybookOptions()
    options.format =
      switch copybookFormat {
      case .detected: .detected
      case .fixed: .fixed
      case .free: .free
      }
    options.use = used
    options.hasOneByteBinary = oneByteBinary
    options.nativeOrder = littleEndianComp5 ? .little : .big
    return options
  }

  /// No flag was given that a declared layout would ignore.
  var isDefault: Bool { options == CopybookOptions() }
}

private enum CopybookFormat: String, CaseIterable, ExpressibleByArgument {
  case detected, fixed, free
}

/// Reads a layout and turns its error into messages and an exit status.
func readingLayout<R>(_ body: () throws(LayoutError) -> R) throws -> R {
  do throws(LayoutError) { return try body() } catch {
    throw failure(error.isUnreadable ? .noInput : .badData, error.description)
  }
}

struct LayoutShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the fields of a layout file or a copybook: offset, length, kind, name.",
    usage: """
      gaiji layout show register.toml
      gaiji layout show register.cpy --use SEINENGAPPI-WAREKI --json
      """,
    discussion: """
      A file that ends in .toml is a layout file; .cpy, .cbl and .cob are copybooks. Offsets count \
      bytes from 0, with every table of varying size at its largest.

      Exit statuses: 0 success, 64 usage, 65 wrong layout, 66 no such file.
      """)

  @Argument(help: ArgumentHelp("A layout file or a copybook.", valueName: "file"))
  var path: String

  @OptionGroup var copybook: CopybookFlags

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let shown: ShownLayout
    if LayoutReader.isCopybook(path: path) {
      let read = try readingLayout { () throws(LayoutError) in
        try LayoutReader.readCopybook(path: path, options: copybook.options)
      }
      shown = ShownLayout(read)
    } else {
      guard copybook.isDefault else {
        throw ValidationError(
          "\(path) is a layout file; how its copybooks are read stands in it ([cobol], use)")
      }
      let read = try readingLayout { () throws(LayoutError) in
        try LayoutReader.read(path: path)
      }
      shown = ShownLayout(read)
    }
    print(json ? try JSONText.text(shown) : LayoutText.text(shown))
  }
}

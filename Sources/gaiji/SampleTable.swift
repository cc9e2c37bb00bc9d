import ArgumentParser
import GaijiCharsets
import GaijiFiles
import GaijiRelease
import GaijiSamples

/// `gaiji sample table`: a table of a given shape.
struct SampleTable: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Write a sample table of any shape as CSV, to see how cost grows.",
    discussion: """
      Of each ten columns, named C1, C2, ..., five hold digits and five text; gaiji stand in the third \
      and the eighth (a single column is one of those). All fields have the same size. The same \
      arguments and release give the same bytes. The gaiji are those of the mapping that \
      `gaiji sample --mapping` writes for the charset; the truth is what a conversion to UTF-8 with \
      the default policy and these columns must give, made without the conversion code.
      """)

  @Option(help: "Number of columns, 1 to 10000.") var columns = 10
  @Option(help: "Bytes of a field, 1 to 1000000.") var fieldBytes = 13
  @Option(
    help: ArgumentHelp("Share of rows with a gaiji, 0 to 100 percent.", valueName: "percent"))
  var gaijiShare = Share(argument: "2")!
  @Flag(help: "Latin letters and digits only.") var ascii = false
  @Option(help: "Number of rows. Default: 1000.") var rows: Int?
  @Option(help: "Write rows until the table has this size, such as 256M (K, M, G: 1024).")
  var bytes: ByteCount?
  @Option(help: "Charset of the table, one without shift codes.") var charset = "utf8"
  @Option(help: "Seed of the random numbers.") var seed: UInt64 = 1
  @Option(help: "Line ends.") var newline = LineEnd.crlf
  @OptionGroup var source: ReleaseFlags
  @Option(help: "Folder with the vocabulary. Default: Data/sample of the project.")
  var vocabulary: String?
  @Option(name: .shortAndLong, help: "The table; - for standard output.") var output: String
  @Option(help: "The expected result: UTF-8.") var truth: String?
  @Flag(help: "Replace files that are there.") var force = false
  @Flag(help: "Print no summary.") var quiet = false

  func validate() throws {
    if let rows, rows < 0 { throw ValidationError("--rows must not be negative") }
    if rows != nil, bytes != nil { throw ValidationError("give --rows or --bytes, not both") }
    _ = try shape()
  }

  private func shape() throws -> TableShape {
    guard
      let shape = TableShape(
        columnCount: columns, fieldByteCount: fieldBytes, gaijiShare: gaijiShare.count,
        isASCII: ascii)
    else {
      throw ValidationError(
        "--columns is 1 to 10000, --field-bytes 1 to 1000000, and a row at most 64 MiB")
    }
    return shape
  }

  func run() throws {
    try withExitStatus {
      let (place, release) = try source.open()
      guard let table = try release.charset(CharsetNames.canonical(charset) ?? charset) else {
        throw failure(
          .usage,
          "charset \(charset) is not in \(place); it has: "
            + release.charsetNames.joined(separator: ", "))
      }
      do {
        try write(table, release, shape())
      } catch let error as SampleError {
        throw failure(error.status, error.description)
      }
    }
  }

  private func write(
    _ table: CharsetTable, _ release: MappingRelease, _ shape: TableShape
  ) throws {
    let words = try Vocabulary(directory: vocabulary ?? ProjectFolder.path("Data/sample"))
    let characters = try release.characters()
    let plan = GaijiPlan(
      charset: table, forms: characters.identities.compactMap { characters.forms(of: $0) },
      vocabulary: words)
    let file = try OutputFile(path: output, replaces: force)
    let expected = try OutputFile(path: truth ?? "/dev/null", replaces: force)
    var generator = try TableGenerator(
      charset: table, vocabulary: words, plan: plan, shape: shape, seed: seed,
      newline: newline == .crlf ? .crlf : .lf, wantsTruth: truth != nil)
    func flush() throws {
      try file.write(generator.source)
      try expected.write(generator.truth)
      generator.removeBytes()
    }
    let limit = bytes?.count ?? .max
    let rowLimit = rows ?? (bytes == nil ? 1000 : .max)
    generator.appendHeader()
    while generator.recordCount < rowLimit, file.byteCount + generator.sourceCount < limit {
      generator.appendRecord()
      if generator.sourceCount > 1 << 20 { try flush() }
    }
    try flush()
    let byteCount = file.byteCount
    try expected.commit()
    try file.commit()
    if !quiet {
      printError(
        """
        sample: \(generator.recordCount) records, \(byteCount) bytes; \
        \(generator.gaijiRecordCount) records with gaiji; selected columns: \
        \(shape.selectedColumns.map(String.init).joined(separator: ", "))
        """)
    }
  }
}

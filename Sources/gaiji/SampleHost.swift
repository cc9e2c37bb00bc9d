import ArgumentParser
import GaijiCharsets
import GaijiFiles
import GaijiLayouts
import GaijiModel
import GaijiRelease
import GaijiSamples

/// `gaiji sample host`: the register as a file of host records.
struct SampleHost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host",
    abstract: "Write a sample register as host records: EBCDIC, kanji, packed numbers, gaiji.",
    discussion: """
      The same layout, charset, seed and release give the same bytes. What goes into a field is told \
      from its type and its name (KANA, SHIMEI, JUSHO, YMD, ...). The truth is the CSV that a \
      conversion to UTF-8 with the default policy must give; it is made without the conversion \
      code. The mapping is for `gaiji catalog import` (system \
      \(GaijiPlan.organization)/\(GaijiPlan.system)); some gaiji are left out on purpose.
      """)

  @Option(help: "Layout file (.toml) or copybook. Default: Data/layouts/juki.toml of the project.")
  var layout: String?
  @Option(help: "Charset of the records, such as jef-ebcdik. Default: what the layout says.")
  var charset: String?
  @Option(help: "How records follow each other, over what the layout says: fixed, rdw, bdw.")
  var framing: Framing?
  @Option(help: ArgumentHelp("Bytes of the largest block (bdw).", valueName: "n"))
  var blockSize = 27_998
  @Option(help: "Number of records. Default: 1000.") var rows: Int?
  @Option(help: "Write records until the file has this size, such as 256M (K, M, G: 1024).")
  var bytes: ByteCount?
  @Option(help: "Seed of the random numbers.") var seed: UInt64 = 1
  @OptionGroup var source: ReleaseFlags
  @Option(help: "Folder with the vocabulary. Default: Data/sample of the project.")
  var vocabulary: String?
  @Option(name: .shortAndLong, help: "The records; - for standard output.") var output: String?
  @Option(help: "The expected result: CSV in UTF-8.") var truth: String?
  @Option(help: "The gaiji mapping, for `gaiji catalog import`.") var mapping: String?
  @Option(
    help: """
      The same text as one stream in --text-charset, for converters that know no records: field by \
      field with its padding, numbers as digits, a line a record.
      """)
  var text: String?
  @Option(help: "A charset with SO and SI.") var textCharset = "ibm1399"
  @Flag(help: "Replace files that are there.") var force = false
  @Flag(help: "Print no summary.") var quiet = false

  enum Framing: String, ExpressibleByArgument, CaseIterable { case fixed, rdw, bdw }

  func validate() throws {
    if let rows, rows < 0 { throw ValidationError("--rows must not be negative") }
    if rows != nil, bytes != nil { throw ValidationError("give --rows or --bytes, not both") }
    if output == nil, truth == nil, mapping == nil, text == nil {
      throw ValidationError("nothing to write: give -o, --truth, --mapping or --text")
    }
    guard (12...32_760).contains(blockSize) else {
      throw ValidationError("--block-size \(blockSize): expected 12 to 32760 bytes")
    }
  }

  func run() throws {
    try withExitStatus {
      let file = try readLayout()
      guard let name = charset ?? file.charset else {
        throw failure(.usage, "the layout names no charset; give --charset, such as jef-ebcdik")
      }
      let (place, release) = try source.open()
      do {
        try write(
          file.layout, try table(name, of: release, place), release,
          other: text == nil ? nil : try table(textCharset, of: release, place))
      } catch let error as SampleError {
        throw failure(error.status, error.description)
      }
    }
  }

  private func readLayout() throws -> LayoutFile {
    let path = layout ?? ProjectFolder.path("Data/layouts/juki.toml")
    return try readingLayout { () throws(LayoutError) in
      var file = try LayoutReader.read(path: path)
      switch framing {
      case nil: break
      case .fixed:
        let longest = file.layout.types.map(\.layout.maximumByteCount).max() ?? 0
        file = try LayoutReader.read(path: path, framing: .fixed(byteCount: longest))
      case .rdw: file.layout.framing = .descriptors
      case .bdw: file.layout.framing = .blocked(blockByteCount: blockSize)
      }
      return file
    }
  }

  private func table(
    _ name: String, of release: MappingRelease, _ place: String
  ) throws -> CharsetTable {
    if let table = try release.charset(CharsetNames.canonical(name) ?? name) { return table }
    throw failure(
      .usage,
      "charset \(name) is not in \(place); it has: "
        + release.charsetNames.joined(separator: ", "))
  }

  private func write(
    _ layout: RecordFileLayout, _ table: CharsetTable, _ release: MappingRelease,
    other: CharsetTable?
  ) throws {
    let characters = try release.characters()
    let forms = characters.identities.compactMap { characters.forms(of: $0) }
    let words = try Vocabulary(directory: vocabulary ?? ProjectFolder.path("Data/sample"))
    let plan = GaijiPlan(charset: table, forms: forms, vocabulary: words)
    if plan.gaiji.isEmpty {
      printError("gaiji: charset \(table.name) has no user-defined area; the sample has no gaiji")
    }
    if let mapping {
      let file = try OutputFile(path: mapping, replaces: force)
      try file.write(plan.mappingCSV())
      try file.commit()
    }
    guard output != nil || truth != nil || text != nil else { return }
    let files = try Files(self)
    var generator = try HostSampleGenerator(
      layout: layout, charset: table, vocabulary: words, plan: plan, forms: forms, seed: seed,
      wishes: .init(truth: truth != nil, text: other))
    let limit = bytes?.count ?? .max
    let rowLimit = rows ?? (bytes == nil ? 1000 : .max)
    let closing = generator.closingRecordCount
    generator.appendHeader()
    while generator.recordCount < rowLimit - closing,
      files.records.byteCount + generator.sourceCount + (1 + closing) * generator.nextByteCount
        <= limit
    {
      try generator.appendRecord()
      if generator.sourceCount > 1 << 20 { try files.take(&generator) }
    }
    try generator.finish()
    try files.take(&generator)
    let byteCount = files.records.byteCount
    try files.commit()
    guard !quiet else { return }
    let counts = zip(plan.gaiji, generator.gaijiCounts)
    let mapped = counts.reduce(0) { $0 + ($1.0.isMapped ? $1.1 : 0) }
    let unmapped = counts.reduce(0) { $0 + ($1.0.isMapped ? 0 : $1.1) }
    printError(
      """
      sample: \(generator.recordCount) records, \(byteCount) bytes; \
      \(generator.gaijiRecordCount) records with gaiji: \(mapped) with a usable mapping, \
      \(unmapped) without
      """)
  }

  /// The files of one sample; those that nobody asked for go nowhere.
  private struct Files {
    let records: OutputFile
    let truth: OutputFile
    let text: OutputFile

    init(_ command: SampleHost) throws {
      records = try OutputFile(path: command.output ?? "/dev/null", replaces: command.force)
      truth = try OutputFile(path: command.truth ?? "/dev/null", replaces: command.force)
      text = try OutputFile(path: command.text ?? "/dev/null", replaces: command.force)
    }

    func take(_ generator: inout HostSampleGenerator) throws {
      try records.write(generator.source)
      try truth.write(generator.truth)
      try text.write(generator.text)
      generator.removeBytes()
    }

    func commit() throws {
      try text.commit()
      try truth.commit()
      try records.commit()
    }
  }
}

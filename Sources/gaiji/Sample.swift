import ArgumentParser
import Foundation
import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiRelease
import GaijiSamples

/// `gaiji sample`: made-up data with gaiji, its truth and its mapping.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Write a sample resident register with gaiji, and what must become of it.",
    subcommands: [SampleRegister.self, SampleTable.self, SampleHost.self],
    defaultSubcommand: SampleRegister.self)
}

/// `gaiji sample register`, or `gaiji sample` alone: a register as CSV.
struct SampleRegister: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Write a sample register as CSV (the default).",
    discussion: """
      The same charset, seed and release give the same bytes. The truth holds each record as a \
      conversion to UTF-8 with the default policy and the columns \
      \(SampleGenerator.selectedColumns.joined(separator: ", ")) must give it; it is made without \
      the conversion code. The mapping is for `gaiji catalog import` (system \
      \(GaijiPlan.organization)/\(GaijiPlan.system)); some gaiji are left out on purpose.
      """)

  @Option(help: "Number of records. Default: 1000.") var rows: Int?
  @Option(help: "Write records until the register has this size, such as 256M (K, M, G: 1024).")
  var bytes: ByteCount?
  @Option(help: "Charset of the register.") var charset = "cp932"
  @Option(help: "Seed of the random numbers.") var seed: UInt64 = 1
  @Option(
    help: ArgumentHelp(
      "Share of rows with gaiji, 0 to 100 percent. Default: 2, as names and places are drawn.",
      valueName: "percent"))
  var gaijiShare: Share?
  @Option(help: "Line ends.") private var newline = LineEnd.crlf
  @OptionGroup var source: ReleaseFlags
  @Option(help: "Folder with the vocabulary. Default: Data/sample of the project.")
  var vocabulary: String?
  @Option(name: .shortAndLong, help: "The register; - for standard output.") var output: String?
  @Option(help: "The expected result: UTF-8, every record and cell in order.") var truth: String?
  @Option(help: "The gaiji mapping, for `gaiji catalog import`.") var mapping: String?
  @Flag(help: "Replace files that are there.") var force = false
  @Flag(help: "Print no summary.") var quiet = false
  @Flag(help: "Print the summary as JSON.") var json = false

  func validate() throws {
    if let rows, rows < 0 { throw ValidationError("--rows must not be negative") }
    if rows != nil, bytes != nil { throw ValidationError("give --rows or --bytes, not both") }
    if output == nil, truth == nil, mapping == nil {
      throw ValidationError("nothing to write: give -o, --truth or --mapping")
    }
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
      let characters = try release.characters()
      do {
        try write(table, forms: characters.identities.compactMap { characters.forms(of: $0) })
      } catch let error as SampleError {
        throw failure(error.status, error.description)
      }
    }
  }

  private func write(_ table: CharsetTable, forms: [CharacterForms]) throws {
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
    guard output != nil || truth != nil else { return }
    let register = try OutputFile(path: output ?? "/dev/null", replaces: force)
    let expected = try OutputFile(path: truth ?? "/dev/null", replaces: force)
    var generator = try SampleGenerator(
      charset: table, vocabulary: words, plan: plan, seed: seed,
      newline: newline == .crlf ? .crlf : .lf, gaijiShare: gaijiShare?.count,
      wantsTruth: truth != nil)
    let limit = bytes?.count ?? .max
    let rowLimit = rows ?? (bytes == nil ? 1000 : .max)
    generator.appendHeader()
    while generator.recordCount < rowLimit, register.byteCount + generator.sourceCount < limit {
      generator.appendRecord()
      if generator.sourceCount > 1 << 20 { try flush(&generator, register, expected) }
    }
    generator.finish()
    try flush(&generator, register, expected)
    let summary = Summary(generator, plan, bytes: register.byteCount)
    try expected.commit()
    try register.commit()
    if !quiet { printError(json ? summary.json : summary.text) }
  }

  private func flush(
    _ generator: inout SampleGenerator, _ register: OutputFile,
    _ expected: OutputFile
  ) throws {
    try register.write(generator.source)
    try expected.write(generator.truth)
    generator.removeBytes()
  }
}

enum LineEnd: String, CaseIterable, ExpressibleByArgument {
  case crlf, lf
}

/// What was written, in numbers.
private struct Summary {
  let rows: Int
  let bytes: Int
  let gaijiRows: Int
  let sequenceRows: Int
  /// Occurrences in the selected columns with and without a usable mapping, and in the others.
  let mapped: Int
  let unmapped: Int
  let kept: Int
  /// Gaiji of the plan, and how many of them have a usable mapping.
  let codes: Int
  let mappedCodes: Int

  init(_ generator: SampleGenerator, _ plan: GaijiPlan, bytes: Int) {
    rows = generator.recordCount
    self.bytes = bytes
    gaijiRows = generator.gaijiRecordCount
    sequenceRows = generator.sequenceRecordCount
    let counts = zip(plan.gaiji, generator.convertedCounts)
    mapped = counts.reduce(0) { $0 + ($1.0.isMapped ? $1.1 : 0) }
    unmapped = counts.reduce(0) { $0 + ($1.0.isMapped ? 0 : $1.1) }
    kept = generator.keptCounts.reduce(0, +)
    codes = plan.gaiji.count
    mappedCodes = plan.gaiji.count { $0.isMapped }
  }

  var text: String {
    """
    sample: \(rows) records, \(bytes) bytes; \(gaijiRows) records with gaiji, \
    \(sequenceRows) with variation sequences
    sample: in the selected columns \(mapped) gaiji with a usable mapping and \(unmapped) without; \
    \(kept) in other columns; \(mappedCodes) of \(codes) codes have a usable mapping
    """
  }

  var json: String {
    """
    {"bytes":\(bytes),"codes":\(codes),"gaijiRecords":\(gaijiRows),"kept":\(kept),\
    "mapped":\(mapped),"mappedCodes":\(mappedCodes),"records":\(rows),\
    "sequenceRecords":\(sequenceRows),"unmapped":\(unmapped)}
    """
  }
}

/// A size such as `4096`, `64K`, `256M` or `1G`.
struct ByteCount: ExpressibleByArgument {
  let count: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    var digits = argument[...]
    var unit = 1
    if let last = digits.last, let known = units[Character(last.uppercased())] {
      unit = known
      digits.removeLast()
    }
    guard let number = Int(digits), number >= 0 else { return nil }
    let product = number.multipliedReportingOverflow(by: unit)
    guard !product.overflow else { return nil }
    count = product.partialValue
  }
}

/// A share in percent, such as `2`, `0.1` or `100`, exact to a hundredth.
struct Share: ExpressibleByArgument {
  /// In 10,000.
  let count: Int

  init?(argument: String) {
    guard let percent = Double(argument), (0...100).contains(percent) else { return nil }
    count = Int((percent * 100).rounded())
    guard abs(Double(count) - percent * 100) < 1e-6 else { return nil }
  }
}

extension SampleError {
  var status: ExitStatus {
    switch self {
    case .cannotRead: .noInput
    case .malformed: .badData
    case .notWritable, .emptyVocabulary, .notHostCharset, .shiftedTable, .layout: .usage
    }
  }
}

/// Files of the project that a program built in it can use.
enum ProjectFolder {
  /// `name` under the working directory, or under a folder above the executable; `name` itself
  /// when it is in neither, so that an error can say what was looked for.
  static func path(_ name: String) -> String {
    let files = FileManager.default
    if files.fileExists(atPath: name) { return name }
    var folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    while let here = folder, here.path != "/" {
      let candidate = here.appendingPathComponent(name).path
      if files.fileExists(atPath: candidate) { return candidate }
      folder = here.deletingLastPathComponent()
    }
    return name
  }
}

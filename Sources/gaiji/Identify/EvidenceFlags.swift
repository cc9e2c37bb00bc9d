import ArgumentParser
import GaijiIdentification

/// What besides the shape is looked at.
struct EvidenceFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Data in which the gaiji occur (CSV or TSV): their readings and neighbours. Repeatable.",
      valueName: "file"))
  var text: [String] = []

  @Option(
    help: ArgumentHelp(
      "Charset of the --text files (default: the system's; UTF-8 without a system).",
      valueName: "charset"))
  var textCharset: String?

  @Option(
    help: ArgumentHelp(
      "A column of names, by its header or number. Repeatable, with a --reading-column each.",
      valueName: "column"))
  var nameColumn: [String] = []

  @Option(
    help: ArgumentHelp("The column with the kana of the name column.", valueName: "column"))
  var readingColumn: [String] = []

  @Option(
    help: ArgumentHelp(
      "A further column whose characters stand beside the gaiji: addresses, places. Repeatable.",
      valueName: "column"))
  var textColumn: [String] = []

  @Option(
    help: ArgumentHelp(
      "A list of names or places, UTF-8: one a line, its kana after a tab where known. Repeatable.",
      valueName: "file"))
  var names: [String] = []

  @Option(
    help: ArgumentHelp(
      "The vendor's list of gaiji (UTF-8 CSV) with the columns code, radical, strokes, reading.",
      valueName: "file"))
  var gaijiList: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Kinds of evidence: shape, readings, neighbours, order, approved, hints; shape alone is only "
        + "the shape (default: all that there is something for).", valueName: "kind"))
  var evidence: [String] = []

  func validate() throws {
    guard nameColumn.count == readingColumn.count else {
      throw ValidationError(
        "\(nameColumn.count) --name-column and \(readingColumn.count) --reading-column: each name "
          + "column needs the column of its kana")
    }
    if !text.isEmpty, nameColumn.isEmpty, textColumn.isEmpty {
      throw ValidationError("--text needs --name-column with --reading-column, or --text-column")
    }
    if text.isEmpty, !nameColumn.isEmpty || !textColumn.isEmpty {
      throw ValidationError("columns are named, but no --text that has them")
    }
    for word in evidence where word != "shape" && EvidenceKind(rawValue: word) == nil {
      let known = ["shape"] + EvidenceKind.allCases.map(\.rawValue)
      throw ValidationError(
        "--evidence \(word): expected \(known.joined(separator: ", "))")
    }
  }

  /// The kinds that are looked at where there is something to look at.
  var kinds: Set<EvidenceKind> {
    evidence.isEmpty
      ? Set(EvidenceKind.allCases) : Set(evidence.compactMap { EvidenceKind(rawValue: $0) })
  }
}

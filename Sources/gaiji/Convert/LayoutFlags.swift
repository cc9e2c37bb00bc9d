import ArgumentParser
import GaijiHashing
import GaijiLayouts
import GaijiModel
import GaijiTranscoding

/// The flags of host records: which side of the conversion is one, and how it is cut.
struct LayoutFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The input is host records of this layout (.toml) or copybook (.cpy, .cbl, .cob).",
      valueName: "file"))
  var layout: String?

  @Option(
    help: ArgumentHelp(
      "The output is host records of this layout; 'same': of the input's.", valueName: "file"))
  var outLayout: String?

  @Option(help: "What host records become: csv (default), tsv or jsonl.")
  var outFormat: OutputWord?

  @Option(
    help: "How records follow each other, over what the layout says: fixed, rdw, bdw, delimited.")
  var framing: FramingWord?

  @Option(help: ArgumentHelp("Bytes of a record of fixed length.", valueName: "n"))
  var recordLength: Int?

  @Option(help: ArgumentHelp("Bytes of the largest block (bdw) that is written.", valueName: "n"))
  var blockSize: Int?

  @Option(
    help: ArgumentHelp(
      "What ends a delimited record, in hexadecimal: 15, 25, 0A, 0D0A.", valueName: "hex"))
  var recordEnd: String?

  @Option(help: ArgumentHelp("The level 01 of a copybook that has several.", valueName: "name"))
  var item: String?

  @OptionGroup var copybook: CopybookFlags

  enum OutputWord: String, ExpressibleByArgument, CaseIterable { case csv, tsv, jsonl }
  enum FramingWord: String, ExpressibleByArgument, CaseIterable { case fixed, rdw, bdw, delimited }
}

extension LayoutFlags {
  var isUsed: Bool { layout != nil || outLayout != nil }

  func validate() throws {
    if !isUsed {
      let given = [
        (outFormat != nil, "--out-format"), (framing != nil, "--framing"),
        (recordLength != nil, "--record-length"), (blockSize != nil, "--block-size"),
        (recordEnd != nil, "--record-end"), (item != nil, "--item"),
      ]
      if let flag = given.first(where: \.0) {
        throw ValidationError("\(flag.1) goes with --layout or --out-layout")
      }
    }
    if outLayout != nil, outFormat != nil {
      throw ValidationError("--out-format is for text; with --out-layout the output is records")
    }
    if outLayout == "same", layout == nil {
      throw ValidationError("--out-layout same needs --layout")
    }
    if framing == .delimited, recordEnd == nil {
      throw ValidationError("--framing delimited needs --record-end, such as 15 or 0D0A")
    }
    if framing == .fixed, recordLength == nil {
      throw ValidationError("--framing fixed needs --record-length")
    }
  }

  /// Reads the layouts of both sides. Once for a run: its digests are then of what it used.
  func read() throws -> HostLayouts {
    let input = try layout.map(read)
    return HostLayouts(
      input: input, output: outLayout == "same" ? input : try outLayout.map(read),
      isSame: outLayout == "same")
  }

  /// The layouts of both sides, in the options of a run.
  func apply(_ layouts: HostLayouts, to options: inout TranscodingOptions) {
    if let input = layouts.input {
      options.inputLayout = input.layout
      options.hasHeader = outFormat != .jsonl
      options.writesJSONLines = outFormat == .jsonl
      options.format = outFormat == .tsv ? .tsv : .csv
    }
    options.outputLayout = layouts.output?.layout
  }

  private func read(_ path: String) throws -> LayoutFile {
    let framing = try chosenFraming()
    guard LayoutReader.isCopybook(path: path) || copybook.isDefault else {
      throw ValidationError(
        "\(path) is a layout file; how its copybooks are read stands in it ([cobol], use)")
    }
    return try readingLayout { () throws(LayoutError) in
      try LayoutReader.read(
        path: path, framing: framing, options: copybook.options, item: item)
    }
  }

  private func chosenFraming() throws -> RecordFraming? {
    switch framing {
    case nil:
      if let recordLength {
        return .fixed(byteCount: try positive(recordLength, "--record-length"))
      }
      if let recordEnd { return .delimited(terminator: try terminator(recordEnd)) }
      return nil
    case .fixed:
      return .fixed(byteCount: try positive(recordLength ?? 0, "--record-length"))
    case .rdw: return .descriptors
    case .bdw: return .blocked(blockByteCount: try positive(blockSize ?? 32_760, "--block-size"))
    case .delimited: return .delimited(terminator: try terminator(recordEnd ?? ""))
    }
  }

  private func positive(_ value: Int, _ flag: String) throws -> Int {
    guard (1...1 << 30).contains(value) else {
      throw ValidationError("\(flag) \(value): expected a number of bytes of at least 1")
    }
    return value
  }

  private func terminator(_ text: String) throws -> [UInt8] {
    let digits = Array(text.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { start in
      UInt8(
        String(decoding: digits[start..<min(digits.count, start + 2)], as: UTF8.self), radix: 16)
    }
    guard digits.count % 2 == 0, bytes.count * 2 == digits.count, (1...4).contains(bytes.count)
    else {
      throw ValidationError(
        "--record-end \(text): expected 1 to 4 bytes in hexadecimal, such as 15")
    }
    return bytes
  }
}

/// The layouts that a conversion was given.
struct HostLayouts {
  var input: LayoutFile?
  var output: LayoutFile?
  /// The output's is the input's.
  var isSame: Bool

  /// The charset that the input's layout names.
  var inputCharset: String? { input?.charset }

  /// The charset that an output layout of its own names.
  var outputCharset: String? { isSame ? nil : output?.charset }

  /// What the layouts' notes say, for the user.
  var notes: [String] {
    ((input?.notes ?? []) + (isSame ? [] : output?.notes ?? [])).map(\.description)
  }

  /// SHA-256 of the layouts of both sides, whatever files they were read from.
  func digests() throws -> (input: String?, output: String?) {
    func digest(_ file: LayoutFile) throws -> String {
      var shown = ShownLayout(file)
      shown.notes = []
      let hash = SHA256()
      unsafe Array(try JSONText.text(shown).utf8).withUnsafeBytes { unsafe hash.update($0) }
      return hash.finalize().description
    }
    let first = try input.map(digest)
    return (first, isSame ? first : try output.map(digest))
  }
}

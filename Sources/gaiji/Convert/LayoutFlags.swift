import ArgumentParser
import GaijiModel

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

  /// What the flags say.
  func settings() throws -> LayoutSettings {
    LayoutSettings(
      layout: layout, outLayout: outLayout, outFormat: outFormat ?? .csv,
      framing: try chosenFraming(), item: item, copybook: copybook.options)
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

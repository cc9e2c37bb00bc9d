public import GaijiFiles

/// `occurrences.csv.gz`: one line for every single occurrence of a finding, streamed beside the
/// conversion.
///
/// Engines format lines into blocks of bytes with `appendLine` on any thread; one owner appends the
/// blocks in source order. They are compressed on a thread of their own, 1 MiB of lines at a time and
/// four of those at most, so that memory is the same for a hundred million lines as for one. UTF-8 with a byte order mark and CR LF, as the other CSV files of the
/// report. Columns: record (header 0), column (first 1; header 0), byte offset in the source, kind,
/// code in hexadecimal, output.
public struct OccurrenceWriter: ~Copyable {
  private var file: ReportFile

  public static let fileName = "occurrences.csv.gz"
  public static let header = "record,column,offset,kind,code,output"

  private static let compression = OutputCompression(.gzip, level: 1)
  private static let threads = 1

  /// Creates the file and writes the header line.
  public init(path: String) throws(ReportFileError) {
    var created = try ReportFile(
      path: path, compression: Self.compression, threads: Self.threads)
    try created.append([0xEF, 0xBB, 0xBF])
    try created.append(Self.header.utf8)
    try created.append([0x0D, 0x0A])
    file = created
  }

  /// Goes on with the file of an earlier run.
  public init(path: String, resumingAt position: OutputFile.Position) throws(ReportFileError) {
    file = try ReportFile(
      path: path, compression: Self.compression, threads: Self.threads, resumingAt: position)
  }

  /// Brings the lines so far to the disk and says how to go on behind them.
  public mutating func checkpoint() throws(ReportFileError) -> OutputFile.Position {
    try file.checkpoint()
  }

  /// Leaves the part for a later run that goes on.
  public consuming func leavePart() { file.leavePart() }

  /// Whole lines made by `appendLine`.
  public mutating func append(_ lines: some Collection<UInt8>) throws(ReportFileError) {
    try file.append(lines)
  }

  /// Completes the file and gives it its name. Without this call no file is left.
  public consuming func finish() throws(ReportFileError) { try file.finish() }

  /// Formats one line. No allocation beyond the growth of `lines`.
  ///
  /// - Parameters:
  ///   - record: 1-based; 0 for the header record.
  ///   - offset: Bytes from the start of the source.
  ///   - isUnicode: Whether the source charset is a Unicode scheme: the code is then a scalar.
  ///   - output: The scalars that were written for it.
  public static func appendLine(
    to lines: inout [UInt8], record: Int, key: FindingKey, offset: Int, isUnicode: Bool,
    output: some Sequence<UInt32>
  ) {
    appendDecimal(record, to: &lines)
    lines.append(UInt8(ascii: ","))
    appendDecimal(key.column + 1, to: &lines)
    lines.append(UInt8(ascii: ","))
    appendDecimal(offset, to: &lines)
    lines.append(UInt8(ascii: ","))
    lines.append(contentsOf: key.kind.word.utf8)
    lines.append(UInt8(ascii: ","))
    appendCode(key, isUnicode: isUnicode, to: &lines)
    // Always quoted: the output may hold commas, quotes and line ends.
    lines.append(UInt8(ascii: ","))
    lines.append(UInt8(ascii: "\""))
    for value in output {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if scalar == "\"" { lines.append(UInt8(ascii: "\"")) }
      lines.append(contentsOf: UTF8.encode(scalar)!)
    }
    lines.append(UInt8(ascii: "\""))
    lines.append(0x0D)
    lines.append(0x0A)
  }

  private static func appendDecimal(_ value: Int, to lines: inout [UInt8]) {
    var rest = value.magnitude
    if value < 0 { lines.append(UInt8(ascii: "-")) }
    let start = lines.count
    repeat {
      lines.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    lines[start...].reverse()
  }

  private static func appendCode(_ key: FindingKey, isUnicode: Bool, to lines: inout [UInt8]) {
    if key.kind.isOfField { return }
    appendHexadecimal(key.code, digits: key.codeDigits(isUnicode: isUnicode), to: &lines)
    if isUnicode, key.second != 0 {
      lines.append(UInt8(ascii: " "))
      appendHexadecimal(key.second, digits: 4, to: &lines)
    }
  }

  private static func appendHexadecimal(_ value: UInt32, digits: Int, to lines: inout [UInt8]) {
    let significant = (32 - value.leadingZeroBitCount + 3) / 4
    for position in stride(from: max(digits, significant) - 1, through: 0, by: -1) {
      let digit = position < 8 ? UInt8(value >> UInt32(position * 4) & 15) : 0
      lines.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
  }
}

extension FindingKey {
  /// The code as the reports print it: the bytes in hexadecimal (`F040`), for a Unicode source the
  /// scalars (`E000`, `845B E0101`); empty for what is about a whole field, such as `overflow`.
  public func codeText(isUnicode: Bool) -> String {
    if kind.isOfField { return "" }
    let first = hexadecimalText(code, digits: codeDigits(isUnicode: isUnicode))
    return isUnicode && second != 0 ? first + " " + hexadecimalText(second, digits: 4) : first
  }

  func codeDigits(isUnicode: Bool) -> Int {
    isUnicode && kind != .invalid && kind != .cutCharacter ? 4 : codeByteCount * 2
  }

  private func hexadecimalText(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}

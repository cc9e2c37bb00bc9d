/// Why a sample could not be made.
public enum SampleError: Error, Equatable, CustomStringConvertible {
  /// A vocabulary file could not be read; `errno` as the system gave it.
  case cannotRead(path: String, errno: Int32)
  /// A line of a vocabulary file is not as its header says. `line` counts from 1.
  case malformed(path: String, line: Int, reason: String)
  /// The charset cannot write a character that every register needs (digits, comma, 男, ...).
  case notWritable(charset: String, scalar: UInt32)
  /// Nothing of a vocabulary file can be written in the charset.
  case emptyVocabulary(charset: String, file: String)
  /// The charset cannot be that of host records.
  case notHostCharset(charset: String, reason: String)
  /// The fields of a table have a size in bytes, which shift codes would change.
  case shiftedTable(charset: String)
  /// The generator cannot fill this kind of record.
  case layout(record: String, reason: String)

  public var description: String {
    switch self {
    case .cannotRead(let path, let errno):
      "\(path): cannot be read (\(systemMessage(errno))); give the folder Data/sample of the project"
    case .malformed(let path, let line, let reason):
      "\(path):\(line): \(reason)"
    case .notWritable(let charset, let scalar):
      "charset \(charset) cannot write U+\(String(scalar, radix: 16, uppercase: true)), which every"
        + " resident register needs; choose another charset"
    case .emptyVocabulary(let charset, let file):
      "no line of \(file) can be written in charset \(charset); choose another charset"
    case .notHostCharset(let charset, let reason):
      "charset \(charset) cannot be that of host records: \(reason); choose one with one-byte and"
        + " two-byte codes, such as jef-ebcdik or ibm1399"
    case .shiftedTable(let charset):
      "charset \(charset) has shift codes, so the fields of a table would have no fixed size; choose"
        + " another charset, or gaiji sample host for records of a host"
    case .layout(let record, let reason):
      "no sample of record \(record) can be written: \(reason)"
    }
  }
}

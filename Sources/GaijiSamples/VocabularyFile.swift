internal import Glibc

/// The lines of a tab-separated vocabulary file, comments and empty lines left out.
struct VocabularyFile {
  struct Line {
    let number: Int
    /// Scalars of each field.
    let fields: [[UInt32]]
  }

  let path: String
  let lines: [Line]

  init(path: String, fieldCount: ClosedRange<Int>) throws(SampleError) {
    self.path = path
    var lines: [Line] = []
    var number = 0
    for line in try readWholeFile(path).split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self).unicodeScalars.map(\.value)
      }
      guard fieldCount.contains(fields.count) else {
        throw .malformed(
          path: path, line: number,
          reason: "\(fields.count) fields separated by tabs; expected \(fieldCount)")
      }
      lines.append(Line(number: number, fields: fields))
    }
    self.lines = lines
  }

  /// Reads a field as a number.
  func number(_ line: Line, _ field: Int, in range: ClosedRange<Int>) throws(SampleError) -> Int {
    let text = String(
      String.UnicodeScalarView(line.fields[field].compactMap { Unicode.Scalar($0) }))
    guard let value = Int(text), range.contains(value) else {
      throw .malformed(
        path: path, line: line.number,
        reason: "field \(field + 1) is \"\(text)\"; expected a whole number in \(range)")
    }
    return value
  }
}

/// The message of the C library for an error number.
func systemMessage(_ errno: Int32) -> String {
  // SAFETY: strerror gives a NUL-terminated string, which is copied at once.
  unsafe String(cString: strerror(errno))
}

private func readWholeFile(_ path: String) throws(SampleError) -> [UInt8] {
  // SAFETY: the path is a NUL-terminated copy for the length of the call.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .cannotRead(path: path, errno: errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 65_536)
  while true {
    // SAFETY: read writes at most block.count bytes into block.
    let count = unsafe block.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0 {
      if errno == EINTR { continue }
      throw .cannotRead(path: path, errno: errno)
    }
    if count == 0 { return bytes }
    bytes += block[..<count]
  }
}

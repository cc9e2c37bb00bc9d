import Foundation
import GaijiFiles
import GaijiTranscoding
import Testing

@Suite struct OccurrenceWriterTests {
  private func line(
    record: Int = 1, _ key: FindingKey, offset: Int = 0, isUnicode: Bool = false,
    output: [UInt32] = []
  ) -> String {
    var bytes: [UInt8] = []
    OccurrenceWriter.appendLine(
      to: &bytes, record: record, key: key, offset: offset, isUnicode: isUnicode, output: output)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `A line names record, column, offset, kind, code and output`() {
    let key = FindingKey(column: 1, kind: .gaiji, code: 0xF040, codeByteCount: 2)
    #expect(
      line(record: 12, key, offset: 12_582_912, output: [0x3013])
        == "12,2,12582912,gaiji,F040,\"〓\"\r\n")
    let header = FindingKey(column: -1, kind: .invalid, code: 0x0A, codeByteCount: 1)
    #expect(line(record: 0, header) == "0,0,0,invalid,0A,\"\"\r\n")
    let sequence = FindingKey(
      column: 0, kind: .unregisteredSequence, code: 0x8FBA, codeByteCount: 7, second: 0xE0101)
    #expect(
      line(sequence, isUnicode: true, output: [0x22, 0x2C, 0x20BB7])
        == "1,1,0,unregistered-sequence,8FBA E0101,\"\"\",𠮷\"\r\n")
    let overflow = FindingKey(column: 0, kind: .overflow, code: 0, codeByteCount: 0)
    #expect(line(overflow) == "1,1,0,overflow,,\"\"\r\n")
  }

  @Test func `The code has the same form in every file of the report`() {
    for (code, count, isUnicode) in [
      (UInt32(0x81), 1, false), (0x8FF5A1, 3, false), (0x0E, 1, false), (0, 1, false),
      (0xE000, 3, true), (0x10DE92, 4, true), (0x41, 1, true),
    ] {
      let key = FindingKey(column: 0, kind: .gaiji, code: code, codeByteCount: count)
      let field = line(key, isUnicode: isUnicode).split(separator: ",")[4]
      #expect(String(field) == key.codeText(isUnicode: isUnicode))
    }
  }

  @Test func `The file appears when it is finished, whole`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/occurrences.csv.gz"
    let key = FindingKey(column: 0, kind: .gaiji, code: 0xF040, codeByteCount: 2)
    var expected = "\u{FEFF}record,column,offset,kind,code,output\r\n"
    var writer = try OccurrenceWriter(path: path)
    var block: [UInt8] = []
    // More than one buffer.
    for record in 1...40_000 {
      let text = line(record: record, key, offset: record * 7, output: [0x3013])
      expected += text
      block += Array(text.utf8)
      if record % 1000 == 0 {
        try writer.append(block)
        block = []
      }
    }
    #expect(try folder.names.allSatisfy { $0.hasPrefix("occurrences.csv.gz.") })
    try writer.finish()
    #expect(try folder.names == ["occurrences.csv.gz"])
    let stored = try Data(contentsOf: URL(filePath: path))
    #expect(stored.count < expected.utf8.count / 4)
    let file = try InputFile(path: path)
    var content = [UInt8](repeating: 0, count: expected.utf8.count + 1)
    let count = try unsafe content.withUnsafeMutableBytes { try unsafe file.read($0) }
    #expect(content[..<count].elementsEqual(expected.utf8))
  }

  @Test func `A run that ends early leaves no file`() throws {
    let folder = try TemporaryFolder()
    do {
      var writer = try OccurrenceWriter(path: folder.path + "/occurrences.csv.gz")
      try writer.append(Array("x".utf8))
    }
    #expect(try folder.names == [])
  }

  @Test func `A full disk is an error`() throws {
    // /dev/full accepts no byte, and is written directly.
    let folder = try TemporaryFolder()
    let path = folder.path + "/occurrences.csv.gz"
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: "/dev/full")
    #expect(throws: ReportFileError(path: path, errno: ENOSPC)) {
      try OccurrenceWriter(path: path).finish()
    }
  }

  @Test func `An unknown folder is named with the reason`() throws {
    #expect(throws: ReportFileError(path: "/nonexistent/o.csv", errno: ENOENT)) {
      _ = try OccurrenceWriter(path: "/nonexistent/o.csv")
    }
  }
}

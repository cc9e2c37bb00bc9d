import Foundation
import Testing

@testable import GaijiCatalog

@Suite struct CSVReaderTests {
  /// `[line] field|field` for a record, `! line:column reason` for a fault.
  private func read(_ bytes: [UInt8]) throws -> [String] {
    let folder = try TemporaryFolder()
    try Data(bytes).write(to: URL(filePath: folder.file("a.csv")))
    var reader = try CSVReader(path: folder.file("a.csv"))
    var items: [String] = []
    while let item = try reader.next() {
      switch item {
      case .success(let record):
        let fields = record.fields.map { String(decoding: $0.bytes, as: UTF8.self) }
        items.append("[\(record.line)] " + fields.joined(separator: "|"))
      case .failure(let fault): items.append("! \(fault.line):\(fault.column) \(fault.reason)")
      }
    }
    return items
  }

  @Test(arguments: [
    ("", []),
    ("a", ["[1] a"]),
    ("a,b\nc,d\n", ["[1] a|b", "[2] c|d"]),
    ("a,b\r\nc,d\r\n", ["[1] a|b", "[2] c|d"]),
    ("\u{FEFF}a,b\n", ["[1] a|b"]),
    ("a,,\n,b\n", ["[1] a||", "[2] |b"]),
    ("\n\na\n\r\n\nb\n", ["[3] a", "[6] b"]),
    ("\"a,\"\"b\"\"\nc\",d\ne\n", ["[1] a,\"b\"\nc|d", "[3] e"]),
    ("\"\",\"\"\n", ["[1] |"]),
    ("a\"b,c\nd\n", ["! 1:1 a quote inside a field that does not begin with one", "[2] d"]),
    ("x,\"a\"b,c\nd\n", ["! 1:2 text after the closing quote", "[2] d"]),
    ("a\rb\nd\n", ["! 1:1 a carriage return without a newline", "[2] d"]),
    ("a\nb,\"c\nd\ne\n", ["[1] a", "! 2:2 the quote is never closed"]),
  ])
  func `Reads RFC 4180 and names line and column of faults`(
    _ text: String, _ expected: [String]
  ) throws {
    #expect(try read(Array(text.utf8)) == expected)
  }

  @Test func `Pieces of the file do not show`() throws {
    // Every alignment of a quote, a comma and CRLF to the 64 KiB pieces.
    for shift in 0..<12 {
      let filler = String(repeating: "x", count: 65_530 - shift)
      let text = "\(filler),\"q\"\"\r\nq\",葛\r\nend,\(filler)\r\n"
      #expect(try read(Array(text.utf8)) == ["[1] \(filler)|q\"\r\nq|葛", "[3] end|\(filler)"])
    }
  }

  @Test func `A field without an end is bounded`() throws {
    let text = "\"" + String(repeating: "a", count: CSVReader.maximumFieldByteCount + 10) + "\nb\n"
    #expect(
      try read(Array(text.utf8)) == ["! 1:1 over 1048576 bytes; is a quote missing?", "[2] b"])
  }

  @Test(arguments: ["", "a", "a,b", "\"", "a\nb", "a\rb", "a\r\nb", "葛\u{E0102}飾", " a "])
  func `What is written is read back`(_ field: String) throws {
    let items = try read(Array(CSVText.line([field, "x"]).utf8))
    #expect(items == ["[1] \(field)|x"])
  }
}

import ArgumentParser
import GaijiCharsets
import GaijiModel

struct CharsetRoundTripCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roundtrip",
    abstract: "Read every code, write its character, compare the bytes.",
    discussion: """
      A code that does not come back shares its character with another one, or its character is \
      never written. Exit status 70: a code is read otherwise than its table has it.
      """)

  @OptionGroup var options: CharsetStoreOptions

  @Argument(help: "The charset.")
  var name: String

  @Flag(help: "Print the lists in full.")
  var list = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let table = try options.open().table(named: name)
    let result = CharsetRoundTrip(table)
    if json {
      print(try JSONText.text(Document(table.name, result)))
    } else {
      print(
        "\(table.name): \(result.codeCount) codes, \(result.exactCount) come back as the same bytes"
      )
      print(
        CharsetText.list(
          "codes that come back otherwise", result.failures.map(Self.line), all: list))
      print(
        CharsetText.list(
          "characters of several codes", result.groups.map(CharsetText.line), all: list))
    }
    guard result.misread.isEmpty else {
      throw failure(
        .software,
        "\(result.misread.count) codes are not read as the table has them, such as "
          + (result.misread.first?.name ?? ""))
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { hexadecimal($0, digits: 2) }.joined()
  }

  private static func line(_ failure: CharsetRoundTrip.Failure) -> String {
    let written = failure.written.isEmpty ? "not written" : "written as \(hex(failure.written))"
    return "\(failure.code.name)  \(CharsetText.character(failure.code.scalars))  \(written)"
  }

  private struct Document: Encodable {
    struct Failure: Encodable {
      var code: String
      var state: Int
      var characters: [String]
      /// Absent when the character is never written.
      var written: String?
    }

    var charset: String
    var codes: Int
    var exact: Int
    var failures: [Failure]
    var groups: [GroupDocument]
    var misread: [CodeDocument]

    init(_ name: String, _ result: CharsetRoundTrip) {
      charset = name
      codes = result.codeCount
      exact = result.exactCount
      failures = result.failures.map {
        Failure(
          code: $0.code.name, state: $0.code.state,
          characters: CharsetText.names($0.code.scalars),
          written: $0.written.isEmpty ? nil : CharsetRoundTripCommand.hex($0.written))
      }
      groups = result.groups.map(GroupDocument.init)
      misread = result.misread.map(CodeDocument.init)
    }
  }
}

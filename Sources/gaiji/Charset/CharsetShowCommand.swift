import ArgumentParser
import GaijiCharsets
import GaijiModel

struct CharsetShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Explain a table: areas, one-way codes, codes that share a character.",
    discussion: """
      JIS areas are laid out as JIS X 0208; other ones are extensions or follow a scheme of their \
      own. A one-way code is read, but its character is written as another code.
      """)

  @OptionGroup var options: CharsetStoreOptions

  @Argument(help: "The charset.")
  var name: String

  @Option(help: ArgumentHelp("Print only these codes, in hexadecimal digits.", valueName: "a[-b]"))
  var codes: String?

  @Flag(help: "Print the lists in full.")
  var list = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let range = try codes.map(Self.range)
    let table = try options.open().table(named: name)
    if let range {
      let found = table.codes.filter { $0.byteCount == range.byteCount && range.codes ~= $0.code }
      if json {
        print(try JSONText.text(found.map(CodeDocument.init)))
      } else {
        for code in found {
          print((table.states.count > 1 ? "\(code.state)  " : "") + CharsetText.line(code))
        }
        if found.isEmpty { print("none of these codes is well-formed in \(table.name)") }
      }
      return
    }
    let inspection = CharsetInspection(table)
    print(json ? try JSONText.text(Document(table, inspection)) : text(table, inspection))
  }

  private static func range(
    _ text: String
  ) throws -> (codes: ClosedRange<UInt32>, byteCount: Int) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    let first = ends.first ?? ""
    let last = ends.last ?? ""
    guard ends.count <= 2, [2, 4, 6].contains(first.utf8.count),
      first.utf8.count == last.utf8.count,
      let from = UInt32(first, radix: 16), let to = UInt32(last, radix: 16), from <= to
    else {
      throw ValidationError("\"\(text)\" is not a code or a range of codes such as 41A1-41FE")
    }
    return (from...to, first.utf8.count / 2)
  }

  private func text(_ table: CharsetTable, _ inspection: CharsetInspection) -> String {
    guard !table.states.isEmpty else {
      return "\(table.name): a Unicode encoding scheme; it has no table"
    }
    var lines = [
      "\(table.name) (\(table.scheme.word)): \(inspection.definedCount) codes with a character, "
        + "\(inspection.undefinedCount) without one",
      "invalid: \(inspection.invalidLeadCount) bytes that begin no code, "
        + "\(inspection.invalidTrailCount) pairs whose second byte cannot follow the first",
    ]
    for shift in table.shifts {
      let bytes = shift.bytes.map { hexadecimal($0, digits: 2) }.joined(separator: " ")
      lines.append("shift to state \(shift.state): \(bytes)")
    }
    lines.append("areas (state, codes, kind, characters)")
    lines += inspection.areas.map(CharsetText.area)
    let dropped = inspection.groupsWithoutSelectors
    lines += [
      CharsetText.list("one-way codes", inspection.oneWay.map(CharsetText.line), all: list),
      CharsetText.list(
        "characters that are written, but not read", inspection.writeOnly.map(CharsetText.line),
        all: list),
      CharsetText.list(
        "characters of several codes", inspection.groups.map(CharsetText.line), all: list),
      "without variation selectors: \(dropped.reduce(0) { $0 + $1.codes.count }) codes of "
        + "\(dropped.count) characters would be one",
    ]
    return lines.joined(separator: "\n")
  }

  private struct Document: Encodable {
    struct Area: Encodable {
      var state: Int
      var first: String
      var last: String
      var kind: String
      var characters: Int
      var undefined: Int
      var projection: [String]?
    }

    struct Shift: Encodable {
      var bytes: String
      var state: Int
    }

    var name: String
    var scheme: String
    var shifts: [Shift]
    var codes: Int
    var undefined: Int
    var invalidBytes: Int
    var invalidPairs: Int
    var areas: [Area]
    var oneWay: [CodeDocument]
    var writtenOnly: [CodeDocument]
    var groups: [GroupDocument]
    var groupsWithoutSelectors: [GroupDocument]

    init(_ table: CharsetTable, _ inspection: CharsetInspection) {
      name = table.name
      scheme = table.scheme.word
      shifts = table.shifts.map {
        Shift(bytes: $0.bytes.map { hexadecimal($0, digits: 2) }.joined(), state: $0.state)
      }
      codes = inspection.definedCount
      undefined = inspection.undefinedCount
      invalidBytes = inspection.invalidLeadCount
      invalidPairs = inspection.invalidTrailCount
      areas = inspection.areas.map { area in
        Area(
          state: area.state, first: hexadecimal(area.firstCode, digits: 2 * area.byteCount),
          last: hexadecimal(area.lastCode, digits: 2 * area.byteCount),
          kind: CharsetText.word(area), characters: area.definedCount,
          undefined: area.undefinedCount,
          projection: area.projection.map { CharsetText.names([$0.lowerBound, $0.upperBound]) })
      }
      oneWay = inspection.oneWay.map(CodeDocument.init)
      writtenOnly = inspection.writeOnly.map(CodeDocument.init)
      groups = inspection.groups.map(GroupDocument.init)
      groupsWithoutSelectors = inspection.groupsWithoutSelectors.map(GroupDocument.init)
    }
  }
}

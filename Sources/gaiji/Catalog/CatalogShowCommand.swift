import ArgumentParser
import GaijiCatalog
import GaijiModel

struct CatalogShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print everything known about a character, a code point or a gaiji.",
    usage: """
      gaiji catalog show MJ026190
      gaiji catalog show U+845B
      gaiji catalog show ORG/SYSTEM F040
      """)

  @OptionGroup var options: CatalogOptions

  @Argument(help: "An identity, a code point, or a system and a code.")
  var subject: [String]

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let query = try Query(subject)
    let catalog = try options.open(.read)
    switch query {
    case .character(let identity):
      let record = try exiting { try catalog.character(identity) }
      print(json ? try JSONText.text(record) : CatalogText.text(record))
    case .scalar(let scalar):
      let record = try exiting { try catalog.scalar(scalar) }
      print(json ? try JSONText.text(record) : CatalogText.text(record))
    case .gaiji(let organization, let system, let code):
      let record = try exiting {
        try catalog.gaiji(organization: organization, system: system, code: code)
      }
      print(json ? try JSONText.text(record) : CatalogText.text(record))
    }
  }

  private enum Query {
    case character(CharacterIdentity)
    case scalar(UInt32)
    case gaiji(organization: String, system: String, code: UInt32)

    init(_ words: [String]) throws {
      if words.count == 2 {
        let names = words[0].split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, let code = UInt32(words[1], radix: 16) else {
          throw ValidationError(
            "\"\(words[0]) \(words[1])\" is not a system and a code such as TOWN/REGISTER F040")
        }
        self = .gaiji(organization: String(names[0]), system: String(names[1]), code: code)
      } else if words.count == 1, let identity = CharacterIdentity(words[0]) {
        self = .character(identity)
      } else if words.count == 1, words[0].uppercased().hasPrefix("U+"),
        let scalar = UInt32(words[0].dropFirst(2), radix: 16), scalar < 0x110000
      {
        self = .scalar(scalar)
      } else {
        throw ValidationError(
          "\"\(words.joined(separator: " "))\" is not an identity (MJ026190), a code point (U+845B) "
            + "or a system and a code (TOWN/REGISTER F040)")
      }
    }
  }
}

/// Records as text for people.
enum CatalogText {
  static func text(_ record: CharacterRecord) -> String {
    var lines = ["\(record.id)  \(record.kind), from \(record.source)"]
    if let glyph = record.glyph { lines.append("  glyph       \(glyph)") }
    lines.append("  code point  \(list(record.direct))")
    lines.append("  IVS         \(list(record.ivs))")
    lines.append("  SVS         \(list(record.svs))")
    for shrink in record.shrink {
      let ground = ShrinkGround(word: shrink.ground)?.japanese ?? shrink.ground
      lines.append("  shrinks to  \(shrink.scalar) \(shrink.text)  \(ground)")
    }
    for fact in record.unihan {
      lines.append("  \(fact.scalar)  \(fact.field.padded(to: 22))\(fact.value)")
    }
    for decision in record.identifications {
      lines.append(
        "  is \(decision.organization)/\(decision.system) \(decision.code): "
          + verdict(decision))
    }
    return lines.joined(separator: "\n")
  }

  static func text(_ record: ScalarRecord) -> String {
    var lines = ["\(record.scalar)  \(record.text)"]
    for sequence in record.sequences {
      lines.append("  \(sequence.sequence.padded(to: 20))\(sequence.character)")
    }
    if let place = record.jisx0213 { lines.append("  JIS X 0213  \(place)") }
    if !record.taxAgency.isEmpty {
      lines.append("  国税庁 JIS縮退マップ  \(list(record.taxAgency))")
    }
    for fact in record.unihan { lines.append("  \(fact.field.padded(to: 22))\(fact.value)") }
    for code in record.codes {
      let note = code.isOneWay ? " (read only: another code is preferred)" : ""
      lines.append("  \(code.charset.padded(to: 16))\(code.code)\(note)")
    }
    return lines.joined(separator: "\n")
  }

  static func text(_ record: GaijiRecord) -> String {
    var lines = ["\(record.organization)/\(record.system) \(record.code) (\(record.charset))"]
    for (index, decision) in record.journal.enumerated() {
      lines.append((index == 0 ? "  now     " : "  before  ") + verdict(decision))
      if !decision.reason.isEmpty { lines.append("          \(decision.reason)") }
      lines.append("          from \(decision.source), recorded \(decision.recordedAt)")
    }
    return lines.joined(separator: "\n")
  }

  private static func verdict(_ decision: DecisionRecord) -> String {
    let grade = IdentificationGrade(word: decision.grade)?.japanese ?? decision.grade
    let character = decision.character.map { $0 + " " } ?? ""
    let who = decision.decidedBy.isEmpty ? "" : " by \(decision.decidedBy)"
    let when = decision.decidedAt.isEmpty ? "" : " at \(decision.decidedAt)"
    return "\(character)\(grade), \(decision.status)\(who)\(when)"
  }

  private static func list(_ items: [String]) -> String {
    items.isEmpty ? "none" : items.joined(separator: ", ")
  }
}

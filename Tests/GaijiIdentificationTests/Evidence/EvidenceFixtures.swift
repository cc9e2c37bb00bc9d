import Foundation
import GaijiModel

@testable import GaijiIdentification

/// Names and facts for tests of evidence.
enum EvidenceFixtures {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// `〓` is the gaiji F040, `＝` the gaiji F041.
  static func units(_ text: String) -> [TextUnit] {
    text.unicodeScalars.map {
      switch $0 {
      case "〓": .gaiji(0xF040)
      case "＝": .gaiji(0xF041)
      default: .scalar($0.value)
      }
    }
  }

  static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  static func entry(_ bases: String, identity: String? = nil) -> IndexEntry {
    IndexEntry(
      identity: identity.flatMap { CharacterIdentity($0) }, name: bases, font: 0, glyph: 1,
      bases: scalars(bases), outlineGroup: 0)
  }

  /// As Unihan 15.0 has them.
  static let facts: CharacterFacts = {
    var entries: [UInt32: CharacterFacts.Entry] = [:]
    func add(_ text: String, on: String, kun: String, _ radical: Int = 0, _ rest: Int = 0) {
      entries[scalars(text)[0]] = .init(
        on: on.split(separator: " ").map(String.init),
        kun: kun.split(separator: " ").map(String.init), radical: radical, residualStrokes: rest)
    }
    add("高", on: "KOU", kun: "TAKAI TAKAMARU TAKASA", 189, 0)
    add("橋", on: "KYOU KOU", kun: "HASHI", 75, 12)
    add("槗", on: "", kun: "HASHI", 75, 12)
    add("嬌", on: "KYOU", kun: "NAMAMEKU", 38, 12)
    add("渡", on: "TO", kun: "WATARU WATASU WATASHI", 85, 9)
    add("辺", on: "HEN", kun: "ATARI BE HOTORI", 162, 2)
    add("辻", on: "", kun: "TSUJI", 162, 2)
    add("本", on: "HON", kun: "MOTO", 75, 1)
    add("田", on: "DEN", kun: "TA", 102, 0)
    add("中", on: "CHUU", kun: "NAKA UCHI ATARU", 2, 3)
    add("川", on: "SEN", kun: "KAWA", 47, 0)
    add("山", on: "SAN SEN", kun: "YAMA", 46, 0)
    add("崎", on: "KI", kun: "SAKI MISAKI", 46, 8)
    add("畸", on: "KI", kun: "", 102, 8)
    add("井", on: "SEI SHOU", kun: "I", 7, 2)
    add("上", on: "JOU SHOU", kun: "UE KAMI NOBORU AGERU", 1, 2)
    add("太", on: "TAI TA", kun: "FUTOI", 37, 1)
    add("郎", on: "ROU", kun: "OTOKO", 163, 7)
    add("大", on: "DAI TAI", kun: "OOKII OO", 37, 0)
    add("野", on: "YA", kun: "NO", 166, 4)
    add("佐", on: "SA", kun: "TASUKE", 9, 5)
    add("木", on: "BOKU MOKU", kun: "KI", 75, 0)
    add("学", on: "GAKU", kun: "MANABU", 39, 5)
    add("校", on: "KOU", kun: "KASE", 75, 6)
    return CharacterFacts(
      entries: entries,
      relatives: [CharacterIdentity("MJ026190")!: [0x8FBA, 0x9089]])
  }()

  /// Evidence of names, each written and read.
  static func readings(_ names: [(String, String)]) -> ReadingEvidence {
    var collector = ReadingCollector()
    for (name, kana) in names { collector.add(units(name), kana: scalars(kana)) }
    return collector.evidence(facts: facts)
  }

  /// The unscaled ratio of each candidate for F040; NaN for one about which nothing is known.
  static func ratios(_ source: some EvidenceSource, _ candidates: String...) -> [Double] {
    source.evidence(for: EvidenceQuery(code: 0xF040), candidates: candidates.map { entry($0) })
      .map { $0?.logLikelihoodRatio ?? .nan }
  }
}

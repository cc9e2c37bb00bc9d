import Foundation
import GaijiModel

@testable import GaijiIdentification

/// A register in which gaiji stand in for known characters: the vocabulary of the sample register
/// (`Data/sample`), with the facts of Unihan.
struct SimulatedRegister {
  static let unihan = "/usr/share/unicode/Unihan_Readings.txt.bz2"
  static let isReady = FileManager.default.fileExists(atPath: unihan)

  struct Name { var text: [UInt32], kana: [UInt32] }

  let names: [Name]
  /// Kanji of the names, ascending, each with others that look like it: the nearest ones in the
  /// first view of the metric among IPAmj's glyphs of other characters (`near-characters.tsv`).
  let lookalikes: [(character: UInt32, others: [UInt32])]
  let facts: CharacterFacts

  init() throws {
    func lines(_ path: String) throws -> [[String]] {
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        .filter { !$0.hasPrefix("#") }
        .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
    let sample = EvidenceFixtures.root.path + "/Data/sample/"
    names = try (lines(sample + "surnames.tsv") + lines(sample + "given-names.tsv")).map {
      Name(text: EvidenceFixtures.scalars($0[0]), kana: EvidenceFixtures.scalars($0[1]))
    }
    let folder = URL(filePath: #filePath).deletingLastPathComponent().path
    lookalikes = try lines(folder + "/near-characters.tsv").map {
      (EvidenceFixtures.scalars($0[0])[0], EvidenceFixtures.scalars($0[1]))
    }
    var entries: [UInt32: CharacterFacts.Entry] = [:]
    for line in try Self.unihanLines() {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let scalar = UInt32(fields[0].dropFirst(2), radix: 16) else {
        continue
      }
      let values = fields[2].split(separator: " ").map(String.init)
      if fields[1] == "kJapaneseOn" {
        entries[scalar, default: .init()].on = values
      } else {
        entries[scalar, default: .init()].kun = values
      }
    }
    facts = CharacterFacts(entries: entries)
  }

  private static func unihanLines() throws -> [Substring] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "bzcat \(unihan) | grep -E 'kJapanese(On|Kun)'"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  /// Every kanji of the names has a gaiji, which stands in every second of its names (in all when it
  /// has one name only): the code is the scalar.
  func isGaiji(_ character: UInt32, inName number: Int) -> Bool {
    // Any fixed half that has nothing to do with the names.
    (UInt64(number) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(character) &* 0xBF58_476D_1CE4_E5B9) >> 40 & 1
      == 0
  }

  /// One name for each kanji of each name, with that kanji as a gaiji, where `isGaiji` says so; and
  /// all names as they are, but for one in ten.
  func forEachText(_ body: ([TextUnit], [UInt32]) -> Void) {
    for (number, name) in names.enumerated() {
      let plain = name.text.map { TextUnit.scalar($0) }
      if number % 10 != 3 { body(plain, name.kana) }
      for place in name.text.indices where (0x3400...0x9FFF).contains(name.text[place]) {
        guard isGaiji(name.text[place], inName: number) else { continue }
        var text = plain
        text[place] = .gaiji(name.text[place])
        body(text, name.kana)
      }
    }
  }

  /// The raw ratios of the right candidate and of each that looks like it, for every kanji that has
  /// evidence.
  func ratios(_ source: some EvidenceSource) -> (right: [Double], wrong: [Double]) {
    var right: [Double] = []
    var wrong: [Double] = []
    for (character, others) in lookalikes {
      let candidates = ([character] + others).map {
        IndexEntry(
          identity: nil, name: "", font: 0, glyph: 0, bases: [$0], outlineGroup: 0)
      }
      let found = source.evidence(for: EvidenceQuery(code: character), candidates: candidates)
      if let own = found[0]?.logLikelihoodRatio { right.append(own) }
      wrong += found.dropFirst().compactMap { $0?.logLikelihoodRatio }
    }
    return (right, wrong)
  }
}

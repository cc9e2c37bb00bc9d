import Foundation
import GaijiFiles
import GaijiIdentification

/// Writes proposals as JSON Lines or CSV, one after another: memory does not follow their number.
final class IdentifyWriter {
  enum Form: String {
    case jsonLines, csv

    /// By the ending of the file's name; JSON Lines for standard output.
    init?(path: String) {
      let name = path.lowercased()
      if name == "-" || name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
        self = .jsonLines
      } else if name.hasSuffix(".csv") {
        self = .csv
      } else {
        return nil
      }
    }
  }

  private let output: OutputFile
  private let form: Form
  private let encoder = JSONEncoder()

  init(path: String, form: Form, replaces: Bool) throws(FileError) {
    output = try OutputFile(path: path, replaces: replaces)
    self.form = form
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if form == .csv { try output.write(Array((Self.columns.joined(separator: ",") + "\n").utf8)) }
  }

  func write(_ proposal: GlyphProposal) throws {
    switch form {
    case .jsonLines:
      var line = try encoder.encode(proposal)
      line.append(0x0A)
      try output.write([UInt8](line))
    case .csv:
      let rows = Self.rows(proposal).map { $0.map(Self.field).joined(separator: ",") + "\n" }
      try output.write(Array(rows.joined().utf8))
    }
  }

  func commit() throws(FileError) { try output.commit() }
  func discard() { output.discard() }

  private static let columns = [
    "source", "place", "code", "decision", "duplicate_of", "rank", "identity", "name",
    "code_points", "score", "same_character", "same_glyph", "grade", "reason_ja", "reason_en",
    "evidence", "why_ja", "why_en",
  ]

  /// A row for each candidate; one without a candidate for a glyph that has none.
  private static func rows(_ proposal: GlyphProposal) -> [[String]] {
    let query = proposal.query
    let head = [
      query.source, query.place, query.code ?? "", proposal.decision.rawValue,
      proposal.duplicateOf ?? "",
    ]
    let why = [
      proposal.reasons.map(\.japanese).joined(separator: "。"),
      proposal.reasons.map(\.english).joined(separator: "; "),
    ]
    guard !proposal.candidates.isEmpty else {
      return [head + ["", "", "", "", "", "", "", proposal.grade.rawValue, "", "", ""] + why]
    }
    return proposal.candidates.map { candidate in
      let evidence = candidate.evidence.map { "\($0.kind) \(digits($0.logLikelihoodRatio, 2))" }
      return head
        + [
          "\(candidate.rank)", candidate.identity ?? "", candidate.name,
          candidate.codePoints.joined(separator: " "), digits(candidate.score, 3),
          digits(candidate.sameCharacter, 5), digits(candidate.sameGlyph, 5),
          candidate.grade.rawValue, candidate.reason.japanese, candidate.reason.english,
          evidence.joined(separator: "; "),
        ] + why
    }
  }

  private static func digits(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)f", value)
  }

  /// Quoted where it must be. A spreadsheet takes what begins with one of these for a formula; no
  /// field of ours begins so but for a foreign file's name, which is then quoted by a leading space.
  private static func field(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+@".unicodeScalars.contains(first) {
      text = " " + text
    }
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    guard text.unicodeScalars.contains(where: special.contains) || text.hasPrefix(" ") else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

import Foundation
import GaijiCatalog
import GaijiGlyphs
import GaijiHashing
import GaijiIdentification
import GaijiModel
import GaijiPolicies

/// The catalogue as the place of proposals: codes of the system, records of a run.
final class IdentifyStore {
  let catalog: Catalog
  let system: PolicyFile.SystemName
  private let charset: String?
  let codes: GaijiCodes
  private var recording: ProposalRecording?
  private var sources: [String: SourceRecord] = [:]
  /// Glyphs whose code is none of the system's gaiji.
  private(set) var foreign = 0

  init(
    _ options: CatalogOptions, _ system: PolicyFile.SystemName, charset: String?,
    _ access: Catalog.Access
  ) throws {
    let catalog = try options.open(access)
    self.catalog = catalog
    self.system = system
    self.charset = charset
    codes = try exiting {
      try catalog.gaijiCodes(
        organization: system.organization, system: system.system, charset: charset)
    }
  }

  /// The code of a glyph in the system's charset; none for a glyph that is none of its gaiji.
  func code(of glyph: CollectedGlyph) -> (text: String?, value: UInt32?) {
    switch glyph.code {
    case .unicode(let sequence) where sequence.selector == 0:
      guard let code = codes.code(of: sequence.base) else { return (glyph.code?.description, nil) }
      return (codes.isUnicode ? sequence.description : Self.hexadecimal(code), code)
    case .charset(let code):
      return (Self.hexadecimal(code), code)
    default:
      return (glyph.code?.description, nil)
    }
  }

  /// Without a system: a private-use code point, or the code as it is.
  static func plainCode(of glyph: CollectedGlyph) -> (text: String?, value: UInt32?) {
    switch glyph.code {
    case .unicode(let sequence) where sequence.selector == 0:
      (sequence.description, sequence.base)
    case .charset(let code): (hexadecimal(code), code)
    default: (glyph.code?.description, nil)
    }
  }

  private static func hexadecimal(_ code: UInt32) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  /// Begins to record a run; `add` and `finish` follow.
  func begin(_ identifier: Identifier, _ target: TargetPrecision, _ evidence: [EvidenceKind]) throws
  {
    let parameters = Parameters(
      target: target.rawValue, fonts: identifier.matcher.index.fontDigests,
      evidence: ["shape"] + evidence.map(\.rawValue))
    let run = IdentificationRun(
      organization: system.organization, system: system.system, charset: charset,
      tool: "gaiji identify \(GaijiVersion.text)",
      model: identifier.matcher.model.wholeDigest.description,
      index: try Self.digest(identifier), parameters: try JSONText.line(parameters))
    recording = try exiting { try catalog.beginRecording(run) }
  }

  func add(
    _ proposal: GlyphProposal, _ pictures: ProposalPictures, _ collection: GlyphCollection
  ) throws {
    guard let code = proposal.query.codeValue else {
      foreign += 1
      return
    }
    var figure: ProposalRecord.Figure?
    if let digest = proposal.query.digest, let png = pictures.figure {
      figure = .init(digest: digest, pixelsPerEm: proposal.query.pixelsPerEm, png: png)
    }
    let record = ProposalRecord(
      code: code, decision: ProposalDecision(rawValue: proposal.decision.rawValue) ?? .review,
      candidates: proposal.candidates.enumerated().map { number, candidate in
        .init(
          identity: candidate.identity.flatMap { CharacterIdentity($0) }, name: candidate.name,
          grade: candidate.grade.grade, sameCharacter: candidate.sameCharacter,
          sameGlyph: candidate.sameGlyph,
          residual: number < pictures.residuals.count ? pictures.residuals[number] : nil)
      },
      reason: proposal.reasons.map(\.japanese).joined(separator: "。"),
      details: pictures.details, figure: figure,
      source: try source(collection))
    guard let recording else { preconditionFailure("a run that was not begun") }
    try exiting { try recording.add(record) }
  }

  private func source(_ collection: GlyphCollection) throws -> SourceRecord {
    if let known = sources[collection.path] { return known }
    var isFolder: ObjCBool = false
    _ = unsafe FileManager.default.fileExists(atPath: collection.path, isDirectory: &isFolder)
    let record = SourceRecord(
      kind: .glyphs, file: URL(filePath: collection.path).lastPathComponent,
      sha256: isFolder.boolValue
        ? nil : SHA256.digest(of: try SmallFile.bytes(collection.path)).description,
      edition: collection.names?.version ?? "", licence: "")
    sources[collection.path] = record
    return record
  }

  /// Stores what was added, all or nothing.
  func finish() throws -> ProposalReport {
    guard let recording else { preconditionFailure("a run that was not begun") }
    self.recording = nil
    return try exiting { try recording.finish() }
  }

  private struct Parameters: Encodable {
    var target: String
    var fonts: [String]
    var evidence: [String]
  }

  /// What makes an index: its fonts and its model.
  private static func digest(_ identifier: Identifier) throws -> String {
    let index = identifier.matcher.index
    let text = ([index.modelDigest] + index.fontDigests).joined(separator: "\n")
    return SHA256.digest(of: Array(text.utf8)).description
  }

  static func text(_ report: ProposalReport) -> String {
    "run \(report.run): \(report.recordedCount) proposals stored, \(report.proposedCount) proposed "
      + "anew, \(report.unchangedCount) as before, \(report.withdrawnCount) withdrawn, "
      + "\(report.standingCount) beside a person's decision"
  }
}

extension JSONText {
  /// On one line, keys sorted.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

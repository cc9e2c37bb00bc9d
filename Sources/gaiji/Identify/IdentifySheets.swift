import GaijiCatalog
import GaijiGlyphs
import GaijiHashing
import GaijiIdentification
import GaijiModel
import GaijiReports

/// Gathers what explanation and contact sheets show: pictures, residual maps, facts.
///
/// Belongs to one thread.
final class IdentifySheets {
  /// Candidates whose strokes are laid over the gaiji's.
  private static let overlayCount = 3

  private let identifier: Identifier
  private let scratch: MatcherScratch
  private let facts: CharacterFactTable?
  private let system: String
  private let settings: [IdentificationSheet.Provenance.Setting]

  /// - Parameter facts: Of the catalogue; readings, radicals and sequences are left out without it.
  init(
    _ identifier: Identifier, facts: CharacterFactTable?, system: String,
    settings: [(label: String, value: String)]
  ) {
    self.identifier = identifier
    scratch = identifier.matcher.makeScratch()
    self.facts = facts
    self.system = system
    self.settings = settings.map { .init(label: $0.label, value: $0.value) }
  }

  /// - Parameters:
  ///   - raster: The gaiji as it was compared.
  ///   - outline: The finer drawing of an outline, by which strokes are compared; `nil` for a bitmap.
  ///   - source: SHA-256 of the input; empty without one.
  func sheet(
    _ proposal: GlyphProposal, raster: GlyphRaster, outline: GlyphRaster?, source: String
  ) throws -> IdentificationSheet {
    let query = GlyphQuery(raster: raster, outline: outline)
    var candidates: [IdentificationSheet.Candidate] = []
    for (number, candidate) in proposal.candidates.enumerated() {
      var shown = IdentificationSheet.Candidate(
        facts: facts(candidate.identity, candidate.codePoints))
      if let entry = candidate.entry, number < max(Self.overlayCount, 3) {
        shown.picture = try picture(entry)
        shown.overlay = try overlay(query, entry)
      }
      candidates.append(shown)
    }
    let siblings = try proposal.siblings.map { sibling in
      IdentificationSheet.Sibling(
        picture: try sibling.entry.map { try picture($0) },
        facts: facts(sibling.identity, sibling.codePoints))
    }
    let index = identifier.matcher.index
    return IdentificationSheet(
      proposal: proposal, system: system, query: outline ?? raster, candidates: candidates,
      siblings: siblings,
      provenance: .init(
        tool: "gaiji identify \(GaijiVersion.text)", source: source,
        model: identifier.matcher.model.wholeDigest.description,
        fonts: zip(index.fonts, index.fontDigests).map {
          .init(name: Self.fileName($0.path), digest: $1)
        }, settings: settings))
  }

  /// The pair of a contact sheet.
  func pair(_ proposal: GlyphProposal, raster: GlyphRaster?) throws -> ContactSheet.Pair {
    // Small is enough to see which character it is, and keeps thousands of them in one page.
    let candidate = try proposal.candidates.first?.entry.map {
      try scratch.raster(ofEntry: $0, pixelsPerEm: 64)
    }
    return .init(proposal: proposal, query: raster, candidate: candidate)
  }

  private func picture(_ entry: Int) throws -> GlyphRaster {
    try scratch.raster(ofEntry: entry, pixelsPerEm: 128)
  }

  private func overlay(
    _ query: GlyphQuery, _ entry: Int
  ) throws -> IdentificationSheet.Overlay? {
    let own = query.outline ?? query.raster
    guard let map = try identifier.matcher.residualMap(of: query, entry: entry, scratch: scratch),
      let framed = Matcher.framed(own, side: 128),
      let other = Matcher.framed(
        try scratch.raster(ofEntry: entry, pixelsPerEm: 128), side: 128)
    else { return nil }
    return .init(query: framed, candidate: other, map: map)
  }

  private func facts(_ name: String?, _ codePoints: [String]) -> IdentificationSheet.Facts {
    var shown = IdentificationSheet.Facts()
    guard let facts, let identity = name.flatMap({ CharacterIdentity($0) }) else { return shown }
    let sequences = facts.sequences[identity] ?? []
    shown.sequences = sequences.map(\.description)
    if let plain = sequences.first(where: { $0.selector == 0 }) {
      shown.text = Unicode.Scalar(plain.base).map { String(Character($0)) } ?? ""
    }
    guard let entry = sequences.lazy.compactMap({ facts.entries[$0.base] }).first else {
      return shown
    }
    shown.readings =
      entry.on.compactMap { Kana.spelled(romaji: $0, isOn: true) }
      + entry.kun.compactMap { Kana.spelled(romaji: $0, isOn: false) }
    shown.radical = entry.radical
    shown.strokes = entry.strokes
    return shown
  }

  /// Where a file lay on a machine is not a fact about it.
  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }
}

internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// Characters for which the target has several forms, or none: those of a table charset, and bases
/// with a variation selector.
extension UnitResolver {
  /// A character in a table charset: a standard code before a gaiji. `nil` when it has neither.
  func spelled(
    _ character: SourceCharacter, _ scalars: [UInt32], by spelling: CharsetSpelling, selected: Bool
  ) -> Outcome? {
    let identity = CharsetSpelling.identity(of: scalars, in: release)
    guard let written = spelling.written(scalars) else {
      guard selected, let identity, var gaiji = asTargetGaiji(identity) else { return nil }
      if character.isOneWay { gaiji.disposition = .lossy }
      return gaiji
    }
    if written.isExact, !character.isOneWay {
      // Nothing is known of a sequence that the release does not have but that it was kept.
      if isVariationSelector(character.second), identity == nil {
        return Outcome(
          .reported, scalars: written.scalars, finding: .unregisteredSequence, action: .keep)
      }
      let isItself = written.scalars == scalars && character.second == 0
      return Outcome(.exact, scalars: written.scalars, identity: isItself ? nil : identity)
    }
    return Outcome(
      .lossy, scalars: written.scalars, finding: .lossy,
      identity: written.scalars == scalars && written.isExact ? nil : identity)
  }

  /// A base with a variation selector.
  func resolveVariation(
    _ character: SourceCharacter, scalars: [UInt32], selected: Bool
  ) -> Outcome {
    let sequence = CharacterSequence(character.scalar, selector: character.second)
    let identity = release.identity(of: sequence)
    if selected, policy.target == .jisx0213 || policy.target == .jisx0208 {
      return shrunk(character, identity: identity)
    }
    if let spelling {
      return spelled(character, scalars, by: spelling, selected: selected)
        ?? failed(.unencodable, character, identity: identity)
    }
    let disposition: Outcome.Disposition = character.isOneWay ? .lossy : .exact
    let finding: FindingKind? = character.isOneWay ? .lossy : nil
    guard let identity else {
      // Another collection's sequence, or none at all: it says something we cannot check.
      return Outcome(.reported, scalars: scalars, finding: .unregisteredSequence, action: .keep)
    }
    if !selected {
      return Outcome(disposition, scalars: scalars, finding: finding, identity: identity)
    }
    guard let written = write(identity, isGaiji: false) else {
      return failed(.unencodable, character, identity: identity)
    }
    return Outcome(
      disposition, scalars: written.scalars, finding: finding, identity: identity)
  }
}

internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// Outputs in a table charset: read with its decode table, which says what was really written.
extension Explanation {
  /// What the target's codes for some spellings of one character read as: its own table says what
  /// the output shows.
  ///
  /// - Parameters:
  ///   - identity: `nil` when the release does not know the character.
  ///   - own: The source character.
  func codes(
    for spellings: [[UInt32]], of identity: CharacterIdentity?, own: [UInt32]
  ) -> [Candidate] {
    var written = spellings
    if policy.preference == .position {
      // The code of the bare base stands for every figure of it.
      for scalars in spellings where scalars.count == 2 && isVariationSelector(scalars[1]) {
        written.append([scalars[0]])
      }
    }
    return written.compactMap { scalars in
      guard let reading = target.reading(of: scalars) else { return nil }
      if reading == own { return (reading, .identical) }
      let isSame = identity != nil && self.identity(of: reading) == identity
      return (reading, isSame ? .sameFigure : .merged)
    }
  }

  func gaiji(of identity: CharacterIdentity) -> [[UInt32]] {
    targetGaiji[identity, default: []].map { [$0] }
  }

  private func identity(of scalars: [UInt32]) -> CharacterIdentity? {
    switch scalars.count {
    case 1: release.identity(ofBare: scalars[0])
    case 2 where isVariationSelector(scalars[1]):
      release.identity(of: CharacterSequence(scalars[0], selector: scalars[1]))
    default: nil
    }
  }
}

internal import GaijiModel
internal import GaijiRelease

/// 縮退: another character of the JIS sets, on a ground that the policy lists.
extension UnitResolver {
  func shrunk(_ character: SourceCharacter, identity: CharacterIdentity?) -> Outcome {
    if let identity, let written = shrink(identity) {
      return Outcome(
        .lossy, scalars: written.scalars, finding: .shrunk, identity: identity,
        ground: written.ground)
    }
    if character.second == 0, let scalars = taxAgency(character.scalar) {
      return Outcome(.lossy, scalars: scalars, finding: .shrunk, ground: .taxAgency)
    }
    return failed(.unencodable, character, identity: identity)
  }

  func shrink(
    _ identity: CharacterIdentity
  ) -> (scalars: [UInt32], ground: ShrinkGround?)? {
    if let choice = policy.shrink.choices[identity], isInRepertoire(choice) {
      return ([choice], nil)
    }
    // The figure without its selector when the bare code point is in the repertoire and shows it.
    if let direct = release.forms(of: identity)?.direct.first(where: isInRepertoire) {
      return ([direct], nil)
    }
    let targets = release.shrinkTargets(of: identity)
    for ground in policy.shrink.grounds where ground != .taxAgency {
      let candidates = targets.filter { $0.ground == ground }.compactMap { target in
        isInRepertoire(target.scalar) ? [target.scalar] : taxAgency(target.scalar)
      }
      let distinct = Set(candidates)
      if distinct.count == 1 || (distinct.count > 1 && policy.shrink.takesFirstOfMany) {
        return (candidates[0], ground)
      }
      if distinct.count > 1 { return nil }
    }
    for direct in release.forms(of: identity)?.direct ?? [] {
      if let scalars = taxAgency(direct) { return (scalars, .taxAgency) }
    }
    return nil
  }

  /// JIS X 0213 → JIS X 0208, only for that target and only when the policy lists the ground.
  private func taxAgency(_ scalar: UInt32) -> [UInt32]? {
    guard policy.target == .jisx0208, policy.shrink.grounds.contains(.taxAgency) else { return nil }
    let scalars = release.taxAgencyTargets(of: scalar)
    return scalars.isEmpty || !scalars.allSatisfy(isInRepertoire) ? nil : scalars
  }

  /// ASCII, half-width katakana and the JIS set; the full-width and Windows spellings of its
  /// symbols (U+FF5E for U+301C, ...) count as the JIS character that they spell.
  func isInRepertoire(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 || (0xFF01...0xFF9F).contains(scalar) || (0xFFE0...0xFFE6).contains(scalar)
      || scalar == 0x2225
    {
      return true
    }
    return policy.target == .jisx0208
      ? release.isJISX0208(scalar) : release.isJISX0213(scalar)
  }
}

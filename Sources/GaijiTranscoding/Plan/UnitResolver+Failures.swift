internal import GaijiCharsets
internal import GaijiModel

/// What is written for a character that cannot be.
extension UnitResolver {
  func failed(
    _ failure: ConversionPolicy.Failure, _ character: SourceCharacter,
    identity: CharacterIdentity? = nil
  ) -> Outcome {
    let action = policy.actions[failure]
    let finding = FindingKind(failure)
    switch action {
    case .reject:
      return Outcome(.reject, scalars: [], finding: finding, action: action, identity: identity)
    case .stop:
      return Outcome(.stop, scalars: [], finding: finding, action: action, identity: identity)
    case .substitute:
      return Outcome(
        .substituted, scalars: policy.substitutes[failure], finding: finding, action: action,
        identity: identity)
    case .escape:
      return Outcome(
        .reported, scalars: escape(failure, character, identity: identity), finding: finding,
        action: action, identity: identity)
    case .keep:
      if failure == .invalid || failure == .undefined {
        return Outcome(
          .reported, scalars: [], finding: finding, action: action,
          raw: codeBytes(character))
      }
      let scalars =
        character.second == 0 ? [character.scalar] : [character.scalar, character.second]
      if canWrite(scalars) {
        return Outcome(
          .reported, scalars: scalars, finding: finding, action: action, identity: identity)
      }
      // A gaiji that the target has no private-use code for: never dropped, so escaped.
      return Outcome(
        .reported, scalars: escape(failure, character, identity: identity), finding: finding,
        action: .escape, identity: identity)
    }
  }

  private func codeBytes(_ character: SourceCharacter) -> [UInt8] {
    (0..<Int(character.byteCount)).reversed().map {
      UInt8(truncatingIfNeeded: character.code >> ($0 * 8))
    }
  }

  func tag(_ identity: CharacterIdentity) -> [UInt32] {
    "{\(identity)}".unicodeScalars.map(\.value)
  }

  /// `{MJ026190}`, `{cp932:F040}`, `{bytes:81}` or `{U+2000B}`: ASCII only, and enough to recover
  /// what stood there.
  private func escape(
    _ failure: ConversionPolicy.Failure, _ character: SourceCharacter,
    identity: CharacterIdentity?
  ) -> [UInt32] {
    if let identity { return tag(identity) }
    let text: String
    switch character.kind {
    case .invalid, .cut:
      text = "{bytes:\(hexadecimal(character.code, digits: Int(character.byteCount) * 2))}"
    case .undefined:
      text =
        "{\(source.name):\(hexadecimal(character.code, digits: Int(character.byteCount) * 2))}"
    case .gaiji where !source.states.isEmpty:
      text =
        "{\(source.name):\(hexadecimal(character.code, digits: Int(character.byteCount) * 2))}"
    case .gaiji, .character:
      text =
        "{" + scalarName(character.scalar)
        + (character.second == 0 ? "" : "_" + hexadecimal(character.second, digits: 4)) + "}"
    }
    return text.unicodeScalars.map(\.value)
  }
}

extension FindingKind {
  init(_ failure: ConversionPolicy.Failure) {
    switch failure {
    case .invalid: self = .invalid
    case .undefined: self = .undefined
    case .gaiji: self = .gaiji
    case .unencodable: self = .unencodable
    case .overflow: self = .overflow
    }
  }
}

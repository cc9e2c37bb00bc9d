internal import GaijiCharsets
internal import GaijiModel

/// The gaiji of the target charset by the character that a system's decisions give them: the way
/// back of a gaiji mapping.
struct TargetGaiji: Sendable {
  /// What is written for a character.
  struct Gaiji: Equatable {
    /// The private-use scalar of the gaiji in the target's projection; of the lowest code.
    var scalar: UInt32
    /// The grade of the decision on that code.
    var grade: IdentificationGrade
    /// Whether no other gaiji is the same character.
    var isOnly: Bool
  }

  private var gaiji: [CharacterIdentity: Gaiji] = [:]
  /// All of an identity, ascending by code.
  private(set) var scalars: [CharacterIdentity: [UInt32]] = [:]

  /// - Parameter mappings: Usable decisions, by codes of the target. A code that the target has no
  ///   gaiji for is passed over.
  init(_ mappings: [GaijiMapping], in target: CharsetTable) {
    for mapping in mappings.sorted(by: { $0.code < $1.code }) {
      guard let identity = mapping.identity,
        let scalar = target.privateUseScalar(of: mapping.codeBytes),
        target.encoding.entry(for: scalar) != 0
      else { continue }
      scalars[identity, default: []].append(scalar)
      if gaiji[identity] == nil {
        gaiji[identity] = Gaiji(scalar: scalar, grade: mapping.grade, isOnly: true)
      } else {
        gaiji[identity]?.isOnly = false
      }
    }
  }

  subscript(identity: CharacterIdentity) -> Gaiji? { gaiji[identity] }

  /// The scalar itself, where it is that of a gaiji which is this character.
  func own(_ scalar: UInt32, of identity: CharacterIdentity) -> UInt32? {
    scalars[identity]?.contains(scalar) == true ? scalar : nil
  }
}

extension GaijiMapping {
  /// The code, first byte first.
  var codeBytes: [UInt8] {
    let count = code > 0xFFFF ? 3 : code > 0xFF ? 2 : 1
    return (0..<count).reversed().map { UInt8(truncatingIfNeeded: code >> ($0 * 8)) }
  }
}

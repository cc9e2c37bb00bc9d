public import GaijiCharsets
public import GaijiModel
public import GaijiRelease

/// An organisation's system, whose gaiji a conversion maps.
public struct SystemReference: Hashable, Sendable, CustomStringConvertible {
  public var organization: String
  public var system: String

  public init(organization: String, system: String) {
    self.organization = organization
    self.system = system
  }

  /// Reads `ORGANISATION/SYSTEM`; the organisation may not contain a slash.
  public init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    organization = String(text[..<slash])
    system = String(text[text.index(after: slash)...])
    if organization.isEmpty || system.isEmpty { return nil }
  }

  public var description: String { "\(organization)/\(system)" }
}

/// A policy made concrete by a mapping release: checked, with its tables found. Immutable; any
/// number of engines work from one plan.
public struct ConversionPlan: Sendable {
  public let policy: ConversionPolicy
  public let release: MappingRelease
  public let system: SystemReference?
  public let source: CharsetTable
  public let target: CharsetTable
  let resolver: UnitResolver

  public init(
    policy: ConversionPolicy, release: MappingRelease, system: SystemReference? = nil
  ) throws(PlanError) {
    self.policy = policy
    self.release = release
    self.system = system
    source = try Self.charset(policy.source, in: release)
    target = try Self.charset(policy.target.charsetName, in: release)
    if target.scheme == .utf16 || target.scheme == .utf32 {
      throw .unicodeWithoutOrder(target.name)
    }
    var mappings: [GaijiMapping] = []
    if let system {
      mappings = try Self.mappings(of: system, for: source, in: release)
    }
    resolver = UnitResolver(
      policy: policy, release: release, source: source, target: target, mappings: mappings)
    try check()
  }

  private static func charset(
    _ name: String, in release: MappingRelease
  ) throws(PlanError) -> CharsetTable {
    guard let table = release.charset(CharsetNames.canonical(name) ?? name) else {
      throw .unknownCharset(name: name, known: release.charsetNames)
    }
    return table
  }

  /// The system's mappings, keyed by codes of the source. A system that is known by the codes of a
  /// table charset also serves Unicode data, through the private-use projection of its codes.
  private static func mappings(
    of reference: SystemReference, for source: CharsetTable, in release: MappingRelease
  ) throws(PlanError) -> [GaijiMapping] {
    guard
      let found = release.system(
        organization: reference.organization, system: reference.system)
    else {
      throw .unknownSystem(
        organization: reference.organization, system: reference.system,
        known: release.systems.map { "\($0.organization)/\($0.system)" })
    }
    if found.charset == source.name { return found.mappings }
    let own = try charset(found.charset, in: release)
    guard source.states.isEmpty else {
      throw .systemCharset(
        system: reference.description, charset: found.charset, source: source.name)
    }
    if own.states.isEmpty { return found.mappings }
    return found.mappings.compactMap { mapping in
      let byteCount = mapping.code > 0xFFFF ? 3 : mapping.code > 0xFF ? 2 : 1
      let bytes = (0..<byteCount).reversed().map {
        UInt8(truncatingIfNeeded: mapping.code >> ($0 * 8))
      }
      guard let scalar = own.privateUseScalar(of: bytes) else { return nil }
      return GaijiMapping(
        code: scalar, identity: mapping.identity, grade: mapping.grade, status: mapping.status)
    }
  }

  private func check() throws(PlanError) {
    if policy.actions.overflow == .escape { throw .overflowEscape }
    for failure in [ConversionPolicy.Failure.invalid, .undefined]
    where policy.actions[failure] == .keep && source.name != target.name {
      throw .cannotKeep(failure, source: source.name, target: target.name)
    }
    // Only where a character's first byte tells that it is one: a kept lead byte of CP932 would take
    // the first byte of whatever replaced the next character for its trail, and a code of a shifted
    // charset means something else in another state.
    if policy.actions.invalid == .keep, !source.states.isEmpty {
      throw .keptBytesWouldJoin(.invalid, charset: source.name)
    }
    if policy.actions.undefined == .keep, source.scheme == .shifted {
      throw .keptBytesWouldJoin(.undefined, charset: source.name)
    }
    if policy.actions.unencodable == .keep, !resolver.targetIsUnicode {
      throw .cannotKeep(.unencodable, source: source.name, target: target.name)
    }
    for failure in ConversionPolicy.Failure.allCases {
      for scalar in policy.substitutes[failure] {
        if [0x0A, 0x0D, 0x22].contains(scalar) || isVariationSelector(scalar) {
          throw .substituteIsStructure(failure, scalar: scalar)
        }
        if policy.actions[failure] == .substitute, !resolver.canWrite([scalar]) {
          throw .substituteNotEncodable(failure, scalar: scalar, target: target.name)
        }
      }
    }
  }

  /// Whether the output can hold bytes that are no characters.
  var keepsBytes: Bool { policy.actions.invalid == .keep || policy.actions.undefined == .keep }

  /// Whether the fast engine can do it: structure and ASCII are single bytes that stand for
  /// themselves on both sides, and an output is always the same bytes.
  var usesByteEngine: Bool {
    source.hasPlainASCII && target.hasPlainASCII
  }
}

extension CharsetTable {
  /// UTF-8, or a lead-byte charset in which 00–7F are ASCII.
  var hasPlainASCII: Bool {
    switch scheme {
    case .utf8: true
    case .leadByte:
      (0..<0x80).allSatisfy {
        states[0].lengths[$0] == 1 && states[0].one[$0] == UInt32($0)
          && encoding.entry(for: UInt32($0)) == 1 << 28 | UInt32($0)
      }
    default: false
    }
  }

  /// The private-use scalar of a gaiji code, or `nil` when the bytes are no gaiji code.
  func privateUseScalar(of bytes: [UInt8]) -> UInt32? {
    for state in states {
      guard let lead = bytes.first, Int(state.lengths[Int(lead)]) == bytes.count else { continue }
      let raw: UInt32
      switch bytes.count {
      case 1: raw = state.one[Int(lead)]
      case 2: raw = state.two[Int(bytes[0]) << 8 | Int(bytes[1])]
      default: raw = state.three[Int(bytes[1]) << 8 | Int(bytes[2])]
      }
      let entry = DecodeEntry(rawValue: raw)
      if entry.isGaiji { return entry.value }
    }
    return nil
  }
}

extension ConversionPlan {
  /// The decisions that the policy accepts, by source code.
  var usableMappings: [UInt32: GaijiMapping] { resolver.mappings }
}

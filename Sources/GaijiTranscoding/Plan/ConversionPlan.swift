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

  /// - Parameter system: Whose gaiji they are: a system of the source's code system, or, for a
  ///   Unicode source, of any charset. Where the target has the same gaiji areas, characters that it
  ///   has no standard code for are written as the gaiji that the system's decisions give them, so
  ///   that what was made from such a charset goes back to it.
  public init(
    policy: ConversionPolicy, release: MappingRelease, system: SystemReference? = nil
  ) throws(PlanError) {
    if let base = policy.projection, !projectionRange.contains(base) {
      throw .projectionOutside(base)
    }
    self.policy = policy
    self.release = release
    self.system = system
    source = try Self.charset(policy.source, in: release, for: policy)
    target = try Self.charset(policy.target.charsetName, in: release, for: policy)
    if target.scheme == .utf16 || target.scheme == .utf32 {
      throw .unicodeWithoutOrder(target.name)
    }
    var gaiji: (source: [GaijiMapping], target: [GaijiMapping]) = ([], [])
    if let system {
      gaiji = try Self.mappings(
        of: system, source: source, target: target, in: release, for: policy)
    }
    resolver = UnitResolver(
      policy: policy,
      release: try Self.verified { () throws(ReleaseError) in try release.characters() },
      source: source, target: target, mappings: gaiji.source, targetMappings: gaiji.target)
    try check()
  }

  /// What a release gives once it has been checked.
  private static func verified<R>(_ part: () throws(ReleaseError) -> R) throws(PlanError) -> R {
    do throws(ReleaseError) { return try part() } catch { throw .release(error) }
  }

  /// The charset as the policy wants it read and written.
  private static func charset(
    _ name: String, in release: MappingRelease, for policy: ConversionPolicy
  ) throws(PlanError) -> CharsetTable {
    let found = try verified { () throws(ReleaseError) in
      try release.charset(CharsetNames.canonical(name) ?? name)
    }
    guard let table = found else {
      throw .unknownCharset(name: name, known: release.charsetNames)
    }
    do {
      return try table.adapted(
        preference: policy.preference, projection: policy.projection,
        doubleSpace: policy.doubleSpace)
    } catch {
      throw .cannotAdapt(error)
    }
  }

  /// The system's mappings: keyed by codes of the source, and, where the target has the system's
  /// gaiji, by codes of the target.
  ///
  /// A system that is known by the codes of a table charset also serves the other charsets with the
  /// same gaiji areas (the pure and the mixed forms of one code system), and Unicode data through
  /// the private-use projection of its codes.
  private static func mappings(
    of reference: SystemReference, source: CharsetTable, target: CharsetTable,
    in release: MappingRelease, for policy: ConversionPolicy
  ) throws(PlanError) -> (source: [GaijiMapping], target: [GaijiMapping]) {
    guard
      let found = release.system(
        organization: reference.organization, system: reference.system)
    else {
      throw .unknownSystem(
        organization: reference.organization, system: reference.system,
        known: release.systems.map { "\($0.organization)/\($0.system)" })
    }
    let mappings = try verified { () throws(ReleaseError) in try found.mappings }
    let own = try charset(found.charset, in: release, for: policy)
    let ofTarget =
      !own.states.isEmpty && (own.name == target.name || own.sharesGaiji(with: target))
      ? mappings : []
    if own.name == source.name || own.sharesGaiji(with: source) { return (mappings, ofTarget) }
    guard source.states.isEmpty else {
      throw .systemCharset(
        system: reference.description, charset: found.charset, source: source.name)
    }
    if own.states.isEmpty { return (mappings, ofTarget) }
    let projected = mappings.compactMap { mapping -> GaijiMapping? in
      guard let scalar = own.privateUseScalar(of: mapping.codeBytes) else { return nil }
      return GaijiMapping(
        code: scalar, identity: mapping.identity, grade: mapping.grade, status: mapping.status)
    }
    return (projected, ofTarget)
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

  /// Whether the target can hold a delimited file: a vendor's pure two-byte charset has no newline.
  func checkStructure(_ format: RecordFormat) throws(PlanError) {
    guard !resolver.targetIsUnicode else { return }
    var structure: [UInt32] = [0x0A, 0x0D]
    if format != .lines { structure += [0x22, format.delimiter] }
    for scalar in structure where target.encoding.entry(for: scalar) == 0 {
      throw .noStructure(charset: target.name, scalar: scalar)
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

  /// The private-use scalars of the target's gaiji by the character that the accepted decisions give
  /// them.
  var usableTargetGaiji: [CharacterIdentity: [UInt32]] { resolver.targetGaiji.scalars }
}

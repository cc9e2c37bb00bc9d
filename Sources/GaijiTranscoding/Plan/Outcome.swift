public import GaijiModel

/// What becomes of one source character in one kind of column: decided once for each distinct
/// character by a `UnitResolver`, looked up by the engines ever after.
public struct Outcome: Sendable, Hashable {
  /// The column of the conservation account that the character is counted in.
  public enum Disposition: UInt8, Sendable {
    case exact = 0
    /// Many-to-one: the output does not lead back to this very code.
    case lossy = 1
    case substituted = 2
    /// Kept or escaped, and in the report.
    case reported = 3
    /// The record goes to the side file.
    case reject = 4
    /// The run ends.
    case stop = 5
  }

  public var disposition: Disposition
  /// What the report says of it; `nil` for an ordinary character.
  public var finding: FindingKind?
  public var action: ConversionPolicy.Action?
  public var identity: CharacterIdentity?
  public var grade: IdentificationGrade?
  public var ground: ShrinkGround?
  /// The output as Unicode scalars.
  public var scalars: [UInt32]
  /// Bytes to copy from the source as they are, instead of `scalars` (invalid bytes kept).
  public var raw: [UInt8]

  public init(
    _ disposition: Disposition, scalars: [UInt32], finding: FindingKind? = nil,
    action: ConversionPolicy.Action? = nil, identity: CharacterIdentity? = nil,
    grade: IdentificationGrade? = nil, ground: ShrinkGround? = nil, raw: [UInt8] = []
  ) {
    self.disposition = disposition
    self.finding = finding
    self.action = action
    self.identity = identity
    self.grade = grade
    self.ground = ground
    self.scalars = scalars
    self.raw = raw
  }
}

/// One source character as the resolver sees it: a decoded code, with the variation selector that
/// followed it where there was one.
public struct SourceCharacter: Sendable, Hashable {
  public enum Kind: UInt8, Sendable {
    case character, gaiji, undefined, invalid
    /// The start of a code that the end of its field cuts.
    case cut
  }

  public var kind: Kind
  public var isOneWay: Bool
  /// The bytes of the code (a scalar for the Unicode schemes) and how many there are.
  public var code: UInt32
  public var byteCount: UInt8
  public var scalar: UInt32
  /// A second scalar or a variation selector; 0 otherwise.
  public var second: UInt32

  public init(
    kind: Kind, isOneWay: Bool = false, code: UInt32, byteCount: UInt8, scalar: UInt32,
    second: UInt32 = 0
  ) {
    self.kind = kind
    self.isOneWay = isOneWay
    self.code = code
    self.byteCount = byteCount
    self.scalar = scalar
    self.second = second
  }
}

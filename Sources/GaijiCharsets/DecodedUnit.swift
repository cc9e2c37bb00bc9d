/// What one step of a decoder found.
public struct DecodedUnit: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case character
    /// A code of a gaiji area; `scalar` is its private-use projection. For the Unicode schemes:
    /// a private-use scalar.
    case gaiji
    /// A well-formed code without a character.
    case undefined
    /// A byte that no code can start with, or a code cut short; always one byte for the table
    /// charsets.
    case invalid
    /// A shift sequence or byte order mark: no character, but bytes that must be accounted for.
    case shift
  }

  public var kind: Kind
  /// Another code is the preferred one for this character (many-to-one).
  public var isOneWay: Bool
  /// Bytes of the source that this unit covers.
  public var byteCount: UInt8
  /// The bytes of the code, most significant first; the scalar for Unicode schemes.
  public var code: UInt32
  /// The first scalar; 0 where there is none.
  public var scalar: UInt32
  /// The second scalar of a code that stands for two (か + ゚); 0 otherwise.
  public var second: UInt32
  /// Bytes from the start of the stream to the first byte of this unit.
  public var offset: Int

  public init(
    kind: Kind, isOneWay: Bool = false, byteCount: UInt8, code: UInt32, scalar: UInt32 = 0,
    second: UInt32 = 0, offset: Int
  ) {
    self.kind = kind
    self.isOneWay = isOneWay
    self.byteCount = byteCount
    self.code = code
    self.scalar = scalar
    self.second = second
    self.offset = offset
  }
}

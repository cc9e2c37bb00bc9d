/// One table of a vendor's code system: its one-byte or its two-byte codes, as a published file
/// gives them. Several parts and shift sequences make a charset.
public struct CharsetPart: Hashable, Sendable {
  /// `fujitsu-ebcdik`, `jef`, `keis83`, ...
  public var name: String
  public var rows: [Row]

  public init(name: String, rows: [Row]) {
    self.name = name
    self.rows = rows
  }

  /// A code and a character. A code or a character may stand in several rows.
  public struct Row: Hashable, Sendable {
    /// The code's bytes, most significant first.
    public var code: UInt32
    /// 1...3.
    public var byteCount: Int
    public var first: UInt32
    /// A variation selector or another second scalar; 0 otherwise.
    public var second: UInt32
    public var use: Use

    public init(code: UInt32, byteCount: Int, first: UInt32, second: UInt32 = 0, use: Use = .both) {
      self.code = code
      self.byteCount = byteCount
      self.first = first
      self.second = second
      self.use = use
    }
  }

  public enum Use: UInt8, Hashable, Sendable {
    case both = 0
    /// Read, never written: another code is written for the character.
    case decodeOnly = 1
    /// Written, never read: the code means another character.
    case encodeOnly = 2
  }
}

/// The name of one character figure: an MJ文字図形名 (`MJ026190`) or a 行政事務標準文字 added
/// character (`GJ000001`).
///
/// Identities are what the catalogue stores; code points are derived from them per data release.
/// Written form: `MJ` or `GJ` and exactly six ASCII digits. A value is well formed, not necessarily
/// assigned.
public struct CharacterIdentity: Hashable, Sendable, Comparable, CustomStringConvertible {
  public enum Collection: UInt8, Sendable, CaseIterable {
    /// 文字情報基盤 (Moji Joho Kiban).
    case mj = 0
    /// 行政事務標準文字, the characters added to MJ.
    case gj = 1

    public var prefix: String { self == .mj ? "MJ" : "GJ" }
  }

  /// Bit 24: the collection; bits 0–23: the number. Orders MJ before GJ, then by number.
  public let rawValue: UInt32

  public var collection: Collection { rawValue >> 24 == 0 ? .mj : .gj }
  public var number: UInt32 { rawValue & 0xFF_FFFF }

  /// `nil` when `number` has more than six digits.
  public init?(_ collection: Collection, number: UInt32) {
    guard number <= 999_999 else { return nil }
    rawValue = UInt32(collection.rawValue) << 24 | number
  }

  /// `nil` when the bits are not those of an identity.
  public init?(rawValue: UInt32) {
    guard rawValue >> 24 <= 1, rawValue & 0xFF_FFFF <= 999_999 else { return nil }
    self.rawValue = rawValue
  }

  /// Reads the written form. Full-width and lower-case forms are not accepted.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 8, bytes[1] == UInt8(ascii: "J") else { return nil }
    guard bytes[2...].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let collection: Collection
    switch bytes[0] {
    case UInt8(ascii: "M"): collection = .mj
    case UInt8(ascii: "G"): collection = .gj
    default: return nil
    }
    self.init(collection, number: bytes[2...].reduce(0) { $0 * 10 + UInt32($1 & 15) })
  }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  public var description: String {
    let digits = String(number)
    return collection.prefix + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }
}

public import GaijiModel

/// How the bytes of a charset are cut into codes.
public enum CodingScheme: UInt8, Sendable, CaseIterable {
  case utf8 = 1
  /// UTF-16/32: a byte order mark is accepted where the name does not fix the order, big-endian
  /// without one.
  case utf16 = 2
  case utf16le = 3
  case utf16be = 4
  case utf32 = 5
  case utf32le = 6
  case utf32be = 7
  /// The lead byte decides how long a code is (CP932, Shift_JIS, EUC).
  case leadByte = 16
  /// Shift sequences switch between states of one-byte and two-byte codes (ISO-2022-JP, EBCDIC
  /// hosts).
  case shifted = 17
}

/// A code system as data: a coding scheme and tables from code to characters and back.
///
/// The Unicode schemes have no tables (`states` is empty and `encoding` has no entries).
public struct CharsetTable: Sendable {
  /// Canonical lower-case name: `cp932`, `eucjp-ms`, `ibm1399`, ...
  public let name: String
  public let scheme: CodingScheme
  /// leadByte: one state, whose `lengths` give the code length. shifted: state 0 is the initial one.
  public let states: [State]
  /// shifted: byte sequences that change the state. Longest match first.
  public let shifts: [Shift]
  /// Second scalars of codes that decode to two: pairs (first, second), indexed by a
  /// `DecodeEntry.sequence`.
  public let sequences: FlatTable<UInt32>
  public let encoding: EncodeTable
  /// Pairs (two-byte code, scalar), ascending by code: codes of the area that is laid out as JIS X
  /// 0208, whose character here is not the one that JIS X 0208:1990 has at that row and cell, and
  /// the latter (領域重視). Empty for charsets without such an area.
  public let positions: FlatTable<UInt32>

  public init(
    name: String, scheme: CodingScheme, states: [State] = [], shifts: [Shift] = [],
    sequences: FlatTable<UInt32> = FlatTable([]), encoding: EncodeTable = EncodeTable.empty,
    positions: FlatTable<UInt32> = FlatTable([])
  ) {
    self.name = name
    self.scheme = scheme
    self.states = states
    self.shifts = shifts
    self.sequences = sequences
    self.encoding = encoding
    self.positions = positions
  }

  /// Decode tables of one state.
  public struct State: Sendable {
    /// 256 entries: the length in bytes of a code that starts with this byte (1, 2, 3), or 0 when
    /// no code does. In a `shifted` charset all codes of a state have one length; bytes that the
    /// state leaves to controls (such as newline in a two-byte state) have length 1.
    public let lengths: FlatTable<UInt8>
    /// 256 `DecodeEntry` values, by byte.
    public let one: FlatTable<UInt32>
    /// 65,536 `DecodeEntry` values by lead << 8 | trail, or none when the state has no two-byte codes.
    public let two: FlatTable<UInt32>
    /// 65,536 values by second << 8 | third after the only three-byte lead (8F), or none.
    public let three: FlatTable<UInt32>

    public init(
      lengths: FlatTable<UInt8>, one: FlatTable<UInt32>, two: FlatTable<UInt32>,
      three: FlatTable<UInt32>
    ) {
      self.lengths = lengths
      self.one = one
      self.two = two
      self.three = three
    }
  }

  /// A byte sequence that switches to a state, whatever the present state is.
  public struct Shift: Hashable, Sendable {
    public let bytes: [UInt8]
    public let state: Int

    public init(bytes: [UInt8], state: Int) {
      self.bytes = bytes
      self.state = state
    }
  }
}

/// One value of a decode table.
///
/// ```
/// bit 31..24  0, or FF for the two values that are no character
/// bit 23      sequence: bits 20..0 are an index into `CharsetTable.sequences` / 2
/// bit 22      one-way: the character encodes to another code (many-to-one)
/// bit 21      gaiji: a code of a user-defined area, projected to a private-use scalar
/// bit 20..0   Unicode scalar
/// ```
public struct DecodeEntry: Hashable, Sendable {
  public var rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The bytes cannot be a code (a trail byte outside the trail range).
  public static let invalid = DecodeEntry(rawValue: 0xFFFF_FFFF)
  /// A well-formed code without a character.
  public static let undefined = DecodeEntry(rawValue: 0xFFFF_FFFE)

  public static let sequenceBit: UInt32 = 1 << 23
  public static let oneWayBit: UInt32 = 1 << 22
  public static let gaijiBit: UInt32 = 1 << 21
  public static let scalarMask: UInt32 = 0x1F_FFFF

  public var isCharacter: Bool { rawValue >> 24 == 0 }
  public var isSequence: Bool { isCharacter && rawValue & Self.sequenceBit != 0 }
  public var isOneWay: Bool { isCharacter && rawValue & Self.oneWayBit != 0 }
  public var isGaiji: Bool { isCharacter && rawValue & Self.gaijiBit != 0 }
  /// The scalar, or the index into `sequences` / 2 when `isSequence`.
  public var value: UInt32 { rawValue & Self.scalarMask }
}

/// From Unicode scalar to code: two stages, 64 scalars a block.
public struct EncodeTable: Sendable {
  /// 17,408 block numbers, by scalar >> 6; block 0 is the empty block. No entries at all: empty.
  public let blocks: FlatTable<UInt16>
  /// 64 entries a block. 0: not encodable. Otherwise
  /// bits 31..28 byte count (1...3), bits 27..24 state, bits 23..0 the code's bytes.
  public let entries: FlatTable<UInt32>
  /// Codes for two scalars (か + ゚): first << 21 | second, ascending.
  public let pairKeys: FlatTable<UInt64>
  /// The code of each pair, as in `entries`.
  public let pairEntries: FlatTable<UInt32>

  public static let blockCount = 0x110000 >> 6
  public static let empty = EncodeTable(
    blocks: FlatTable([]), entries: FlatTable([]), pairKeys: FlatTable([]),
    pairEntries: FlatTable([]))

  public init(
    blocks: FlatTable<UInt16>, entries: FlatTable<UInt32>, pairKeys: FlatTable<UInt64>,
    pairEntries: FlatTable<UInt32>
  ) {
    self.blocks = blocks
    self.entries = entries
    self.pairKeys = pairKeys
    self.pairEntries = pairEntries
  }

  /// The entry of a scalar, 0 when it has no code.
  public func entry(for scalar: UInt32) -> UInt32 {
    guard scalar < 0x110000, blocks.count == Self.blockCount else { return 0 }
    return entries[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
  }

  /// The entry of a two-scalar character, 0 when it has no code of its own.
  public func entry(for first: UInt32, _ second: UInt32) -> UInt32 {
    let key = UInt64(first) << 21 | UInt64(second)
    var low = 0
    var high = pairKeys.count
    while low < high {
      let middle = (low + high) / 2
      if pairKeys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < pairKeys.count && pairKeys[low] == key ? pairEntries[low] : 0
  }
}

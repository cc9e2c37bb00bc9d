/// The layout of a mapping release, format 2, schema 3. Every number is little-endian.
///
/// ```
/// 0    8  magic 89 47 4A 52 0D 0A 1A 0A (a text-mode copy damages it visibly)
/// 8    4  format version: the layout of header and directory
/// 12   4  schema version: which sections there are and what their values mean
/// 16   8  length of the file in bytes
/// 24   4  number of sections
/// 28   4  0
/// 32  32  the release's digest: SHA-256 of bytes 0 to 31 and the directory
/// 64   …  directory: per section kind (4), element size in bytes (4), offset (8), byte count (8),
///         SHA-256 of its bytes (32), 0 (8)
/// …    …  sections in the order of the directory, each at a multiple of 64, zeros between
/// ```
///
/// The digest is the root of a tree of two levels, so it stands for every byte of the release, and a
/// section can be checked by itself when it is first used: what a run does not use costs it nothing.
///
/// Sections are in ascending order of kind. Each kind occurs exactly once, but `charsetTable`, of
/// which there are as many as the charsets have different tables. Sections neither overlap nor leave
/// gaps beyond the padding, so no byte is outside the rules.
enum ReleaseFormat {
  static let magic: [UInt8] = [0x89, 0x47, 0x4A, 0x52, 0x0D, 0x0A, 0x1A, 0x0A]
  /// 2: the sections' digests in the directory (in format 1, one digest of the whole file).
  static let formatVersion: UInt32 = 2
  /// 3: each table of the charsets is a section (in schema 2, one section held them all).
  static let schemaVersion: UInt32 = 3
  static let digestOffset = 32
  static let digestByteCount = 32
  static let headerByteCount = 64
  static let directoryEntryByteCount = 64
  /// Where in a directory entry the section's digest stands.
  static let entryDigestOffset = 24
  /// More than any catalogue makes; it bounds what a forged header can make this program read.
  static let maximumSectionCount = 1 << 16
  // Likewise: records may point at the same names and shifts, so these bound memory.
  static let maximumCharsetCount = 4096
  static let maximumStateCount = 16
  static let maximumShiftCount = 256
  static let maximumSystemCount = 1 << 16
  static let maximumNameByteCount = 1024

  /// 64 scalars a block, as in `EncodeTable`.
  static let scalarBlockCount = 0x110000 >> 6

  /// Sections begin at cache lines.
  static func padded(_ byteCount: Int) -> Int { (byteCount + 63) & ~63 }
}

/// What a section holds. N is the number of identities, B the number of scalar blocks.
enum SectionKind: UInt32, CaseIterable {
  /// UTF-8 of the data edition's name.
  case dataEdition = 1
  /// UTF-8 of all names, without separators; records point into it.
  case strings = 2

  /// 14 words a charset: see `CharsetRecord`.
  case charsets = 10
  /// 4 words a state: the tables lengths, one, two, three, as in `CharsetRecord`.
  case charsetStates = 11
  /// 4 words a shift: byte count, state, the bytes (8).
  case charsetShifts = 12
  /// One table of the charsets that have it; equal tables are stored once. Elements of 1 to 8 bytes.
  case charsetTable = 13

  /// Raw identity values, ascending. N words.
  case identities = 20
  /// By MJ number: 1 + index into `identities`, or 0.
  case mjPositions = 21
  /// By GJ number: likewise.
  case gjPositions = 22
  /// 3 N + 1 words: where direct, IVS and SVS forms of each identity begin in `formSequences`.
  case formStarts = 23
  /// base << 32 | selector; ascending within each run.
  case formSequences = 24
  /// 17,408 block numbers (2 bytes) by scalar >> 6.
  case scalarBlocks = 25
  /// 64 words a block: 0, or bit 31 and the raw identity whose figure the bare scalar shows.
  case scalarIdentities = 26
  /// All sequences with a selector: base << 32 | selector, ascending.
  case sequenceKeys = 27
  /// The raw identity of each.
  case sequenceIdentities = 28

  /// N + 1 words: where the shrink targets of each identity begin.
  case shrinkStarts = 30
  /// ground << 24 | scalar; ascending within each run.
  case shrinkTargets = 31
  /// 17,408 × 64 bits by scalar.
  case jisx0213 = 32
  case jisx0208 = 33
  /// JIS X 0213 scalars of the tax agency's map, ascending; K words.
  case taxKeys = 34
  /// K + 1 words: where each one's targets begin.
  case taxStarts = 35
  /// JIS X 0208 scalars, in the order in which they are written.
  case taxTargets = 36

  /// 8 words a system: organisation, system and charset name (start, byte count), first mapping,
  /// mapping count.
  case systems = 40
  /// code << 32 | bit 31 has identity | grade << 29 | status << 27 | raw identity; ascending within
  /// each system.
  case mappings = 41

  /// The kinds of which there is exactly one section.
  static let single = allCases.filter { $0 != .charsetTable }

  /// Bytes of one element; `nil` where the directory alone says it.
  var stride: Int? {
    switch self {
    case .charsetTable: nil
    case .dataEdition, .strings: 1
    case .scalarBlocks: 2
    case .formSequences, .sequenceKeys, .jisx0213, .jisx0208, .mappings: 8
    default: 4
    }
  }

  var name: String { "\(self)" }
}

/// Field positions, in words, of a record in `SectionKind.charsets`.
enum CharsetRecord {
  static let wordCount = 14
  static let nameStart = 0
  static let nameByteCount = 1
  static let scheme = 2
  static let firstState = 3
  static let stateCount = 4
  static let firstShift = 5
  static let shiftCount = 6
  /// Then six tables: sequences, encoding blocks, entries, pair keys, pair entries, positions. A
  /// table is the number of its section among those of kind `charsetTable`, from 1; an empty one is
  /// 0. The last word is 0.
  static let tables = 7

  static let stateWordCount = 4
  static let shiftWordCount = 4
  static let maximumShiftByteCount = 8
}

/// `code << 32 | …` of `SectionKind.mappings`.
enum MappingWord {
  static let hasIdentity: UInt64 = 1 << 31
  static let gradeShift: UInt64 = 29
  static let statusShift: UInt64 = 27
  static let identityMask: UInt64 = 0x1FF_FFFF
  /// Bits 25 and 26 are always 0.
  static let reservedMask: UInt64 = 0x600_0000
}

/// Whether a value is a Unicode scalar value.
func isScalarValue(_ value: UInt32) -> Bool {
  value < 0xD800 || (0xE000..<0x110000).contains(value)
}

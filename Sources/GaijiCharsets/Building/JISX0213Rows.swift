/// The characters of JIS X 0213:2004 by plane, row and cell (面区点), and the tax agency's reduction
/// of each to JIS X 0208 (国税庁 JIS縮退マップ).
///
/// Source: the table `tx_mappings` of jntajis-python (`_jntajis.h`, data CC BY 4.0), which is made
/// from the national tax agency's 法人番号公表サイト table. That table chooses the characters that
/// Windows shows; `standard` and `additions` below put the standard's in their place.
public struct JISX0213Rows: Sendable {
  /// Ascending by plane, row, cell: 11,233 characters (1,183 + 2,965 + 3,390 + 1,259 + 2,436).
  public let rows: [Row]

  public struct Row: Hashable, Sendable {
    /// 1 or 2.
    public let plane: Int
    /// 1...94.
    public let row: Int
    public let cell: Int
    /// The character in the standard's mapping; `second` is 0 unless it takes two scalars (か゚).
    public let first: UInt32
    public let second: UInt32
    /// What the source has here when that differs, such as U+FF5E for U+301C; else `first`.
    public let windowsFirst: UInt32
    public let characterClass: CharacterClass
    /// One to four JIS X 0208 scalars (in the source's Windows mapping) that the tax agency writes
    /// for this character, or none. A character of JIS X 0208 stands for itself.
    public let taxAgency: [UInt32]

    public var isJISX0208: Bool { characterClass.isJISX0208 }
  }

  public enum CharacterClass: UInt8, Hashable, Sendable, CaseIterable {
    case level1 = 1
    case level2 = 2
    case level3 = 3
    case level4 = 4
    case nonKanjiX0208 = 9
    case nonKanjiX0213 = 11

    public var isJISX0208: Bool {
      switch self {
      case .level1, .level2, .nonKanjiX0208: true
      case .level3, .level4, .nonKanjiX0213: false
      }
    }
  }

  /// What the standard has in a cell, and what the source has there.
  struct Correction: Hashable {
    let row: Int
    let cell: Int
    let windows: UInt32
    let standard: UInt32
  }

  /// Cells of plane 1 where the source follows Windows. The standard's characters are named in
  /// JIS X 0213:2004, annex 4 (EM DASH, WAVE DASH, DOUBLE VERTICAL LINE, MINUS SIGN, CENT SIGN,
  /// POUND SIGN, NOT SIGN); glibc's EUC-JISX0213 agrees.
  static let standard = [
    Correction(row: 1, cell: 29, windows: 0x2015, standard: 0x2014),
    Correction(row: 1, cell: 33, windows: 0xFF5E, standard: 0x301C),
    Correction(row: 1, cell: 34, windows: 0x2225, standard: 0x2016),
    Correction(row: 1, cell: 61, windows: 0xFF0D, standard: 0x2212),
    Correction(row: 1, cell: 81, windows: 0xFFE0, standard: 0x00A2),
    Correction(row: 1, cell: 82, windows: 0xFFE1, standard: 0x00A3),
    Correction(row: 2, cell: 44, windows: 0xFFE2, standard: 0x00AC),
  ]

  /// Cells of plane 1 that the source keeps reserved, because Windows has their characters in the
  /// cells above: HYPHEN-MINUS, TILDE, PARALLEL TO.
  static let additions = [
    Correction(row: 2, cell: 17, windows: 0, standard: 0xFF0D),
    Correction(row: 2, cell: 18, windows: 0, standard: 0xFF5E),
    Correction(row: 2, cell: 52, windows: 0, standard: 0x2225),
  ]

  /// Rows in any order; sorted here.
  public init(rows: [Row]) {
    self.rows = rows.sorted { ($0.plane, $0.row, $0.cell) < ($1.plane, $1.row, $1.cell) }
  }

  /// Unicode of the standard's repertoire, single scalars only.
  public var scalars: Set<UInt32> { Set(rows.filter { $0.second == 0 }.map(\.first)) }

  /// The same, JIS X 0208 only.
  public var jisX0208Scalars: Set<UInt32> { Set(rows.filter(\.isJISX0208).map(\.first)) }
}

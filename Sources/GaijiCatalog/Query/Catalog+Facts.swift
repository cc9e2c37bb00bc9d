internal import GRDB
public import GaijiModel

/// What the catalogue knows of characters beyond their codes: what `gaiji identify` weighs besides
/// the shape, and shows beside it.
public struct CharacterFactTable: Sendable {
  /// Unihan's facts of one code point.
  public struct Entry: Sendable, Hashable {
    /// In Latin capitals, as Unihan writes them.
    public var on: [String] = []
    public var kun: [String] = []
    /// 1–214, 0 when unknown; strokes besides it.
    public var radical = 0
    public var residualStrokes = 0
    /// By every count that Unihan has.
    public var strokes: [Int] = []
  }

  public var entries: [UInt32: Entry] = [:]
  /// All code points that an identity is written as or shrinks to, ascending.
  public var relatives: [CharacterIdentity: [UInt32]] = [:]
  /// The sequences that write an identity, bare code points first.
  public var sequences: [CharacterIdentity: [CharacterSequence]] = [:]
}

extension Catalog {
  /// Reads the facts of all characters.
  public func characterFacts() throws(CatalogError) -> CharacterFactTable {
    try read { db in
      var table = CharacterFactTable()
      let facts = try Row.fetchCursor(
        db,
        sql: """
          SELECT scalar, field, value FROM unihan
          WHERE field IN ('kJapaneseOn', 'kJapaneseKun', 'kRSUnicode', 'kTotalStrokes')
          ORDER BY scalar, field
          """)
      while let row = try facts.next() {
        let scalar = try db.scalar(row[0])
        let values = (row[2] as String).split(separator: " ").map(String.init)
        switch row[1] as String {
        case "kJapaneseOn": table.entries[scalar, default: .init()].on = values
        case "kJapaneseKun": table.entries[scalar, default: .init()].kun = values
        case "kTotalStrokes":
          table.entries[scalar, default: .init()].strokes = values.compactMap { Int($0) }
        default:
          // `162.15` or `162'.13`, the form of the radical after the number.
          let parts = values.first?.split(separator: ".") ?? []
          guard parts.count == 2, let radical = Int(parts[0].prefix { $0.isNumber }),
            (1...214).contains(radical), let strokes = Int(parts[1])
          else { continue }
          table.entries[scalar, default: .init()].radical = radical
          table.entries[scalar, default: .init()].residualStrokes = strokes
        }
      }
      let forms = try Row.fetchCursor(
        db,
        sql: "SELECT character_id, base, selector FROM character_form ORDER BY selector, base")
      while let row = try forms.next() {
        let identity = try db.identity(row[0])
        let base = try db.scalar(row[1])
        table.relatives[identity, default: []].append(base)
        table.sequences[identity, default: []].append(
          CharacterSequence(base, selector: try db.scalar(row[2])))
      }
      let shrink = try Row.fetchCursor(db, sql: "SELECT character_id, scalar FROM shrink")
      while let row = try shrink.next() {
        table.relatives[try db.identity(row[0]), default: []].append(try db.scalar(row[1]))
      }
      table.relatives = table.relatives.mapValues { Set($0).sorted() }
      return table
    }
  }
}

internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

extension Database {
  /// Identities and forms of a font.
  func insert(_ glyphs: [CharacterFont.Glyph], source: Int64) throws {
    let character = try BulkInsert(
      self, into: "character", ["id", "kind", "glyph", "source_id"])
    for glyph in glyphs {
      let kind = CharacterKind(glyph.identity).rawValue
      try character.row([glyph.identity.description, kind, Int64(glyph.index), source])
    }
    try insertForms(glyphs.map(\.forms), source: source)
  }

  func insertForms(_ forms: [CharacterForms], source: Int64) throws {
    let form = try BulkInsert(
      self, into: "character_form", ["base", "selector", "kind", "character_id", "source_id"])
    for forms in forms {
      let id = forms.identity.description
      for scalar in forms.direct { try form.row([Int64(scalar), Int64(0), "direct", id, source]) }
      for (kind, sequences) in [("ivs", forms.ivs), ("svs", forms.svs)] {
        for sequence in sequences {
          try form.row([Int64(sequence.base), Int64(sequence.selector), kind, id, source])
        }
      }
    }
  }

  /// The shrink map. An identity that no font has drawn is an error: the editions do not fit.
  func insert(_ table: ShrinkTable, source: Int64) throws {
    let shrink = try BulkInsert(
      self, into: "shrink", ["character_id", "ground", "scalar", "source_id"], orIgnore: true)
    let known = Set(try String.fetchAll(self, sql: "SELECT id FROM character"))
    for (identity, targets) in table.targets.sorted(by: { $0.key < $1.key }) {
      guard known.contains(identity.description) else {
        throw CatalogError.inconsistent(
          "the shrink map has \(identity), which the font does not have")
      }
      for target in targets {
        try shrink.row([identity.description, target.ground.word, Int64(target.scalar), source])
      }
    }
  }

  /// JIS X 0213 and the tax agency's map.
  func insert(_ table: JISX0213Rows, source: Int64) throws {
    let jis = try BulkInsert(
      self, into: "jisx0213",
      ["plane", "row", "cell", "first", "second", "windows", "class", "source_id"])
    let tax = try BulkInsert(
      self, into: "tax_agency", ["plane", "row", "cell", "ordinal", "scalar", "source_id"])
    // The map's targets are in Windows' mapping too; the catalogue keeps the standard's.
    var standard: [UInt32: UInt32] = [:]
    for row in table.rows where row.isJISX0208 && row.windowsFirst != row.first {
      standard[row.windowsFirst] = row.first
    }
    for row in table.rows {
      let key = [Int64(row.plane), Int64(row.row), Int64(row.cell)]
      try jis.row(
        key + [
          Int64(row.first), Int64(row.second), Int64(row.windowsFirst),
          Int64(row.characterClass.rawValue), source,
        ])
      for (ordinal, scalar) in row.taxAgency.enumerated() {
        try tax.row(key + [Int64(ordinal), Int64(standard[scalar] ?? scalar), source])
      }
    }
  }
}

/// What a character is, as far as its number says it.
enum CharacterKind: String {
  case kanji
  case hentaigana
  case added

  /// MJ090001–MJ090299 are 変体仮名 (MJ文字情報一覧表 変体仮名編 Ver.002.01).
  init(_ identity: CharacterIdentity) {
    switch identity.collection {
    case .gj: self = .added
    case .mj: self = (90_001...90_999).contains(identity.number) ? .hentaigana : .kanji
    }
  }
}

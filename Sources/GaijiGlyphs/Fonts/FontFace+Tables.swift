internal import CFreeType

extension FontFace {
  /// The glyphs that the font draws in vertical text only.
  public func verticalGlyphs() -> Set<UInt32> {
    VerticalForms(gsub: table("GSUB")).glyphs
  }

  /// A table of the font, at most 16 MiB of it; empty where there is none.
  private func table(_ name: StaticString) -> [UInt8] {
    let tag = name.description.utf8.reduce(0) { $0 << 8 | FT_ULong($1) }
    var size: FT_ULong = 0
    guard unsafe FT_Load_Sfnt_Table(face, tag, 0, nil, &size) == 0, size > 0, size <= 16 << 20
    else { return [] }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    // SAFETY: `size` bytes are asked for, and `bytes` has them.
    let code = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe FT_Load_Sfnt_Table(face, tag, 0, $0.baseAddress, &size)
    }
    return code == 0 ? bytes : []
  }
}

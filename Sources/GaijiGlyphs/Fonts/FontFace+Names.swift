internal import CFreeType

/// What a font calls itself.
public struct FontNames: Hashable, Sendable {
  public var family: String
  public var style: String
  /// The family's name in Japanese, where the font has one.
  public var japaneseFamily: String?
  /// Such as `Version 005.01`; empty for a font without (BDF, PCF).
  public var version: String
}

extension FontFace {
  public var names: FontNames {
    let (family, style) = unsafe (face.pointee.family_name, face.pointee.style_name)
    return FontNames(
      family: unsafe name(1, language: Self.english) ?? own(family),
      style: unsafe name(2, language: Self.english) ?? own(style),
      japaneseFamily: name(1, language: Self.japanese),
      version: name(5, language: Self.english) ?? "")
  }

  private static let english: UInt16 = 0x0409
  private static let japanese: UInt16 = 0x0411

  @unsafe private func own(_ text: UnsafeMutablePointer<FT_String>?) -> String {
    guard let text = unsafe text else { return "" }
    return unsafe String(cString: text)
  }

  /// A name of the table `name` as Windows has it, which is UTF-16.
  private func name(_ number: UInt16, language: UInt16) -> String? {
    for index in 0..<(unsafe FT_Get_Sfnt_Name_Count(face)) {
      var entry = unsafe FT_SfntName()
      guard unsafe FT_Get_Sfnt_Name(face, index, &entry) == 0,
        unsafe entry.name_id == number, unsafe entry.language_id == language,
        unsafe entry.platform_id == UInt16(TT_PLATFORM_MICROSOFT),
        let start = unsafe entry.string
      else { continue }
      // SAFETY: FreeType holds `string_len` bytes until the face is closed; they are copied.
      let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: Int(entry.string_len)))
      let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
        UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
      }
      // Some end with 0, as C's strings do.
      let text = String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
      if !text.isEmpty { return text }
    }
    return nil
  }
}

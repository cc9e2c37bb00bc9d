extension Kana {
  /// Reads the Latin letters of Unihan's `kJapaneseOn` and `kJapaneseKun` (UAX #38: Hepburn in
  /// capitals, long vowels spelled out: `KOU`, `TAKAI`). `nil` for anything else.
  init?(romaji: some StringProtocol) {
    guard let bytes = Self.letters(romaji: romaji) else { return nil }
    self.init(bytes: Self.folded(bytes))
  }

  /// The same as it is usually written, for people: on readings in katakana (キョウ), kun readings in
  /// hiragana (はし). `nil` for what is no reading.
  public static func spelled(romaji: some StringProtocol, isOn: Bool) -> String? {
    guard let bytes = letters(romaji: romaji) else { return nil }
    let scalars = bytes.compactMap { Unicode.Scalar((isOn ? 0x30A0 : 0x3040) + UInt32($0)) }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func letters(romaji: some StringProtocol) -> [UInt8]? {
    let letters = romaji.utf8.map { $0 & 0xDF }
    var bytes: [UInt8] = []
    var place = 0
    while place < letters.count {
      let rest = letters[place...]
      if let (count, kana) = Self.syllable(rest) {
        bytes += kana
        place += count
      } else if rest.first == UInt8(ascii: "N") || rest.starts(with: Array("MB".utf8))
        || rest.starts(with: Array("MP".utf8)) || rest.starts(with: Array("MM".utf8))
      {
        bytes.append(Self.n)
        place += 1
      } else if rest.count >= 2,
        rest.first == rest.dropFirst().first
          || rest.starts(with: Array("TCH".utf8))
      {
        // A doubled consonant: っ.
        bytes.append(Self.smallTsu)
        place += 1
      } else {
        return nil
      }
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// The longest syllable at the start: how many letters, and its kana.
  private static func syllable(_ letters: ArraySlice<UInt8>) -> (Int, [UInt8])? {
    for count in stride(from: min(3, letters.count), through: 1, by: -1) {
      if let kana = syllables[Array(letters.prefix(count))] { return (count, kana) }
    }
    return nil
  }

  private static let syllables: [[UInt8]: [UInt8]] = {
    var table: [[UInt8]: [UInt8]] = [:]
    func add(_ latin: String, _ kana: String) {
      table[Array(latin.utf8)] = kana.unicodeScalars.map { UInt8($0.value - 0x3040) }
    }
    let rows: [(String, String)] = [
      ("", "あいうえお"), ("K", "かきくけこ"), ("G", "がぎぐげご"), ("S", "さしすせそ"), ("Z", "ざじずぜぞ"),
      ("T", "たちつてと"), ("D", "だぢづでど"), ("N", "なにぬねの"), ("H", "はひふへほ"), ("B", "ばびぶべぼ"),
      ("P", "ぱぴぷぺぽ"), ("M", "まみむめも"), ("R", "らりるれろ"),
    ]
    for (consonant, row) in rows {
      for (vowel, kana) in zip("AIUEO".unicodeScalars, row.unicodeScalars) {
        add(consonant + String(vowel), String(kana))
      }
      guard !consonant.isEmpty else { continue }
      let second = Array(row.unicodeScalars)[1]
      for (ending, small) in [("YA", "ゃ"), ("YU", "ゅ"), ("YO", "ょ")] {
        add(consonant + ending, String(second) + small)
      }
    }
    for (latin, kana) in [
      ("YA", "や"), ("YU", "ゆ"), ("YO", "よ"), ("WA", "わ"), ("WI", "ゐ"), ("WE", "ゑ"), ("WO", "を"),
      ("SHI", "し"), ("SHA", "しゃ"), ("SHU", "しゅ"), ("SHO", "しょ"), ("CHI", "ち"), ("CHA", "ちゃ"),
      ("CHU", "ちゅ"), ("CHO", "ちょ"), ("TSU", "つ"), ("FU", "ふ"), ("JI", "じ"), ("JA", "じゃ"),
      ("JU", "じゅ"), ("JO", "じょ"), ("DJI", "ぢ"), ("DZU", "づ"),
    ] { add(latin, kana) }
    return table
  }()
}

/// Kana in the one form in which readings are compared: hiragana, large letters only, one spelling
/// of each long vowel, じ for ぢ and ず for づ.
///
/// Registers write the same reading as シヨウコ (hosts without small letters), ｼｮｳｺ or しょうこ, and a
/// long o as オオ, オウ or オー. What is lost (びょういん and びよういん) matters less than what would be
/// missed. A byte is the scalar minus U+3040, so か is 0x0B.
public struct Kana: Hashable, Comparable, Sendable {
  public private(set) var bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads one word. `nil` when it has anything but kana and marks of long vowels, or nothing.
  public init?(_ scalars: some Sequence<UInt32>) {
    var bytes: [UInt8] = []
    for scalar in scalars {
      guard Self.append(scalar, to: &bytes) else { return nil }
    }
    guard !bytes.isEmpty else { return nil }
    self.bytes = Self.folded(bytes)
  }

  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  /// The word in hiragana.
  public var text: String {
    String(String.UnicodeScalarView(bytes.compactMap { Unicode.Scalar(0x3040 + UInt32($0)) }))
  }

  /// Appends one letter; marks of voicing and repetition change or repeat the last one.
  private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) -> Bool {
    switch scalar {
    case 0x3041...0x3096: bytes.append(UInt8(scalar - 0x3040))
    case 0x30A1...0x30F6: bytes.append(UInt8(scalar - 0x30A0))
    case 0xFF66...0xFF9D where scalar != 0xFF70: bytes.append(halfWidth[Int(scalar - 0xFF66)])
    // The mark of a long vowel, and what is typed for it.
    case 0x30FC, 0xFF70, 0x2D, 0x2010...0x2015, 0x2212, 0xFF0D:
      guard let last = bytes.last, last != longMark else { return false }
      bytes.append(longMark)
    case 0x3099, 0x309B, 0xFF9E:
      guard let last = bytes.last, let voiced = voiced(last) else { return false }
      bytes[bytes.count - 1] = voiced
    case 0x309A, 0x309C, 0xFF9F:
      guard let last = bytes.last, let row = ha.firstIndex(of: last) else { return false }
      bytes[bytes.count - 1] = ha[row] + 2
    case 0x309D, 0x30FD:
      guard let last = bytes.last else { return false }
      bytes.append(last)
    case 0x309E, 0x30FE:
      guard let last = bytes.last, let voiced = voiced(last) else { return false }
      bytes.append(voiced)
    default: return false
    }
    return true
  }

  static let longMark: UInt8 = 0xFF

  /// Large letters, one spelling of long vowels and of what sounds alike.
  static func folded(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    for byte in bytes {
      var letter = byte == longMark ? byte : plain(byte)
      let before = output.last.map(vowel) ?? 0
      switch letter {
      case longMark: letter = lengthening(before)
      // おお and おう, ええ and えい are spellings of one long vowel.
      case o where before == o: letter = u
      case e where before == e: letter = i
      default: break
      }
      if letter != 0 { output.append(letter) }
    }
    return output
  }

  /// A small letter as the large one, and the letters that modern spelling has merged.
  private static func plain(_ byte: UInt8) -> UInt8 {
    switch byte {
    // ぁぃぅぇぉ っ ゃゅょ ゎ
    case 0x01, 0x03, 0x05, 0x07, 0x09, 0x23, 0x43, 0x45, 0x47, 0x4E: byte + 1
    case 0x22: 0x18  // ぢ: じ
    case 0x25: 0x1A  // づ: ず
    case 0x50: i  // ゐ
    case 0x51: e  // ゑ
    case 0x52: o  // を
    case 0x54: 0x30  // ゔ: ば, the commonest of its spellings at the head of a name
    case 0x55: 0x0B  // ゕ
    case 0x56: 0x11  // ゖ
    default: byte
    }
  }
}

extension Kana {
  // Letters that rules name.
  static let a: UInt8 = 0x02
  static let i: UInt8 = 0x04
  static let u: UInt8 = 0x06
  static let e: UInt8 = 0x08
  static let o: UInt8 = 0x0A
  static let ga: UInt8 = 0x0C
  static let smallTsu: UInt8 = 0x23
  static let tsu: UInt8 = 0x24
  static let no: UInt8 = 0x2E
  static let n: UInt8 = 0x53
  /// はひふへほ; each is followed by its voiced and its half-voiced letter.
  private static let ha: [UInt8] = [0x2F, 0x32, 0x35, 0x38, 0x3B]

  /// が for か; `nil` for a letter that has no voiced one.
  static func voiced(_ letter: UInt8) -> UInt8? {
    switch letter {
    case 0x21: 0x18  // ち: じ
    case 0x24: 0x1A  // つ: ず
    // か to ち, odd; て and と; は to ほ.
    case 0x0B...0x20 where letter % 2 == 1: letter + 1
    case 0x26, 0x28: letter + 1
    default: ha.contains(letter) ? letter + 1 : nil
    }
  }

  /// ぱ for は.
  static func halfVoiced(_ letter: UInt8) -> UInt8? { ha.contains(letter) ? letter + 2 : nil }

  /// The letter of the same row in the column of い: り for る, ち for つ.
  static func inColumnI(_ letter: UInt8) -> UInt8? {
    switch letter {
    case u: i
    case 0x0F, 0x10, 0x19: letter - 2  // く ぐ す
    case tsu: 0x21
    case 0x2C: 0x2B  // ぬ
    case 0x36: 0x33  // ぶ
    case 0x40: 0x3F  // む
    case 0x4B: 0x4A  // る
    default: nil
    }
  }

  /// Which of あいうえお a letter ends in; 0 for ん.
  private static func vowel(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 0x01...0x0A: (letter + 1) & ~1
    case 0x0B...0x20: [a, i, u, e, o][Int(letter - 0x0B) / 2 % 5]
    case 0x21, 0x22: i
    case 0x23...0x25: u
    case 0x26, 0x27: e
    case 0x28, 0x29: o
    case 0x2A...0x2E: [a, i, u, e, o][Int(letter - 0x2A)]
    case 0x2F...0x3D: [a, i, u, e, o][Int(letter - 0x2F) / 3]
    case 0x3E...0x42: [a, i, u, e, o][Int(letter - 0x3E)]
    case 0x44, 0x4F: a
    case 0x46: u
    case 0x48: o
    case 0x49...0x4D: [a, i, u, e, o][Int(letter - 0x49)]
    default: 0
    }
  }

  /// What a mark of a long vowel stands for after this vowel.
  private static func lengthening(_ vowel: UInt8) -> UInt8 {
    switch vowel {
    case a: a
    case i, e: i
    case u, o: u
    default: 0
    }
  }

  /// U+FF66–FF9D by place; the long mark among them is handled before.
  private static let halfWidth: [UInt8] = [
    0x52, 0x01, 0x03, 0x05, 0x07, 0x09, 0x43, 0x45, 0x47, 0x23, longMark, 0x02, 0x04, 0x06, 0x08,
    0x0A, 0x0B, 0x0D, 0x0F, 0x11, 0x13, 0x15, 0x17, 0x19, 0x1B, 0x1D, 0x1F, 0x21, 0x24, 0x26,
    0x28, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x32, 0x35, 0x38, 0x3B, 0x3E, 0x3F, 0x40, 0x41,
    0x42, 0x44, 0x46, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4F, 0x53,
  ]
}

import GaijiModel

/// Random files of one charset in which everything stands that an engine has to look at, and runs of
/// ordinary text long enough to reach the edges of its steps.
struct RandomText {
  var random: SeededGenerator
  let charset: String
  var delimiter: UInt8 = 0x2C
  /// Columns of most records.
  var columns = 3
  /// One record in so many has another number of columns; 0 for none.
  var raggedness = 10
  /// Of 100 fields, how many are hostile.
  var dirt = 30

  init(_ charset: String, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    self.charset = charset
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  mutating func isOnce(in count: Int) -> Bool { count > 0 && number(1...count) == 1 }

  mutating func file(bytes: Int) -> [UInt8] {
    var file: [UInt8] = []
    while file.count < bytes { file += record() }
    // The last record with and without its newline.
    if isOnce(in: 2), file.last == 0x0A { file.removeLast() }
    return file
  }

  mutating func record() -> [UInt8] {
    let count = isOnce(in: raggedness) ? number(1...columns * 2) : columns
    var record: [UInt8] = []
    for column in 0..<count {
      if column > 0 { record.append(delimiter) }
      record += field()
    }
    return record + (isOnce(in: 3) ? [0x0D, 0x0A] : [0x0A])
  }

  mutating func field() -> [UInt8] {
    if number(1...100) > dirt { return isOnce(in: 6) ? [] : plain(number(1...30)) }
    if isOnce(in: 3) {
      var text: [UInt8] = [0x22]
      for _ in 0..<number(0...4) {
        switch number(0...4) {
        case 0: text += [0x22, 0x22]
        case 1: text += isOnce(in: 2) ? [0x0A] : [0x0D, 0x0A]
        case 2: text.append(delimiter)
        case 3: text += plain(number(1...70))
        default: text += hostile()
        }
      }
      return text + [0x22] + (isOnce(in: 5) ? plain(2) : [])
    }
    var text: [UInt8] = []
    for _ in 0..<number(1...3) {
      if isOnce(in: 2) { text += plain(number(0...66)) }
      // A quote is ordinary unless the field begins with it.
      text += isOnce(in: 12) && !text.isEmpty ? [0x22] : hostile()
      if isOnce(in: 2) { text += plain(number(0...9)) }
    }
    return text
  }

  /// Ordinary characters: about `count` bytes.
  mutating func plain(_ count: Int) -> [UInt8] {
    let words: [[UInt8]] =
      switch charset {
      case "cp932": [[0x61], [0x82, 0xA0], [0x8A, 0x8B], [0xB1], [0x83, 0x5C], [0x95, 0x5C]]
      case "eucjp-ms": [[0x61], [0xA4, 0xA2], [0xB3, 0xEB], [0x8E, 0xB1], [0x8F, 0xB0, 0xA1]]
      default:
        [[0x61], [0xE3, 0x81, 0x82], [0xE8, 0x91, 0x9B], [0xC3, 0xA9], [0xEF, 0xBC, 0xA1]]
      }
    let word = words.randomElement(using: &random) ?? []
    var text: [UInt8] = []
    while text.count < count {
      text += isOnce(in: 5) ? words.randomElement(using: &random) ?? [] : word
    }
    return text
  }

  /// A character that is no ordinary one, or bytes that are none.
  mutating func hostile() -> [UInt8] {
    if isOnce(in: 8) { return [UInt8(number(0x80...0xFF))] }
    if isOnce(in: 8) { return [0x0D] }
    switch charset {
    case "cp932":
      return [
        [0xF0, UInt8(number(0x40...0x4A))],
        [UInt8(number(0x81...0xFC)), UInt8(number(0x40...0xFC))],
        [0x81], [0xFC, 0xFC], [0xEE, 0xEF], [0x87, 0x90],
      ].randomElement(using: &random) ?? []
    case "eucjp-ms":
      return [
        [0xF5, UInt8(number(0xA1...0xFE))], [0x8F, 0xF5, UInt8(number(0xA1...0xFE))],
        [UInt8(number(0xA1...0xFE)), UInt8(number(0xA1...0xFE))], [0x8F, 0xA1], [0x8E],
        [0xAD, 0xB5],
      ].randomElement(using: &random) ?? []
    default:
      let pieces = isOnce(in: 2) ? HostileText.illFormed : HostileText.characters
      return (pieces.randomElement(using: &random)?.bytes ?? [])
    }
  }
}

import GaijiCharsets
import GaijiModel

/// Contents of text fields of host records, of which each has at most one thing that is not ordinary.
struct HostFieldText {
  var random: SeededGenerator
  private let single: [UInt8]
  /// Low byte first, as the codes of a field follow each other.
  private let double: [[UInt8]]
  private let undefined: [[UInt8]]
  private let gaiji: [[UInt8]]
  private let toDouble: [[UInt8]]
  private let toSingle: [[UInt8]]

  init(_ charset: CharsetTable, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let one = charset.states[0].one
    single = (UInt8(0x41)...0xFE).filter { byte in
      DecodeEntry(rawValue: one[Int(byte)]).isCharacter
        && !charset.shifts.contains { $0.bytes[0] == byte }
    }
    let state = charset.states[1]
    let codes = (UInt16(0x4040)...0xFEFE).filter { state.lengths[Int($0 >> 8)] == 2 }
    func bytes(where kind: (DecodeEntry) -> Bool) -> [[UInt8]] {
      codes.filter { kind(DecodeEntry(rawValue: state.two[Int($0)])) }
        .map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
    double = bytes { $0.isCharacter && !$0.isGaiji }
    gaiji = bytes { $0.isGaiji }
    undefined = bytes { !$0.isCharacter && !$0.isGaiji }
    toDouble = charset.shifts.filter { $0.state == 1 }.map(\.bytes)
    toSingle = charset.shifts.filter { $0.state == 0 }.map(\.bytes)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func one(of codes: [[UInt8]]) -> [UInt8] {
    codes.randomElement(using: &random) ?? []
  }

  /// A field of `width` bytes with about `length` bytes of text.
  mutating func field(_ kind: FieldKind, width: Int, length: Int, isHostile: Bool) -> [UInt8] {
    var text: [UInt8]
    switch kind {
    case .double: text = doubles(length / 2)
    case .mixed: text = mixed(length)
    default: text = singles(length)
    }
    if isHostile { disturb(&text, kind) }
    text = Array(text.prefix(width))
    return text + [UInt8](repeating: 0x40, count: width - text.count)
  }

  private mutating func singles(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in single.randomElement(using: &random) ?? 0xC1 }
  }

  private mutating func doubles(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in one(of: double) }
  }

  /// Stretches of one-byte and two-byte codes, each with its shifts.
  private mutating func mixed(_ length: Int) -> [UInt8] {
    var text: [UInt8] = []
    while text.count < length {
      let left = length - text.count
      let start = toDouble[0]
      let end = toSingle[0]
      let isDouble = number(0...2) > 0 && left >= start.count + end.count + 2
      if isDouble {
        text += start + doubles(number(1...(left - start.count - end.count) / 2)) + end
      } else {
        text += singles(number(1...left))
      }
    }
    return text
  }

  /// Puts something in at any place.
  private mutating func disturb(_ text: inout [UInt8], _ kind: FieldKind) {
    // At the places where a code may begin, or anywhere.
    var place = number(0...text.count)
    if kind == .double, number(0...5) > 0 { place &= ~1 }
    let piece: [UInt8]
    switch number(0...11) {
    case 0: piece = one(of: toDouble)
    case 1: piece = one(of: toSingle)
    case 2: piece = one(of: toDouble) + one(of: toSingle)
    case 3: piece = one(of: toSingle) + one(of: toDouble)
    case 4, 5: piece = one(of: gaiji)
    case 6: piece = one(of: undefined)
    case 7: piece = [0x40]
    case 8: piece = [0x40, 0x40]
    // A comma and a quote of the text, a control, and a byte that is a part of most things.
    case 9: piece = [[0x6B], [0x7F], [0x15], [0x00], [0xFF]][number(0...4)]
    case 10: piece = [UInt8(number(0...255))]
    default: piece = [[0x42, 0x6B], [0x42, 0x7F], [0x0E, 0x40], [0x40, 0x0F]][number(0...3)]
    }
    if number(0...1) == 0, place + piece.count <= text.count {
      text.replaceSubrange(place..<place + piece.count, with: piece)
    } else {
      text.insert(contentsOf: piece, at: place)
    }
  }
}

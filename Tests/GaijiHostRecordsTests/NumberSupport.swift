import GaijiHostRecords
import GaijiModel
import Testing

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What became of a field: the text of a number and whether it is canonical, or no number.
enum Reading: Equatable {
  case number(String, isCanonical: Bool)
  case blank
  case bad
}

extension NumberFormat {
  func read(_ bytes: [UInt8]) -> Reading {
    var text = NumberText()
    return read(bytes, &text)
  }

  /// With memory that still holds another number.
  func read(_ bytes: [UInt8], _ text: inout NumberText) -> Reading {
    switch decode(bytes.span, into: &text) {
    case .number(let isCanonical): .number(text.string, isCanonical: isCanonical)
    case .blank: .blank
    case .bad: .bad
    }
  }

  func write(_ text: String) throws(NumberEncodingError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xAA, count: byteCount)
    var span = bytes.mutableSpan
    try encode([UInt8](text.utf8).span, into: &span)
    return bytes
  }

  /// Canonical means: writing the text makes the same bytes. Both ways.
  func isConsistent(_ bytes: [UInt8], _ reading: Reading) -> Bool {
    switch reading {
    case .number(let text, let isCanonical): ((try? write(text)) == bytes) == isCanonical
    case .blank: (try? write("")) == bytes
    case .bad: true
    }
  }
}

/// The text of a number from its digits, the plain way.
func decimalText(digits: [UInt8], scale: Int, isNegative: Bool) -> String {
  var characters = digits.map { Character(UnicodeScalar($0 + 48)) }
  if scale < 0 { characters += [Character](repeating: "0", count: -scale) }
  while characters.count <= scale { characters.insert("0", at: 0) }
  var whole = String(characters.dropLast(max(scale, 0)))
  let fraction = scale > 0 ? "." + String(characters.suffix(scale)) : ""
  while whole.count > 1, whole.hasPrefix("0") { whole.removeFirst() }
  let isZero = digits.allSatisfy { $0 == 0 }
  return (isNegative && !isZero ? "-" : "") + whole + fraction
}

/// Every string of so many bytes.
func allBytes(_ count: Int) -> [[UInt8]] {
  count == 0
    ? [[]] : allBytes(count - 1).flatMap { head in (0...255).map { head + [UInt8($0)] } }
}

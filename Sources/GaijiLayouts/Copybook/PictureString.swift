/// What a PICTURE says: the category of an item and its size.
struct PictureString: Hashable {
  enum Category: Hashable {
    /// 9, S, V, P only.
    case numeric
    /// X and A, with or without 9.
    case alphanumeric
    /// N: two bytes a character.
    case national
    /// G: two bytes a character.
    case doubleByte
    /// Numbers for people: Z * + - , . B 0 / CR DB, currency signs, external floating point.
    case numericEdited
    /// X with B, 0 or /.
    case alphanumericEdited
  }

  /// As written.
  let text: String
  let category: Category
  /// Characters, without S, V and P.
  let positions: Int
  /// Stored digits of a number.
  let digits: Int
  /// Digits behind the point; negative for P behind the digits.
  let scale: Int
  let isSigned: Bool

  /// Why a PICTURE makes no sense; a message that goes on after its text.
  struct Fault: Error { let message: String }

  init(_ text: String) throws(Fault) {
    let symbols = try Self.symbols(of: text)
    func count(_ symbol: Unicode.Scalar) -> Int {
      symbols.reduce(0) { $0 + ($1.scalar == symbol ? $1.count : 0) }
    }
    let nines = count("9")
    let all = symbols.reduce(0) { sum, symbol in
      switch symbol.scalar {
      case "S", "V", "P": sum
      // Stand for CR and DB.
      case "C", "D": sum + 2 * symbol.count
      default: sum + symbol.count
      }
    }
    self.text = text
    var (digits, scale, isSigned) = (0, 0, false)
    if count("N") > 0 || count("G") > 0 {
      let base: Unicode.Scalar = count("N") > 0 ? "N" : "G"
      for symbol in symbols where ![base, "B", "0", "/"].contains(symbol.scalar) {
        throw Fault(message: "\(symbol.scalar) cannot stand with \(base)")
      }
      category = base == "N" ? .national : .doubleByte
    } else if count("X") > 0 || count("A") > 0 {
      for symbol in symbols where !["X", "A", "9", "B", "0", "/"].contains(symbol.scalar) {
        throw Fault(message: "\(symbol.scalar) cannot stand with X or A")
      }
      let isEdited = count("B") + count("0") + count("/") > 0
      category = isEdited ? .alphanumericEdited : .alphanumeric
    } else if symbols.allSatisfy({ ["9", "S", "V", "P"].contains($0.scalar) }) {
      category = .numeric
      isSigned = count("S") > 0
      digits = nines
      scale = try Self.scale(of: symbols, digits: nines)
      guard digits > 0 else { throw Fault(message: "has no digit; expected at least one 9") }
      guard digits <= LayoutLimits.digits else {
        throw Fault(message: "has \(digits) digits; at most \(LayoutLimits.digits) are read")
      }
    } else {
      if count("S") > 0 { throw Fault(message: "S cannot stand in an edited picture; use + or -") }
      category = .numericEdited
    }
    guard all > 0 else { throw Fault(message: "has no character position") }
    positions = all
    (self.digits, self.scale, self.isSigned) = (digits, scale, isSigned)
  }

  private struct Symbol {
    var scalar: Unicode.Scalar
    var count: Int
  }

  private static func symbols(of text: String) throws(Fault) -> [Symbol] {
    let scalars = Array(uppercasedASCII(text).unicodeScalars)
    var symbols: [Symbol] = []
    var total = 0
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      var count = 1
      switch scalar {
      case "X", "A", "N", "G", "9", "S", "V", "P", "Z", "*", "+", "-", ".", ",", "B", "/", "0", "E",
        "$", "\\", "\u{A5}":
        break
      case "C", "D":
        guard place < scalars.count, scalars[place] == (scalar == "C" ? "R" : "B") else {
          throw Fault(message: "\(scalar) is not a symbol by itself; expected CR or DB")
        }
        place += 1
      case "(":
        throw Fault(message: "\"(\" has no symbol before it to repeat")
      default:
        throw Fault(
          message: "\"\(scalar)\" is not a symbol; known: X A N G 9 S V P Z * + - . , B / 0 CR DB")
      }
      if place < scalars.count, scalars[place] == "(" {
        place += 1
        (count, place) = try repetition(scalars, from: place)
      }
      total += count
      guard total <= LayoutLimits.recordByteCount else {
        throw Fault(message: "has more than \(LayoutLimits.recordByteCount) positions")
      }
      symbols.append(Symbol(scalar: scalar, count: count))
    }
    return symbols
  }

  /// The number in parentheses, and the place behind them.
  private static func repetition(
    _ scalars: [Unicode.Scalar], from start: Int
  ) throws(Fault) -> (Int, Int) {
    var place = start
    var count = 0
    while place < scalars.count, ("0"..."9").contains(scalars[place]) {
      count = count * 10 + Int(scalars[place].value - 0x30)
      place += 1
      guard count <= LayoutLimits.recordByteCount else {
        throw Fault(message: "repeats a symbol more than \(LayoutLimits.recordByteCount) times")
      }
    }
    guard place > start, place < scalars.count, scalars[place] == ")" else {
      throw Fault(message: "expected a number and \")\" after \"(\"")
    }
    guard count > 0 else { throw Fault(message: "repeats a symbol 0 times") }
    return (count, place + 1)
  }

  /// The order of a number's symbols is S, then P and 9 around at most one V; P stand in one run at
  /// one end, with V on their outer side.
  private static func scale(of symbols: [Symbol], digits: Int) throws(Fault) -> Int {
    var (integer, fraction, leadingP, trailingP) = (0, 0, 0, 0)
    var hasPoint = false
    for (index, symbol) in symbols.enumerated() {
      switch symbol.scalar {
      case "S":
        guard index == 0, symbol.count == 1 else {
          throw Fault(message: "S must stand once, before everything else")
        }
      case "V":
        guard !hasPoint, symbol.count == 1 else { throw Fault(message: "V stands twice") }
        guard leadingP == 0 else { throw Fault(message: "V must stand before the leading P") }
        hasPoint = true
      case "P":
        if integer + fraction == 0 {
          leadingP += symbol.count
        } else if hasPoint {
          throw Fault(message: "P behind the digits must stand before V")
        } else {
          trailingP += symbol.count
        }
      default:
        if trailingP > 0 { throw Fault(message: "P must stand before or behind all digits") }
        if hasPoint { fraction += symbol.count } else { integer += symbol.count }
      }
    }
    guard leadingP + trailingP > 0 else { return fraction }
    guard leadingP == 0 || trailingP == 0 else {
      throw Fault(message: "P stands before and behind the digits")
    }
    guard leadingP + trailingP + digits <= LayoutLimits.digits else {
      throw Fault(message: "has more than \(LayoutLimits.digits) digits with those of P")
    }
    return leadingP > 0 ? leadingP + digits : -trailingP
  }
}

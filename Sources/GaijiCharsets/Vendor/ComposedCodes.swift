/// Codes and characters that are being put together; see `CharsetComposer` for the order in which
/// rows hold.
struct ComposedCodes {
  struct Code: Hashable {
    var state: Int
    var byteCount: Int
    var code: UInt32
  }

  struct Character: Hashable {
    var first: UInt32
    var second: UInt32
  }

  private var meanings: [Code: (character: Character, isGaiji: Bool)] = [:]
  /// In the order of the rows, so that the sequences are numbered alike each time.
  private var order: [Code] = []
  private var written: [Character: Code] = [:]
  /// Rows that write a character only where no code means it.
  private var others: [(character: Character, code: Code)] = []

  mutating func add(_ row: CharsetPart.Row, state: Int, isGaiji: Bool) {
    let code = Code(state: state, byteCount: row.byteCount, code: row.code)
    let character = Character(first: row.first, second: row.second)
    if row.use != .encodeOnly, meanings[code] == nil {
      meanings[code] = (character, isGaiji)
      order.append(code)
    }
    guard row.use != .decodeOnly else { return }
    if row.use == .both, meanings[code]?.character == character {
      if written[character] == nil { written[character] = code }
    } else {
      others.append((character, code))
    }
  }

  /// A code of a user-defined area, unless a row has said something else.
  mutating func addProjection(_ row: CharsetPart.Row, state: Int) {
    let code = Code(state: state, byteCount: row.byteCount, code: row.code)
    let character = Character(first: row.first, second: 0)
    // A scalar that a row gave to another code is not given twice.
    if meanings[code] == nil, written[character] == nil { add(row, state: state, isGaiji: true) }
  }

  func character(of code: UInt32, byteCount: Int, state: Int) -> Character? {
    meanings[Code(state: state, byteCount: byteCount, code: code)]?.character
  }

  func define(in draft: inout CharsetDraft) {
    var written = written
    for (character, code) in others where written[character] == nil { written[character] = code }
    for code in order {
      guard let (character, isGaiji) = meanings[code] else { continue }
      draft.setMeaning(
        of: code.code, byteCount: code.byteCount, state: code.state, first: character.first,
        second: character.second, isOneWay: written[character] != code, isGaiji: isGaiji)
    }
    for (character, code) in written {
      draft.setCode(
        of: character.first, second: character.second, to: code.code, byteCount: code.byteCount,
        state: code.state)
    }
  }
}

internal import GaijiCharsets
internal import GaijiModel

/// What the record engines know of the characters they have met, for a target without shift states:
/// an `OutcomeTable` by code, with two shorter ways in front of it.
///
/// - `ascii`: 256 bytes, the output of a one-byte code that gives one plain ASCII character, 0 for
///   any other;
/// - `doubles`: by two-byte code, an output of up to seven bytes (a base and its selector have seven
///   in UTF-8) with its length, 0 for any other. One load and one store a character, without a branch
///   that depends on it:
///
/// ```
/// bits 63..60  characters beyond the first
/// bits 59..56  bytes, 1...7
/// bits 55..0   the bytes, first byte lowest
/// ```
@safe final class HostOutcomes {
  static let doubles = 0x1_0000
  static let tableCount = doubles + 0x100

  let table: OutcomeTable
  private let charset: HostCharset
  /// Output characters that a text format must not meet unseen: delimiter, quote, controls.
  private let specials: Set<UInt8>
  private let asciiMemory: UnsafeMutablePointer<UInt8>
  /// 65,536 entries for other columns, then as many for selected ones.
  private let doubleMemory: UnsafeMutablePointer<UInt64>
  /// Bytes that begin a shift sequence are never in a short way: what follows decides.
  let beginsShift: [Bool]

  init(plan: ConversionPlan, charset: HostCharset, specials: Set<UInt8>) {
    table = OutcomeTable(
      resolver: plan.resolver, fastCount: Self.tableCount, encodesBytes: true)
    self.charset = charset
    self.specials = specials
    var begins = [Bool](repeating: false, count: 256)
    for shift in charset.table.shifts { begins[Int(shift.bytes[0])] = true }
    beginsShift = begins
    unsafe asciiMemory = .allocate(capacity: 512)
    unsafe asciiMemory.initialize(repeating: 0, count: 512)
    unsafe doubleMemory = .allocate(capacity: 2 * Self.doubles)
    unsafe doubleMemory.initialize(repeating: 0, count: 2 * Self.doubles)
    for byte in UInt8(0)...255 where charset.table.states[0].lengths[Int(byte)] == 1 {
      for selected in [false, true] {
        let character = SourceCharacter(
          DecodeEntry(rawValue: charset.table.states[0].one[Int(byte)]), code: UInt32(byte),
          byteCount: 1, sequences: charset.table.sequences)
        if let character { _ = number(of: character, selected: selected, state: 0) }
      }
    }
  }

  deinit {
    unsafe asciiMemory.deallocate()
    unsafe doubleMemory.deallocate()
  }

  /// 256 bytes that live as long as this object.
  @unsafe func ascii(selected: Bool) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(asciiMemory + (selected ? 256 : 0))
  }

  /// 65,536 entries that live as long as this object.
  @unsafe func doubles(selected: Bool) -> UnsafePointer<UInt64> {
    unsafe UnsafePointer(doubleMemory + (selected ? Self.doubles : 0))
  }

  /// The number of the character's entry; from now on the short ways know it.
  func number(of character: SourceCharacter, selected: Bool, state: Int) -> Int {
    let number = table.number(of: character, selected: selected)
    let entry = table.entries[number]
    let isSpecial = entry.bytes.contains { specials.contains($0) || $0 < 0x20 }
    let isPlain =
      entry.outcome.disposition == .exact && entry.outcome.finding == nil && !isSpecial
      && (1...7).contains(entry.bytes.count) && (1...16).contains(entry.outputCharacters)
    guard character.kind != .cut else { return number }
    let lead = UInt8(truncatingIfNeeded: character.code >> (8 * (UInt32(character.byteCount) - 1)))
    let isCode = charset.table.states[state].lengths[Int(lead)] == character.byteCount
    switch character.byteCount {
    case 1 where isCode && state == 0 && !beginsShift[Int(lead)]:
      table.remember(
        number, at: Self.doubles + Int(lead), asNumber: !isPlain || entry.bytes.count > 3)
      if isPlain, entry.bytes.count == 1, entry.bytes[0] < 0x80 {
        unsafe asciiMemory[Int(lead) + (selected ? 256 : 0)] = entry.bytes[0]
      }
    case 2 where isCode && state == charset.doubleState && !isShift(character.code):
      table.remember(number, at: Int(character.code), asNumber: true)
      if isPlain {
        var value =
          UInt64(entry.outputCharacters - 1) << 60 | UInt64(entry.bytes.count) << 56
        for (index, byte) in entry.bytes.enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
        // SAFETY: a code of two bytes is below 65,536.
        unsafe doubleMemory[Int(character.code) + (selected ? Self.doubles : 0)] = value
      }
    default: break
    }
    return number
  }

  /// Whether a two-byte code's bytes begin with, or are the beginning of, a shift sequence.
  private func isShift(_ code: UInt32) -> Bool {
    beginsShift[Int(code >> 8 & 0xFF)]
      && charset.table.shifts.contains { shift in
        shift.bytes[0] == UInt8(code >> 8 & 0xFF)
          && (shift.bytes.count == 1 || shift.bytes[1] == UInt8(code & 0xFF))
      }
  }
}

internal import GaijiCharsets
internal import GaijiModel

/// What the record engines know of the characters they have met, for a target without shift states:
/// an `OutcomeTable` by code, with two shorter ways in front of it.
///
/// - `ascii`: 256 bytes, the output of a one-byte code that gives one plain ASCII character, 0 for
///   any other;
/// - `singles`: by one-byte code, a `FastEntry` with `knownSingle`, without the mark for any other;
/// - `doubles`: by two-byte code, low byte first as it is loaded from the text, an output of up to seven bytes (a base and its selector have seven
///   in UTF-8) with its length, 0 for any other. One load and one store a character, without a branch
///   that depends on it:
///
/// ```
/// bits 63..60  characters beyond the first
/// bit 59       1 in every entry
/// bits 58..56  bytes, 1...7
/// bits 55..0   the bytes, first byte lowest
/// ```
@safe final class HostOutcomes {
  static let doubles = 0x1_0000
  static let tableCount = doubles + 0x100

  /// In every entry of `singles` that is one.
  static let knownSingle: UInt32 = 1 << 30
  /// In every entry of `doubles` that is one.
  static let knownDouble: UInt64 = 1 << 59

  let table: OutcomeTable
  private let charset: HostCharset
  /// Output characters that a text format must not meet unseen: delimiter, quote, controls.
  private let specials: Set<UInt8>
  private let asciiMemory: UnsafeMutablePointer<UInt8>
  /// 65,536 entries for other columns, then as many for selected ones.
  private let doubleMemory: UnsafeMutablePointer<UInt64>
  /// 256 entries for other columns, then as many for selected ones.
  private let singleMemory: UnsafeMutablePointer<UInt32>
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
    unsafe singleMemory = .allocate(capacity: 512)
    unsafe singleMemory.initialize(repeating: 0, count: 512)
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
    unsafe singleMemory.deallocate()
  }

  /// 256 bytes that live as long as this object.
  @unsafe func ascii(selected: Bool) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(asciiMemory + (selected ? 256 : 0))
  }

  /// 65,536 entries that live as long as this object.
  @unsafe func doubles(selected: Bool) -> UnsafePointer<UInt64> {
    unsafe UnsafePointer(doubleMemory + (selected ? Self.doubles : 0))
  }

  /// 256 entries that live as long as this object.
  @unsafe func singles(selected: Bool) -> UnsafePointer<UInt32> {
    unsafe UnsafePointer(singleMemory + (selected ? 256 : 0))
  }

  /// Bytes of the two-byte space in the output, the same in all columns; 0 when it is not plain.
  var wideSpaceByteCount: Int {
    guard let space = charset.doubleSpace, let state = charset.doubleState else { return 0 }
    let counts = [false, true].map { selected -> Int in
      let raw = charset.table.states[state].two[Int(space)]
      let character = SourceCharacter(
        DecodeEntry(rawValue: raw), code: UInt32(space), byteCount: 2,
        sequences: charset.table.sequences)
      guard let character else { return 0 }
      _ = number(of: character, selected: selected, state: state)
      let entry = unsafe doubles(selected: selected)[Int(space.byteSwapped)]
      return entry & Self.knownDouble == 0 ? 0 : Int(entry >> 56 & 7)
    }
    return counts[0] == counts[1] ? counts[0] : 0
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
      if isPlain, entry.outputCharacters == 1, let fast = FastEntry.make(output: entry.bytes) {
        unsafe singleMemory[Int(lead) + (selected ? 256 : 0)] = fast | Self.knownSingle
      }
    case 2 where isCode && state == charset.doubleState && !isShift(character.code):
      table.remember(number, at: Int(character.code), asNumber: true)
      if isPlain {
        var value =
          UInt64(entry.outputCharacters - 1) << 60 | Self.knownDouble
          | UInt64(entry.bytes.count) << 56
        for (index, byte) in entry.bytes.enumerated() { value |= UInt64(byte) << UInt64(8 * index) }
        // SAFETY: a code of two bytes is below 65,536.
        let place = Int(UInt16(character.code).byteSwapped)
        unsafe doubleMemory[place + (selected ? Self.doubles : 0)] = value
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

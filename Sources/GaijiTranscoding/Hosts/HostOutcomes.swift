internal import GaijiCharsets
internal import GaijiModel

/// What the record engines know of the characters they have met, for a target without shift states:
/// an `OutcomeTable` by code, with two shorter ways in front of it.
///
/// - `ascii`: 256 bytes, the output of a one-byte code that gives one plain ASCII character, 0 for
///   any other;
/// - `wide`: outputs of up to 16 bytes (a base and its selector) by the number of their entry.
@safe final class HostOutcomes {
  static let doubles = 0x1_0000
  static let tableCount = doubles + 0x100

  let table: OutcomeTable
  private let charset: HostCharset
  /// Output characters that a text format must not meet unseen: delimiter, quote, controls.
  private let specials: Set<UInt8>
  private let asciiMemory: UnsafeMutablePointer<UInt8>
  private var wideMemory: UnsafeMutablePointer<SIMD16<UInt8>>
  /// Low byte: length; high byte: characters. 0: not in `wide`.
  private var infoMemory: UnsafeMutablePointer<UInt16>
  private var capacity = 1024
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
    unsafe wideMemory = .allocate(capacity: capacity)
    unsafe infoMemory = .allocate(capacity: capacity)
    unsafe infoMemory.initialize(repeating: 0, count: capacity)
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
    unsafe wideMemory.deallocate()
    unsafe infoMemory.deallocate()
  }

  /// 256 bytes that live as long as this object.
  @unsafe func ascii(selected: Bool) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(asciiMemory + (selected ? 256 : 0))
  }

  /// By entry number; good until `number(of:)` is called.
  @unsafe var wide: UnsafePointer<SIMD16<UInt8>> { unsafe UnsafePointer(wideMemory) }
  @unsafe var info: UnsafePointer<UInt16> { unsafe UnsafePointer(infoMemory) }

  /// The number of the character's entry; from now on the short ways know it.
  func number(of character: SourceCharacter, selected: Bool, state: Int) -> Int {
    let number = table.number(of: character, selected: selected)
    grow(to: number)
    let entry = table.entries[number]
    let isSpecial = entry.bytes.contains { specials.contains($0) || $0 < 0x20 }
    let isPlain =
      entry.outcome.disposition == .exact && entry.outcome.finding == nil && !isSpecial
      && (1...16).contains(entry.bytes.count)
    if isPlain {
      var vector = SIMD16<UInt8>()
      for (index, byte) in entry.bytes.enumerated() { vector[index] = byte }
      unsafe wideMemory[number] = vector
      unsafe infoMemory[number] = UInt16(entry.bytes.count) | UInt16(entry.outputCharacters) << 8
    }
    guard character.kind != .cut else { return number }
    let lead = UInt8(truncatingIfNeeded: character.code >> (8 * (UInt32(character.byteCount) - 1)))
    let isCode = charset.table.states[state].lengths[Int(lead)] == character.byteCount
    switch character.byteCount {
    case 1 where isCode && state == 0 && !beginsShift[Int(lead)]:
      table.remember(number, at: Self.doubles + Int(lead), asNumber: !isPlain)
      if isPlain, entry.bytes.count == 1, entry.bytes[0] < 0x80 {
        unsafe asciiMemory[Int(lead) + (selected ? 256 : 0)] = entry.bytes[0]
      }
    case 2 where isCode && state == charset.doubleState && !isShift(character.code):
      table.remember(number, at: Int(character.code), asNumber: !isPlain)
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

  private func grow(to number: Int) {
    guard number >= capacity else { return }
    let larger = max(capacity * 2, number + 1)
    let wide = UnsafeMutablePointer<SIMD16<UInt8>>.allocate(capacity: larger)
    let info = UnsafeMutablePointer<UInt16>.allocate(capacity: larger)
    // SAFETY: both copies are of `capacity` elements into larger memory.
    unsafe wide.update(from: wideMemory, count: capacity)
    unsafe info.initialize(repeating: 0, count: larger)
    unsafe info.update(from: infoMemory, count: capacity)
    unsafe wideMemory.deallocate()
    unsafe infoMemory.deallocate()
    unsafe wideMemory = wide
    unsafe infoMemory = info
    capacity = larger
  }
}

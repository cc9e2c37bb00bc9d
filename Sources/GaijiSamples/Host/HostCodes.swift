internal import GaijiCharsets
internal import GaijiModel

/// How a charset writes the text of host fields, and what its codes say.
struct HostCodes: Sendable {
  /// One code of a field.
  struct Code: Sendable {
    let bytes: [UInt8]
    /// What a conversion with the default policy makes of it.
    let converted: [UInt32]
  }

  let charset: CharsetTable
  let space: UInt8
  let doubleSpace: [UInt8]
  /// To two-byte codes and back; empty in a charset that tells codes apart by their first byte.
  let shiftOut: [UInt8]
  let shiftIn: [UInt8]
  /// The digits are F0...F9; else 30...39.
  let isEBCDIC: Bool
  /// Scalars of a base with a selector, as the release writes that figure.
  private let figures: [CharacterSequence: [UInt32]]

  init(_ charset: CharsetTable, forms: [CharacterForms]) throws(SampleError) {
    self.charset = charset
    guard charset.scheme == .leadByte || charset.scheme == .shifted else {
      throw .notHostCharset(charset: charset.name, reason: "it is a form of Unicode")
    }
    let narrow = charset.encoding.entry(for: 0x20)
    guard narrow >> 24 == 1 << 4 else {
      throw .notHostCharset(charset: charset.name, reason: "it has no one-byte space")
    }
    let wide = charset.encoding.entry(for: 0x3000)
    guard wide >> 28 == 2 else {
      throw .notHostCharset(charset: charset.name, reason: "it has no two-byte space")
    }
    space = UInt8(truncatingIfNeeded: narrow)
    doubleSpace = [UInt8(truncatingIfNeeded: wide >> 8), UInt8(truncatingIfNeeded: wide)]
    isEBCDIC = space == 0x40
    if charset.scheme == .shifted {
      let state = Int(wide >> 24 & 0xF)
      func sequence(_ state: Int) -> [UInt8] {
        charset.shifts.first { $0.state == state }?.bytes ?? []
      }
      shiftOut = sequence(state)
      shiftIn = sequence(0)
    } else {
      shiftOut = []
      shiftIn = []
    }
    var figures: [CharacterSequence: [UInt32]] = [:]
    for form in forms {
      let written = form.direct.first.map { [$0] } ?? form.ivs.first?.scalars
      for sequence in form.ivs + form.svs { figures[sequence] = written ?? sequence.scalars }
    }
    self.figures = figures
  }

  func single(_ scalar: UInt32) -> Code? {
    let entry = charset.encoding.entry(for: scalar)
    guard entry >> 24 == 1 << 4 else { return nil }
    let byte = UInt8(truncatingIfNeeded: entry)
    return code(DecodeEntry(rawValue: charset.states[0].one[Int(byte)]), [byte])
  }

  /// - Parameter selector: 0, or the variation selector of a figure with a code of its own.
  func double(_ scalar: UInt32, selector: UInt32 = 0) -> Code? {
    let entry =
      selector == 0
      ? charset.encoding.entry(for: scalar) : charset.encoding.entry(for: scalar, selector)
    guard entry >> 28 == 2 else { return nil }
    let state = charset.scheme == .shifted ? Int(entry >> 24 & 0xF) : 0
    let bytes = [UInt8(truncatingIfNeeded: entry >> 8), UInt8(truncatingIfNeeded: entry)]
    return code(DecodeEntry(rawValue: charset.states[state].two[Int(entry & 0xFFFF)]), bytes)
  }

  /// Selectors of the figures of a character that have codes of their own.
  func selectors(of scalar: UInt32) -> [UInt32] {
    guard charset.encoding.beginsPair(scalar) else { return [] }
    let keys = charset.encoding.pairKeys
    return (0..<keys.count).compactMap { index in
      let selector = UInt32(keys[index] & 0x1F_FFFF)
      return keys[index] >> 21 == UInt64(scalar) && isVariationSelector(selector) ? selector : nil
    }
  }

  /// A code of a character reads as what its table says of it, whatever was meant by it: a table
  /// that knows figures gives 辻 as a base with a selector.
  private func code(_ entry: DecodeEntry, _ bytes: [UInt8]) -> Code? {
    guard entry.isCharacter, !entry.isOneWay else { return nil }
    guard entry.isSequence else { return Code(bytes: bytes, converted: [entry.value]) }
    let place = Int(entry.value) * 2
    let pair = [charset.sequences[place], charset.sequences[place + 1]]
    guard isVariationSelector(pair[1]) else { return Code(bytes: bytes, converted: pair) }
    let sequence = CharacterSequence(pair[0], selector: pair[1])
    return Code(bytes: bytes, converted: figures[sequence] ?? pair)
  }
}

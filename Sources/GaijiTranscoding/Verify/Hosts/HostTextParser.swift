internal import GaijiCharsets
internal import GaijiModel

/// The characters of a text field: the verifier's own path from the bytes of a field to its text.
struct HostTextParser {
  let charset: HostCharset

  struct Text {
    /// Without shift sequences. Offsets count from the start of the field.
    var units: [DecodedUnit]
    /// The field ends in the one-byte state, as it should.
    var isClosed: Bool
    /// The last unit is the beginning of a code that the field's end cuts.
    var isCut: Bool
    /// Of the field.
    var byteCount: Int
  }

  func text(of bytes: [UInt8], _ content: HostStep.Content) -> Text {
    if content == .mixed { return mixed(bytes) }
    let isDouble = content == .double && charset.doubleState != nil
    return plain(bytes, state: isDouble ? charset.doubleState ?? 0 : 0)
  }

  /// A field with shift sequences, or of a lead-byte charset: as a stream of its own.
  private func mixed(_ bytes: [UInt8]) -> Text {
    var decoder = ScalarDecoder(charset.table)
    var all: [DecodedUnit] = []
    // Not the last input, so that the state stays; what is left over is a code cut short.
    decoder.decode(bytes.span, isLast: false, into: &all)
    var state = decoder.state
    var units = all.filter { $0.kind != .shift }
    let end = decoder.offset
    guard end < bytes.count else {
      return Text(units: units, isClosed: state == 0, isCut: false, byteCount: bytes.count)
    }
    // A shift sequence that is not complete is no shift: its bytes are codes.
    let tail = plain(Array(bytes[end...]), state: state)
    for var unit in tail.units {
      unit.offset += end
      units.append(unit)
    }
    if charset.table.scheme != .shifted { state = 0 }
    return Text(units: units, isClosed: state == 0, isCut: tail.isCut, byteCount: bytes.count)
  }

  /// Codes of one state, one behind the other.
  private func plain(_ bytes: [UInt8], state: Int) -> Text {
    let view = charset.table.states[state]
    var units: [DecodedUnit] = []
    var isCut = false
    var place = 0
    while place < bytes.count {
      let lead = Int(bytes[place])
      let length = Int(view.lengths[lead])
      let left = Array(bytes[place..<min(bytes.count, place + max(length, 1))])
      let code = left.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      var unit = DecodedUnit(
        kind: .invalid, byteCount: 1, code: UInt32(lead), offset: place)
      if length > left.count {
        isCut = true
        unit.byteCount = UInt8(left.count)
        unit.code = code
      } else if length > 0 {
        let raw =
          switch length {
          case 1: view.one[lead]
          case 2: view.two[Int(code)]
          default: view.three[Int(code & 0xFFFF)]
          }
        let entry = DecodeEntry(rawValue: raw)
        if entry == .undefined {
          unit.kind = .undefined
          unit.byteCount = UInt8(length)
          unit.code = code
        } else if entry != .invalid {
          let index = Int(entry.value) * 2
          let isPair = entry.isSequence
          unit = DecodedUnit(
            kind: entry.isGaiji ? .gaiji : .character, isOneWay: entry.isOneWay,
            byteCount: UInt8(length), code: code,
            scalar: isPair ? charset.table.sequences[index] : entry.value,
            second: isPair ? charset.table.sequences[index + 1] : 0, offset: place)
        }
      }
      units.append(unit)
      place += Int(unit.byteCount)
    }
    return Text(units: units, isClosed: true, isCut: isCut, byteCount: bytes.count)
  }

  // MARK: Padding

  /// Whether the unit is what such a field is filled with.
  func isPadding(_ unit: DecodedUnit, _ content: HostStep.Content) -> Bool {
    content == .double
      ? unit.byteCount == 2 && unit.code == UInt32(charset.doubleSpace ?? 0x4040)
      : unit.byteCount == 1 && unit.code == UInt32(charset.space ?? 0x40)
  }

  /// The units without the padding that a reader of the field takes away. (A padding that the
  /// charset has no code for cannot be told from data, and stays.)
  func withoutPadding(_ text: Text, _ step: HostStep) -> ArraySlice<DecodedUnit> {
    var units = text.units[...]
    let isKnown = step.content == .double ? charset.doubleSpace != nil : charset.space != nil
    guard isKnown, step.padding != .kept else { return units }
    // Spaces before or behind a shift sequence at the field's edge are not at the edge.
    if step.padding == .leading {
      var start = 0
      while let first = units.first, first.offset == start, isPadding(first, step.content) {
        start += Int(first.byteCount)
        units.removeFirst()
      }
      return units
    }
    // Behind an open shift, bytes that look like one-byte spaces are two-byte codes; and no pair of
    // bytes fills the end of an odd number of them.
    guard text.isClosed, !text.isCut, step.content != .double || text.byteCount % 2 == 0 else {
      return units
    }
    var end = text.byteCount
    while let last = units.last, last.offset + Int(last.byteCount) == end,
      isPadding(last, step.content)
    {
      end -= Int(last.byteCount)
      units.removeLast()
    }
    return units
  }
}

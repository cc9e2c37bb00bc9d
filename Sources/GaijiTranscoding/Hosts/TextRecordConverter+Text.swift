internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

// The text of a cell, and the neighbourhood of findings.

extension TextRecordConverter {
  /// Adds the codes of a cell's text to the field in hand.
  mutating func addText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ step: HostStep, at place: Int
  ) throws {
    guard readsUTF8 else {
      try addUnits(range.map { bytes[$0] }, step, at: place)
      return
    }
    let selected = builder.isSelected[step.column]
    let fast = selected ? selectedScalars : plainScalars
    let content = step.content
    var index = range.lowerBound
    var ordinary = 0
    while index < range.upperBound {
      let lead = bytes[index]
      var scalar = UInt32(lead)
      var length = 1
      if lead >= 0x80 {
        guard lead & 0xF0 == 0xE0, index + 2 < range.upperBound,
          bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
        else {
          index = try addUnit(bytes, from: index, range, step, at: place)
          continue
        }
        scalar =
          UInt32(lead & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6
          | UInt32(bytes[index + 2] & 0x3F)
        length = 3
      }
      let entry = fast[scalar]
      // A variation selector may follow: U+FE00.. (EF B8 ..) or U+E0100.. (F3 ..).
      let next = index + length < range.upperBound ? bytes[index + length] : 0
      let mayBeSelector =
        next == 0xF3
        || next == 0xEF && index + length + 1 < range.upperBound
          && bytes[index + length + 1] == 0xB8
      if entry >= FastEntry.minimum, !mayBeSelector, builder.holds(entry, content) {
        builder.add(fast: entry)
        ordinary += 1
        index += length
      } else {
        index = try addUnit(bytes, from: index, range, step, at: place)
      }
    }
    builder.account.characters += ordinary
    builder.account.exact += ordinary
  }

  /// Adds the character at `index`, which may be of any kind; returns the index behind it.
  mutating func addUnit(
    _ bytes: Span<UInt8>, from index: Int, _ range: Range<Int>, _ step: HostStep, at place: Int
  ) throws -> Int {
    // SAFETY: the pointer is used while the span lives; the range lies in the span. (A closure
    // around what follows would copy this whole converter.)
    let all = unsafe bytes.withUnsafeBufferPointer { unsafe $0 }
    let rest = unsafe UnsafeBufferPointer(rebasing: all[index..<range.upperBound])
    var character = unsafe SourceCharacter.firstUTF8(of: rest)
    if character.canTakeSelector {
      let behind = unsafe UnsafeBufferPointer(rebasing: rest[Int(character.byteCount)...])
      if let selector = unsafe SourceCharacter.variationSelector(at: behind) {
        character.second = selector
        character.byteCount += utf8Count(selector)
      } else if !behind.isEmpty, beginsPair(character.scalar) {
        // か and ゚ are one code in some charsets.
        let mark = unsafe SourceCharacter.firstUTF8(of: behind)
        if mark.kind == .character, isPair(character.scalar, mark.scalar) {
          character.second = mark.scalar
          character.byteCount += mark.byteCount
        }
      }
    }
    try add(character, step, at: place + index - range.lowerBound)
    return index + Int(character.byteCount)
  }

  func beginsPair(_ scalar: UInt32) -> Bool {
    !pairBases.isEmpty && pairBases.contains(scalar)
  }

  func isPair(_ first: UInt32, _ second: UInt32) -> Bool {
    plan.target.encoding.entry(for: first, second) != 0
  }

  /// The number of a character's entry; the last ones are found without a hash of all of it.
  mutating func number(of character: SourceCharacter, selected: Bool) -> Int {
    guard character.kind == .character, !character.isOneWay else {
      return table.number(of: character, selected: selected)
    }
    let key =
      UInt64(character.scalar) << 32 | UInt64(character.second) << 1 | (selected ? 1 : 0)
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
    if recent[slot].key == key { return recent[slot].number }
    let number = table.number(of: character, selected: selected)
    recent[slot] = (key, number)
    return number
  }

  mutating func add(
    _ character: SourceCharacter, _ step: HostStep, at offset: Int
  ) throws(ConversionStop) {
    let selected = builder.isSelected[step.column]
    let number = number(of: character, selected: selected)
    if character.second == 0, character.kind == .character, !character.isOneWay,
      character.scalar < FastScalars.count, !beginsPair(character.scalar)
    {
      remember(number, at: Int(character.scalar))
    }
    try builder.add(number, at: offset, in: step.content)
  }

  /// Puts a character into the fast table; also one that the target has one code of two scalars for.
  private func remember(_ number: Int, at index: Int) {
    let outcome = table.entries[number].outcome
    let codes =
      outcome.disposition == .exact && outcome.finding == nil
      ? HostRecordBuilder.entries(of: outcome, in: plan.target) : []
    let code = codes.count == 1 && outcome.raw.isEmpty ? codes[0] : 0
    table.remember(number, at: index, asNumber: code == 0, code: code)
  }

  /// Text in another charset than UTF-8.
  mutating func addUnits(_ bytes: [UInt8], _ step: HostStep, at place: Int) throws {
    for unit in ScalarDecoder.units(of: bytes, in: decoderTable, isStart: false)
    where unit.kind != .shift {
      try add(SourceCharacter(unit), step, at: place + unit.offset)
    }
  }

  /// The neighbourhood of an event in the block.
  func sample(for event: RecordEvent, in block: UnsafeBufferPointer<UInt8>) -> Finding.Sample {
    let field = event.fieldOffset - blockOffset
    let place = event.offset - blockOffset
    guard field >= 0, field <= place, place < block.count else {
      return .init(record: event.record, offset: event.offset, before: "", text: "", after: "")
    }
    return unsafe FieldText.sample(
      of: event, in: block, field: field, place: place, source: plan.source,
      format: settings.format)
  }
}

internal import GaijiCharsets
internal import GaijiModel

// Encoded names, and the neighbourhood of findings.

extension HostTextConverter {
  /// Text of ours (names, structure) in the target charset. What the target cannot write becomes
  /// `?`: a column name is no data.
  func encoded(_ text: [UInt8]) -> (bytes: [UInt8], characters: Int) {
    Self.encoded(text, in: plan.target)
  }

  static func encoded(
    _ text: [UInt8], in target: CharsetTable
  ) -> (bytes: [UInt8], characters: Int) {
    var encoder = ScalarEncoder(target)
    var bytes: [UInt8] = []
    var characters = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if !encoder.encode(scalar.value, into: &bytes) { _ = encoder.encode(0x3F, into: &bytes) }
      characters += 1
    }
    return (bytes, characters)
  }

  static func jsonKey(_ name: String) -> [UInt8] {
    var key: [UInt8] = [ASCII.quote]
    for byte in name.utf8 {
      if byte == ASCII.quote || byte == UInt8(ascii: "\\") { key.append(UInt8(ascii: "\\")) }
      key.append(byte < 0x20 ? 0x20 : byte)
    }
    return key + [ASCII.quote, UInt8(ascii: ":")]
  }

  /// Decodes the neighbourhood of an event; the block of the last `convert` is still in place.
  func sample(for event: RecordEvent) -> Finding.Sample {
    let nothing = Finding.Sample(
      record: event.record, offset: event.offset, before: "", text: "", after: "")
    guard event.fieldOffset <= event.offset else { return nothing }
    let content = host.programs[Int(event.type)].steps[Int(event.column)]
    if let joined = joinedRecords[event.record] {
      // Offsets of a joined record count from its first segment, descriptors included.
      return HostSample.make(of: event, step: content, in: joined, place: nil, host.charset)
    }
    let start = event.fieldOffset - blockOffset
    guard start >= 0, unsafe start < block.count else { return nothing }
    var end = unsafe min(block.count, start + content.byteCount)
    if let cut = cutRecords[event.record] { end = min(end, cut - blockOffset) }
    guard start < end else { return nothing }
    let bytes = unsafe Array(block[start..<end])
    return HostSample.make(
      of: event, step: content, in: bytes, place: event.offset - event.fieldOffset, host.charset)
  }
}

/// The neighbourhood of a finding in a field of a host record, for a person.
enum HostSample {
  /// - Parameters:
  ///   - bytes: the field.
  ///   - place: where in it the event is; `nil` when unknown.
  static func make(
    of event: RecordEvent, step: HostStep, in bytes: [UInt8], place: Int?, _ charset: HostCharset
  ) -> Finding.Sample {
    var result = Finding.Sample(
      record: event.record, offset: event.offset, before: "", text: "", after: "")
    guard step.isText, let place else {
      let digits = bytes.prefix(16).map { hexadecimal(UInt32($0), digits: 2) }.joined()
      result.text = bytes.count > 16 ? digits + "…" : digits
      return result
    }
    var before: [UInt32] = []
    var own: [UInt32] = []
    var after: [UInt32] = []
    for unit in units(of: bytes, step: step, charset) where unit.kind != .shift {
      let scalars = SourceCharacter(unit).displayScalars
      if unit.offset < place {
        before += scalars
      } else if unit.offset == place, own.isEmpty {
        own = scalars
      } else {
        after += scalars
      }
    }
    while let last = after.last, last == 0x20 || last == 0x3000 { after.removeLast() }
    result.before = FieldText.text(before.suffix(FieldText.neighbours))
    result.text = FieldText.text(own[...])
    result.after = FieldText.text(after.prefix(FieldText.neighbours))
    return result
  }

  /// The characters of a text field, decoded and not converted.
  static func units(
    of bytes: [UInt8], step: HostStep, _ charset: HostCharset
  ) -> [DecodedUnit] {
    let table = charset.table
    switch step.content {
    case .double:
      guard let state = charset.doubleState, state > 0 else {
        return ScalarDecoder.units(of: bytes, in: table, isStart: false)
      }
      // A field of two-byte codes without shifts: read as if a shift stood before it.
      let shift = table.shifts.first { $0.state == state }?.bytes ?? []
      return ScalarDecoder.units(of: shift + bytes, in: table, isStart: false).compactMap {
        var unit = $0
        unit.offset -= shift.count
        return unit.offset < 0 ? nil : unit
      }
    default: return ScalarDecoder.units(of: bytes, in: table, isStart: false)
    }
  }
}

internal import GaijiCharsets
internal import GaijiModel

extension ScalarConverter {
  /// Looks whether the field that was written from `start` on is over one of its limits.
  ///
  /// - Parameter field: index of the first unit of its text.
  mutating func checkLimits(
    _ limits: [BlockSettings.FieldLimit], _ units: Span<DecodedUnit>, column: Int,
    from start: Int, field: Int
  ) throws(ConversionStop) {
    // The closing shift belongs to the field's length.
    let (written, closing) = writer.bytes(from: start)
    let byteCount = written.count + closing
    // A character has one byte at least.
    if limits.allSatisfy({ byteCount <= $0.maximum }) { return }
    let content = characters(of: written)
    guard Self.exceeds(limits, content[...], byteCount: byteCount) else { return }
    let offset = field < units.count ? units[field].offset : unitsOffset + sourceBytes.count
    result.events.append(
      RecordEvent(
        number: Int32(table.overflowNumber), column: Int32(column), record: record,
        offset: offset, fieldOffset: offset))
    switch settings.overflow.action {
    case .keep, .escape: return
    case .reject: isRejected = true
    case .stop:
      throw ConversionStop(
        reason: .policy(.overflow, code: ""), record: record, column: column, offset: offset)
    case .substitute: shorten(content, of: written, limits, from: start)
    }
  }

  /// Shortens a field by whole characters (a base and its selector are one) until it fits.
  private mutating func shorten(
    _ content: [DecodedUnit], of written: [UInt8], _ limits: [BlockSettings.FieldLimit],
    from start: Int
  ) {
    let mark = OutputPiece.text(plan.policy.substitutes.overflow)
    var kept = content[...]
    while true {
      // Bytes that were kept although they are no code are written again as they are.
      let text =
        kept.map { unit in
          unit.kind == .invalid || unit.kind == .undefined
            ? .bytes(Array(written[unit.offset..<unit.offset + Int(unit.byteCount)]))
            : .text(SourceCharacter(unit).displayScalars)
        } + [mark]
      let cut = writer.measure(text)
      let marked = characters(of: cut.bytes)
      if kept.isEmpty || !Self.exceeds(limits, marked[...], byteCount: cut.bytes.count) {
        writer.replace(from: start, by: text)
        result.expectedCharacters += cut.characters - content.count
        account.substitute(
          content[kept.endIndex...].count(where: { !isVariationSelector($0.scalar) }))
        return
      }
      let last = kept.removeLast()
      if isVariationSelector(last.scalar), !kept.isEmpty { kept.removeLast() }
    }
  }

  /// The characters of a field's output. U+FEFF is one: the field is within the stream.
  private func characters(of field: [UInt8]) -> [DecodedUnit] {
    ScalarDecoder.units(of: field, in: plan.target, isStart: false).filter { $0.kind != .shift }
  }

  private static func exceeds(
    _ limits: [BlockSettings.FieldLimit], _ units: ArraySlice<DecodedUnit>, byteCount: Int
  ) -> Bool {
    limits.contains { limit in
      limit.inBytes
        ? byteCount > limit.maximum
        : units.count(where: { !isVariationSelector($0.scalar) }) > limit.maximum
    }
  }
}

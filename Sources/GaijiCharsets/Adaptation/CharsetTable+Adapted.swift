public import GaijiModel

extension CharsetTable {
  /// The charset as a policy wants it read and written.
  ///
  /// - Parameters:
  ///   - preference: `position`: the codes of `positions` stand for the characters given there, and
  ///     these are written with them. A character that so loses its code gets another code that
  ///     means it; where there is none it is still written with the code it had, which then reads as
  ///     another character.
  ///   - projection: the scalar of the lowest gaiji; the others keep their distance to it. No effect
  ///     on a charset without gaiji.
  ///   - doubleSpace: which two-byte code is U+3000. No effect where 4040 is no two-byte code or has
  ///     a character of its own (JIPS(J)).
  /// - Returns: the table itself when nothing changes.
  /// - Throws: when the projection does not fit.
  public func adapted(
    preference: CharsetPreference = .glyph, projection: UInt32? = nil,
    doubleSpace: DoubleSpace = .table
  ) throws(AdaptationError) -> CharsetTable {
    guard !states.isEmpty else { return self }
    var table = self
    if preference == .position, positions.count >= 2 { table = table.positioned() }
    if let projection { table = try table.projected(to: projection) }
    if doubleSpace != .table { table = table.spaced(doubleSpace) }
    return table
  }

  // MARK: Preference

  private func positioned() -> CharsetTable {
    var patch = TablePatch(self)
    var touched: Set<TablePatch.Key> = []
    for index in stride(from: 0, to: positions.count - 1, by: 2) {
      guard let code = twoByteCode(positions[index]),
        Unicode.Scalar(positions[index + 1]) != nil
      else { continue }
      if let key = patch.key(of: patch.decodeEntry(code)) { touched.insert(key) }
      let key = TablePatch.key(positions[index + 1])
      touched.insert(key)
      patch.setDecodeEntry(code, positions[index + 1])
      patch.setEncoded(key, code)
    }
    patch.settle(touched)
    return patch.finish()
  }

  /// The two bytes as a code of the state that has two-byte codes with this lead.
  private func twoByteCode(_ bytes: UInt32) -> UInt32? {
    guard bytes <= 0xFFFF,
      let state = states.firstIndex(where: { $0.lengths[Int(bytes >> 8)] == 2 })
    else { return nil }
    return 2 << 28 | UInt32(state) << 24 | bytes
  }

  // MARK: Projection

  private func projected(to base: UInt32) throws(AdaptationError) -> CharsetTable {
    let gaiji = self.gaiji
    guard let low = gaiji.map(\.scalar).min(), let high = gaiji.map(\.scalar).max(), low != base
    else { return self }
    let last = min(base, 0x10_FFFF) + (high - low)
    guard projectionRange.contains(base), projectionRange.contains(last) else {
      throw .projectionOutside(charset: name, base: base, last: last)
    }
    var others: Set<UInt32> = []
    eachCode { _, entry in
      guard entry.isCharacter, !entry.isGaiji else { return }
      others.formUnion(scalars(of: entry))
    }
    let old = Set(gaiji.map(\.scalar))
    var patch = TablePatch(self)
    let codes = gaiji.map { encoding.entry(for: $0.scalar) }
    for scalar in old { patch.setEncoded(TablePatch.key(scalar), 0) }
    for (index, place) in gaiji.enumerated() {
      let scalar = base + (place.scalar - low)
      guard !others.contains(scalar), old.contains(scalar) || encoding.entry(for: scalar) == 0
      else {
        throw .projectionTaken(
          charset: name, base: base,
          code: hexadecimal(place.code & 0xFF_FFFF, digits: Int(place.code >> 28) * 2),
          scalar: scalar)
      }
      let flags = patch.decodeEntry(place.code).rawValue & ~DecodeEntry.scalarMask
      patch.setDecodeEntry(place.code, flags | scalar)
      if codes[index] != 0 { patch.setEncoded(TablePatch.key(scalar), codes[index]) }
    }
    return patch.finish()
  }

  // MARK: Double space

  private static let ideographicSpace: UInt32 = 0x3000
  private static let space: UInt32 = 0x20

  private func spaced(_ choice: DoubleSpace) -> CharsetTable {
    guard let host = twoByteCode(0x4040) else { return self }
    let isFree =
      switch decodeEntry(of: host) {
      case .invalid, .undefined: true
      case let entry: scalars(of: entry) == [Self.ideographicSpace]
      }
    guard isFree else { return self }
    let key = TablePatch.key(Self.ideographicSpace)
    // The JIS area's code is one that has that meaning already: 1-1 of it.
    var jis: [UInt32] = []
    eachCode { code, entry in
      if code >> 28 == 2, code != host, scalars(of: entry) == [Self.ideographicSpace] {
        jis.append(code)
      }
    }
    let standard = jis.first { [0xA1A1, 0x2121].contains($0 & 0xFFFF) } ?? jis.first
    var patch = TablePatch(self)
    switch choice {
    case .table: return self
    case .hostSpace:
      patch.setDecodeEntry(host, Self.ideographicSpace)
      patch.setEncoded(key, host)
    case .jisSpace:
      // A charset whose only double space is 4040 (IBM) has no other code to write.
      guard let standard else { return self }
      patch.setDecodeEntry(host, Self.ideographicSpace)
      patch.setEncoded(key, standard)
    case .twoSpaces:
      patch.setSequence(host, Self.space, Self.space, flags: DecodeEntry.oneWayBit)
      patch.setEncoded(key, standard ?? 0)
    }
    patch.settle([key])
    return patch.finish()
  }
}

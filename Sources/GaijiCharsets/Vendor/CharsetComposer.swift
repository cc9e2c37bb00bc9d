internal import GaijiModel

/// Makes charsets of parts: one-byte codes, two-byte codes and shift sequences.
///
/// What a row says holds in this order:
/// - a code is read as the character of its first row that may be read (`both`, `decodeOnly`),
/// - a character is written as the code of its first row that is `both` and is so read; without one,
///   of its first `both` or `encodeOnly` row,
/// - a code of a user-defined area that no row names is projected to its private-use scalar, and
///   one that a row gives a private-use scalar is projected to that,
/// - a bit of each code says whether its character is written as another code or not at all.
public struct CharsetComposer: Sendable {
  private let parts: [String: CharsetPart]
  private let base: BaseParts

  /// A charset and which of its parts come from standards alone because no table was imported.
  public struct Composed: Sendable {
    public let table: CharsetTable
    public let missing: [String]
  }

  /// - Parameter parts: The imported parts; those that are missing are drawn.
  public init(parts: [CharsetPart]) throws(CompositionError) {
    do { base = try BaseParts() } catch { throw .base(error) }
    var byName: [String: CharsetPart] = [:]
    for part in parts {
      guard VendorCharsets.partNames.contains(part.name) else { throw .unknownPart(part.name) }
      byName[part.name] = PublishedFaults.corrected(part)
    }
    self.parts = byName
  }

  public func compose(_ charset: VendorCharset) throws(CompositionError) -> Composed {
    var missing: [String] = []
    var codes = ComposedCodes()
    var draft = CharsetDraft(
      name: charset.name, scheme: charset.scheme, stateCount: charset.shifts.isEmpty ? 1 : 2,
      shifts: charset.shifts)
    if let name = charset.oneByte {
      let part = try part(name, missing: &missing)
      let shifts = Set(charset.shifts.filter { $0.bytes.count == 1 }.map { UInt32($0.bytes[0]) })
      for byte in UInt8.min...UInt8.max where !shifts.contains(UInt32(byte)) {
        draft.setLength(1, of: byte...byte)
      }
      for (index, row) in part.rows.enumerated() {
        try check(row, index, part.name, byteCount: 1)
        // A byte that is a shift sequence is never read or written as a code.
        if !shifts.contains(row.code) { codes.add(row, state: 0, isGaiji: false) }
      }
    }
    var positions: [UInt32] = []
    if let system = charset.twoByte {
      let state = charset.shifts.isEmpty ? 0 : 1
      let (part, bytes) = try twoBytePart(system, missing: &missing)
      setSpace(system, bytes, in: &draft, state: state)
      try add(part, of: system, bytes, state: state, to: &codes)
      positions = self.positions(system, bytes, codes, state: state)
    }
    codes.define(in: &draft)
    return Composed(table: draft.finish(positions: positions), missing: missing)
  }

  private func part(
    _ name: String, missing: inout [String]
  ) throws(CompositionError) -> CharsetPart {
    if let known = parts[name] { return known }
    if !BaseParts.isComplete(name) { missing.append(name) }
    do { return try base.part(name) } catch { throw .base(error) }
  }

  private func twoBytePart(
    _ system: TwoByteSystem, missing: inout [String]
  ) throws(CompositionError) -> (CharsetPart, ByteMap) {
    var bytes = ByteMap.identity
    if let name = system.byteMap { bytes = try ByteMap(part(name, missing: &missing)) }
    if parts[system.part] == nil, let substitute = system.substitute,
      var part = parts[substitute.part]
    {
      missing.append(system.part)
      part.rows += substitute.additions
      return (part, bytes)
    }
    return (try part(system.part, missing: &missing), bytes)
  }

  // MARK: Two-byte codes

  private func setSpace(
    _ system: TwoByteSystem, _ bytes: ByteMap, in draft: inout CharsetDraft, state: Int
  ) {
    for block in system.space {
      for lead in block.leads.map({ bytes[$0] }) {
        draft.setLength(2, of: lead...lead, state: state)
        if bytes.isIdentity {
          draft.setTrails(block.trails, after: lead...lead, state: state)
        } else {
          for trail in block.trails.map({ bytes[$0] }) {
            draft.setTrails(trail...trail, after: lead...lead, state: state)
          }
        }
      }
    }
  }

  private func add(
    _ part: CharsetPart, of system: TwoByteSystem, _ bytes: ByteMap, state: Int,
    to codes: inout ComposedCodes
  ) throws(CompositionError) {
    for (index, row) in part.rows.enumerated() {
      try check(row, index, part.name, byteCount: 2)
      guard system.space.contains(where: { $0.contains(row.code) }) else {
        throw .codeOutside(
          part: part.name, row: index + 1, code: hexadecimal(row.code, digits: 4),
          reason: "is outside the two-byte codes of the system")
      }
      let isInArea = system.areas.contains { $0.block.contains(row.code) } || system.areas.isEmpty
      var mapped = row
      mapped.code = bytes[row.code]
      codes.add(mapped, state: state, isGaiji: isInArea && isPrivateUse(row.first))
    }
    for area in system.areas {
      area.each { code, scalar in
        codes.addProjection(
          .init(code: bytes[code], byteCount: 2, first: scalar), state: state)
      }
    }
  }

  /// See `CharsetTable.positions`.
  private func positions(
    _ system: TwoByteSystem, _ bytes: ByteMap, _ codes: ComposedCodes, state: Int
  ) -> [UInt32] {
    guard let area = system.jis else { return [] }
    var found: [(code: UInt32, scalar: UInt32)] = []
    base.jisX0208.each(rows: area.rows) { row, cell, scalar in
      let code = bytes[area.code(row, cell)]
      guard let known = codes.character(of: code, byteCount: 2, state: state) else { return }
      if known.second == 0, Self.areSame(known.first, scalar) { return }
      found.append((code, scalar))
    }
    return found.sorted { $0.code < $1.code }.flatMap { [$0.code, $0.scalar] }
  }

  /// Code points that different mappings give to one character of JIS X 0208.
  private static let synonyms: [Set<UInt32>] = [
    [0x2014, 0x2015], [0x301C, 0xFF5E], [0x2016, 0x2225], [0x2212, 0xFF0D], [0xA2, 0xFFE0],
    [0xA3, 0xFFE1], [0xAC, 0xFFE2],
  ]

  static func areSame(_ a: UInt32, _ b: UInt32) -> Bool {
    a == b || synonyms.contains { $0.contains(a) && $0.contains(b) }
  }

  // MARK: Checks

  private func check(
    _ row: CharsetPart.Row, _ index: Int, _ part: String, byteCount: Int
  ) throws(CompositionError) {
    guard row.byteCount == byteCount, row.code < 1 << (8 * UInt32(byteCount)) else {
      throw .codeOutside(
        part: part, row: index + 1, code: hexadecimal(row.code, digits: 2 * row.byteCount),
        reason: "has \(row.byteCount) bytes where the system has \(byteCount)")
    }
    for value in [row.first, row.second] where !ScalarEncoder.isScalar(value) {
      throw .wrongValue(part: part, row: index + 1, value: value)
    }
  }
}

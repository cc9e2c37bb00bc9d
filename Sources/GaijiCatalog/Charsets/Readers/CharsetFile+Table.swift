public import GaijiCharsets
internal import GaijiModel

extension CharsetFile {
  /// The rows as a whole charset.
  ///
  /// Of several codes of one character the first is written, the others are one-way. A file that
  /// gives one code two characters, or a code outside its own coding space, is refused with the
  /// line.
  public func table(named name: String) throws(CharsetFileFault) -> CharsetTable {
    let space = try codingSpace()
    var characters: [UInt64: Int] = [:]
    var written: [UInt64: UInt64] = [:]
    for (index, row) in rows.enumerated() {
      guard
        space.states[space.state(ofByteCount: row.byteCount)]
          .contains(row.code, byteCount: row.byteCount)
      else {
        throw fault(
          index, "code \(Self.codeName(row)) is outside the coding space that the header declares")
      }
      if row.use != .encodeOnly {
        if let other = characters.updateValue(index, forKey: Self.codeKey(row)) {
          throw fault(
            index,
            "code \(Self.codeName(row)) is \(Self.characterName(row)) here and "
              + "\(Self.characterName(rows[other])) in line \(lines[other]); mark one of them as "
              + "written only")
        }
      }
      if row.use != .decodeOnly, written[Self.characterKey(row)] == nil {
        written[Self.characterKey(row)] = Self.codeKey(row)
      }
    }
    return CharsetRows(
      lengths: space.states.map(\.lengths), codes: codes(characters, written, space),
      undefined: undefined(space, characters)
    ).table(
      name: name, scheme: space.isStateful ? .shifted : .leadByte,
      shifts: space.isStateful ? CodingSpace.shifts : [])
  }

  private func codingSpace() throws(CharsetFileFault) -> CodingSpace {
    if let space { return space }
    switch CodingSpace.derived(from: rows) {
    case .success(let space): return space
    case .failure(let error): throw fault(error.row, error.reason)
    }
  }

  private func codes(
    _ characters: [UInt64: Int], _ written: [UInt64: UInt64], _ space: CodingSpace
  ) -> [CharsetRows.Code] {
    var codes: [CharsetRows.Code] = []
    for (index, row) in rows.enumerated() {
      let isRead = characters[Self.codeKey(row)] == index
      // One row that is read and one that is written, of the same code and character, are one code.
      if !isRead, let other = characters[Self.codeKey(row)],
        Self.characterKey(rows[other]) == Self.characterKey(row)
      {
        continue
      }
      let isWritten = written[Self.characterKey(row)] == Self.codeKey(row)
      var flags: CharsetRows.Flags = []
      if isRead {
        flags.insert(.decodes)
        if let code = written[Self.characterKey(row)], code != Self.codeKey(row) {
          flags.insert(.oneWay)
        }
        if isPrivateUse(row.first) { flags.insert(.gaiji) }
      }
      if isWritten { flags.insert(.encodes) }
      guard !flags.isEmpty else { continue }
      codes.append(
        CharsetRows.Code(
          state: space.state(ofByteCount: row.byteCount), byteCount: row.byteCount, code: row.code,
          first: row.first, second: row.second, flags: flags))
    }
    return codes.sorted {
      ($0.state, $0.byteCount, $0.code, $0.first, $0.second)
        < ($1.state, $1.byteCount, $1.code, $1.first, $1.second)
    }
  }

  /// The codes of the space without a character, one range each: the table sets them one by one.
  private func undefined(
    _ space: CodingSpace, _ characters: [UInt64: Int]
  ) -> [CharsetRows.Undefined] {
    var ranges: [CharsetRows.Undefined] = []
    for (number, state) in space.states.enumerated() {
      func add(_ code: UInt32, _ byteCount: Int) {
        guard characters[Self.codeKey(code, byteCount)] == nil else { return }
        ranges.append(
          CharsetRows.Undefined(state: number, byteCount: byteCount, codes: code...code))
      }
      for byte in UInt32(0)..<256 where state.lengths[Int(byte)] == 1 { add(byte, 1) }
      for code in state.two.indices where state.two[code] { add(UInt32(code), 2) }
      for code in state.three.indices where state.three[code] {
        add(CodingSpace.threeByteLead << 16 | UInt32(code), 3)
      }
    }
    return ranges
  }

  private func fault(_ row: Int, _ reason: String) -> CharsetFileFault {
    CharsetFileFault(line: lines[row], column: 1, reason: reason)
  }

  private static func codeKey(_ code: UInt32, _ byteCount: Int) -> UInt64 {
    UInt64(byteCount) << 32 | UInt64(code)
  }

  private static func codeKey(_ row: CharsetPart.Row) -> UInt64 { codeKey(row.code, row.byteCount) }

  private static func characterKey(_ row: CharsetPart.Row) -> UInt64 {
    UInt64(row.first) << 21 | UInt64(row.second)
  }

  static func codeName(_ row: CharsetPart.Row) -> String {
    hexadecimal(row.code, digits: 2 * row.byteCount)
  }

  static func characterName(_ row: CharsetPart.Row) -> String {
    scalarName(row.first) + (row.second == 0 ? "" : " " + scalarName(row.second))
  }
}

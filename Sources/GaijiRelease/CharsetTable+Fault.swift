internal import GaijiCharsets
internal import GaijiModel

extension CharsetTable {
  /// What in the tables would lead a decoder or encoder astray; `nil` when nothing does.
  package var fault: String? { fault(of: Self.sequenceCount(neededBy:)) }

  /// - Parameter sequenceCount: Checks a decode table, as `sequenceCount(neededBy:)` does. A release
  ///   has many charsets of the same tables and looks at each table once.
  func fault(of sequenceCount: (FlatTable<UInt32>) -> Int?) -> String? {
    switch scheme {
    case .leadByte, .shifted:
      guard !states.isEmpty, scheme == .shifted || states.count == 1,
        states.count <= ReleaseFormat.maximumStateCount
      else {
        return "\(states.count) states"
      }
    default:
      return states.isEmpty && shifts.isEmpty && sequences.count == 0 && encoding.isEmpty
        && positions.count == 0
        ? nil : "a Unicode scheme with tables"
    }
    guard sequences.count % 2 == 0, sequences.withSpan(areScalars) else {
      return "a wrong sequence"
    }
    for (number, state) in states.enumerated() {
      if let fault = state.fault(isOnly: scheme == .leadByte) { return "state \(number): \(fault)" }
      for table in [state.one, state.two, state.three] {
        guard let needed = sequenceCount(table), needed <= sequences.count / 2 else {
          return "state \(number): a wrong entry"
        }
      }
    }
    for shift in shifts where !states.indices.contains(shift.state) {
      return "a shift to a state that is not there"
    }
    return positionFault ?? encoding.fault(stateCount: states.count)
  }

  /// Positions are pairs of a two-byte code that is a character and a scalar, ascending by code.
  private var positionFault: String? {
    if positions.count == 0 { return nil }
    guard positions.count % 2 == 0, let state = states.last, state.two.count == 65_536 else {
      return "positions without two-byte codes"
    }
    var previous: UInt32?
    for index in stride(from: 0, to: positions.count, by: 2) {
      let code = positions[index]
      guard code <= 0xFFFF, previous.map({ $0 < code }) ?? true,
        DecodeEntry(rawValue: state.two[Int(code)]).isCharacter,
        isScalarValue(positions[index + 1])
      else { return "a wrong position" }
      previous = code
    }
    return nil
  }
}

extension CharsetTable {
  /// How many sequences the entries of a decode table presuppose; `nil` when one is no entry.
  static func sequenceCount(neededBy table: FlatTable<UInt32>) -> Int? {
    table.withSpan { entries in
      var count = 0
      for index in entries.indices {
        let entry = DecodeEntry(rawValue: entries[index])
        if entry == .invalid || entry == .undefined { continue }
        if entry.isSequence {
          count = max(count, Int(entry.value) + 1)
        } else if !entry.isCharacter || !isScalarValue(entry.value) {
          return nil
        }
      }
      return count
    }
  }
}

extension CharsetTable.State {
  fileprivate func fault(isOnly: Bool) -> String? {
    guard lengths.count == 256, one.count == 256 else { return "wrong table sizes" }
    guard [0, 65_536].contains(two.count), [0, 65_536].contains(three.count) else {
      return "wrong table sizes"
    }
    for lead in 0..<256 {
      switch lengths[lead] {
      case 0, 1: break
      case 2 where two.count > 0: break
      // The third table has no room for more than one lead byte.
      case 3 where three.count > 0 && isOnly && lead == 0x8F: break
      default: return "lead byte \(hexadecimal(UInt8(lead), digits: 2)) has no table"
      }
    }
    return nil
  }
}

extension EncodeTable {
  fileprivate var isEmpty: Bool {
    blocks.count == 0 && entries.count == 0 && pairKeys.count == 0 && pairEntries.count == 0
  }

  fileprivate func fault(stateCount: Int) -> String? {
    if isEmpty { return nil }
    let blockCount = entries.count / 64
    guard blocks.count == Self.blockCount, entries.count % 64 == 0, blockCount > 0 else {
      return "encoding tables of wrong sizes"
    }
    let areBlocksRight = blocks.withSpan { blocks in
      blocks.indices.allSatisfy { blocks[$0] < blockCount }
    }
    guard areBlocksRight else { return "an encoding block outside the table" }
    let isRight = { (entry: UInt32) in
      (1...3).contains(entry >> 28) && entry >> 24 & 15 < stateCount
    }
    let areEntriesRight = entries.withSpan { entries in
      entries.indices.allSatisfy { entries[$0] == 0 || isRight(entries[$0]) }
    }
    guard areEntriesRight else { return "a wrong encoding entry" }
    guard pairKeys.count == pairEntries.count else { return "pair tables of different lengths" }
    for index in 0..<pairKeys.count {
      let key = pairKeys[index]
      guard index == 0 || pairKeys[index - 1] < key, key >> 42 == 0,
        isScalarValue(UInt32(key >> 21)), isScalarValue(UInt32(key & 0x1F_FFFF)),
        isRight(pairEntries[index])
      else { return "a wrong pair" }
    }
    return nil
  }
}

private func areScalars(_ values: Span<UInt32>) -> Bool {
  values.indices.allSatisfy { isScalarValue(values[$0]) }
}

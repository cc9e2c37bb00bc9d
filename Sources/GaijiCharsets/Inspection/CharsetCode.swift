internal import GaijiModel

/// One well-formed code of a table and what it stands for.
public struct CharsetCode: Hashable, Sendable {
  public var state: Int
  /// 1...3.
  public var byteCount: Int
  /// The code's bytes, most significant first.
  public var code: UInt32
  /// One scalar or two; none when the code is undefined.
  public var scalars: [UInt32]
  /// The character is written as another code.
  public var isOneWay: Bool
  public var isGaiji: Bool

  public var isDefined: Bool { !scalars.isEmpty }

  /// Hexadecimal digits, two a byte.
  public var name: String { hexadecimal(code, digits: 2 * byteCount) }

  public var bytes: [UInt8] {
    (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: code >> UInt32(8 * $0)) }
  }

  /// `U+8FBB U+E0101`.
  public static func name(of scalars: [UInt32]) -> String {
    scalars.map(scalarName).joined(separator: " ")
  }
}

extension CharsetTable {
  /// The only lead byte of three-byte codes.
  static let threeByteLead: UInt32 = 0x8F

  /// Every code of the coding space, undefined ones too, by state, length and code.
  public var codes: [CharsetCode] {
    var codes: [CharsetCode] = []
    let sequences = sequences.array
    for (number, state) in states.enumerated() {
      let lengths = state.lengths.array
      for (byteCount, entries) in [
        (1, state.one.array), (2, state.two.array), (3, state.three.array),
      ] {
        let base = byteCount == 3 ? Self.threeByteLead << 16 : 0
        for (index, raw) in entries.enumerated() where raw != DecodeEntry.invalid.rawValue {
          let code = base | UInt32(index)
          guard lengths[Int(code >> (8 * (UInt32(byteCount) - 1)))] == byteCount else { continue }
          let entry = DecodeEntry(rawValue: raw)
          var scalars: [UInt32] = []
          if entry.isSequence {
            let start = 2 * Int(entry.value)
            // A release's tables are checked when it is opened; one made in memory may not be.
            if start + 1 < sequences.count { scalars = [sequences[start], sequences[start + 1]] }
          } else if entry.isCharacter {
            scalars = [entry.value]
          }
          codes.append(
            CharsetCode(
              state: number, byteCount: byteCount, code: code, scalars: scalars,
              isOneWay: entry.isOneWay, isGaiji: entry.isGaiji))
        }
      }
    }
    return codes
  }

  /// Every character that the table can write, with its code, by scalars.
  public var writtenCodes: [(scalars: [UInt32], code: CharsetCode)] {
    var written: [(scalars: [UInt32], code: CharsetCode)] = []
    func add(_ scalars: [UInt32], _ entry: UInt32) {
      guard entry != 0 else { return }
      written.append(
        (
          scalars,
          CharsetCode(
            state: Int(entry >> 24 & 15), byteCount: Int(entry >> 28), code: entry & 0xFF_FFFF,
            scalars: scalars, isOneWay: false, isGaiji: false)
        ))
    }
    let entries = encoding.entries.array
    for (index, block) in encoding.blocks.array.enumerated() where block != 0 {
      for cell in 0..<64 where Int(block) << 6 | cell < entries.count {
        add([UInt32(index << 6 | cell)], entries[Int(block) << 6 | cell])
      }
    }
    for (key, entry) in zip(encoding.pairKeys.array, encoding.pairEntries.array) {
      add([UInt32(key >> 21), UInt32(key & 0x1F_FFFF)], entry)
    }
    return written
  }
}

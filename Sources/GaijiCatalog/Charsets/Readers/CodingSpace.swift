internal import GaijiCharsets
internal import GaijiModel

/// How the bytes of a charset are cut into codes, without the characters.
struct CodingSpace: Equatable {
  struct State: Equatable {
    /// 256 code lengths by first byte; 0: no code begins with it.
    var lengths = [UInt8](repeating: 0, count: 256)
    /// 65,536 by both bytes, or none: whether they can be a code.
    var two: [Bool] = []
    /// 65,536 by the two bytes after 8F, or none.
    var three: [Bool] = []

    mutating func addTwo(_ code: UInt32) {
      lengths[Int(code >> 8)] = 2
      if two.isEmpty { two = Array(repeating: false, count: 65_536) }
      two[Int(code)] = true
    }

    mutating func addThree(_ code: UInt32) {
      lengths[Int(code >> 16)] = 3
      if three.isEmpty { three = Array(repeating: false, count: 65_536) }
      three[Int(code & 0xFFFF)] = true
    }

    func contains(_ code: UInt32, byteCount: Int) -> Bool {
      switch byteCount {
      case 1: lengths[Int(code)] == 1
      case 2: lengths[Int(code >> 8)] == 2 && two[Int(code)]
      default: lengths[Int(code >> 16)] == 3 && three[Int(code & 0xFFFF)]
      }
    }
  }

  /// One, or the one-byte state and the two-byte state of a charset with shift out (0E) and in (0F).
  var states: [State]

  var isStateful: Bool { states.count > 1 }

  /// The only lead byte after which a `CharsetTable` has room for two more.
  static let threeByteLead: UInt32 = 0x8F

  static let shifts = [
    CharsetTable.Shift(bytes: [0x0F], state: 0), CharsetTable.Shift(bytes: [0x0E], state: 1),
  ]

  /// Which state the codes of a length belong to.
  func state(ofByteCount byteCount: Int) -> Int { isStateful && byteCount > 1 ? 1 : 0 }

  /// The space of an EBCDIC host with shifts: every byte but the shifts alone; 4040 and 41–FE twice.
  static let ebcdic: CodingSpace = {
    var one = State()
    for byte in 0...0xFF where byte != 0x0E && byte != 0x0F { one.lengths[byte] = 1 }
    var two = State()
    two.addTwo(0x4040)
    for lead in UInt32(0x41)...0xFE {
      for trail in UInt32(0x41)...0xFE { two.addTwo(lead << 8 | trail) }
    }
    return CodingSpace(states: [one, two])
  }()

  /// The space that a list of codes needs, for a file that says nothing of it: a byte that follows
  /// some lead byte may follow each.
  ///
  /// - Returns: The space, or the first row that contradicts those before it, and why.
  static func derived(
    from rows: [CharsetPart.Row]
  ) -> Result<CodingSpace, DerivationFault> {
    var lengths = [UInt8](repeating: 0, count: 256)
    var trails: Set<UInt32> = []
    var pairs: (second: Set<UInt32>, third: Set<UInt32>) = ([], [])
    for (index, row) in rows.enumerated() {
      let lead = row.code >> (8 * (UInt32(row.byteCount) - 1))
      let known = lengths[Int(lead)]
      guard known == 0 || Int(known) == row.byteCount else {
        return .failure(
          DerivationFault(
            row: index,
            reason: "byte \(hexadecimal(lead, digits: 2)) begins codes of \(known) and of "
              + "\(row.byteCount) bytes; import one-byte and two-byte codes as two parts"))
      }
      lengths[Int(lead)] = UInt8(row.byteCount)
      switch row.byteCount {
      case 1: break
      case 2: trails.insert(row.code & 0xFF)
      default:
        guard lead == threeByteLead else {
          return .failure(
            DerivationFault(
              row: index,
              reason: "codes of three bytes are known only after 8F, as in EUC-JP; this one begins "
                + "with \(hexadecimal(lead, digits: 2))"))
        }
        pairs.second.insert(row.code >> 8 & 0xFF)
        pairs.third.insert(row.code & 0xFF)
      }
    }
    var state = State()
    for lead in UInt32(0)...0xFF {
      switch lengths[Int(lead)] {
      case 1: state.lengths[Int(lead)] = 1
      case 2: for trail in trails { state.addTwo(lead << 8 | trail) }
      case 3:
        for second in pairs.second {
          for third in pairs.third { state.addThree(lead << 16 | second << 8 | third) }
        }
      default: break
      }
    }
    return .success(CodingSpace(states: [state]))
  }

  struct DerivationFault: Error {
    var row: Int
    var reason: String
  }
}

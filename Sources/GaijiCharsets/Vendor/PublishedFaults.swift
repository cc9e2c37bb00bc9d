/// Slips of the published tables (project jef4j, as of commit 0e4e9fd), which are put right when a
/// table is composed. A table without the slip is not touched.
///
/// Each is seen in the table itself: a code is there twice and its neighbour is missing.
enum PublishedFaults {
  struct Fault {
    var part: String
    /// Rows with these codes and characters are meant.
    var codes: ClosedRange<UInt32>
    var characters: [ClosedRange<UInt32>]
    var remedy: Remedy
  }

  enum Remedy {
    /// The right code is this much higher.
    case shift(Int)
    case replace(UInt32)
    case drop
  }

  static let all: [Fault] = [
    // Hitachi EBCDIC has 8F twice (ﾈ, ﾉ) and no 8E; 7F is \ although labelled ".
    fault("hitachi-ebcdic", 0x8F...0x8F, 0xFF88...0xFF88, .shift(-1)),
    fault("hitachi-ebcdic", 0x7F...0x7F, 0x5C...0x5C, .replace(0x22)),
    // NEC EBCDIK has A8 twice (ﾒ, ﾓ) and no A7; Hitachi's has both.
    fault("nec-ebcdik", 0xA8...0xA8, 0xFF92...0xFF92, .shift(-1)),
    // NEC JIS8 has 4E, 5E, 6E and 7E twice: M, ], m and } stand at their successors.
    fault("nec-jis8", 0x4E...0x4E, 0x4D...0x4D, .shift(-1)),
    fault("nec-jis8", 0x5E...0x5E, 0x5D...0x5D, .shift(-1)),
    fault("nec-jis8", 0x6E...0x6E, 0x6D...0x6D, .shift(-1)),
    fault("nec-jis8", 0x7E...0x7E, 0x7D...0x7D, .shift(-1)),
    // JIPS row 8 (ruled lines) as JIS X 0208-1983 has it: 2837–2840 are there twice, two of the
    // first ones wrong, and the last one a cell too far; 2834 is 2832's character.
    fault("jipsj", 0x2834...0x2834, 0x2523...0x2523, .replace(0x252B)),
    fault("jipsj", 0x2838...0x2838, 0x2537...0x2537, .drop),
    fault("jipsj", 0x2840...0x2840, 0x253C...0x253C, .drop),
    fault("jipsj", 0x2841...0x2841, 0x2542...0x2542, .drop),
    // JIPS row 9 (half-width ASCII): after E the numbering falls back by 17 cells.
    fault("jipsj", 0x2935...0x296D, 0x46...0x7E, .shift(0x11)),
    // JIPS row 10 (half-width kana): ﾅ and ﾆ both have 2A45, and so on to the end of the row.
    Fault(
      part: "jipsj", codes: 0x2A45...0x2A7D, characters: [0xFF86...0xFF9F, 0x30A0...0x30FF],
      remedy: .shift(1)),
  ]

  private static func fault(
    _ part: String, _ codes: ClosedRange<UInt32>, _ characters: ClosedRange<UInt32>,
    _ remedy: Remedy
  ) -> Fault {
    Fault(part: part, codes: codes, characters: [characters], remedy: remedy)
  }

  /// The part with its slips put right.
  static func corrected(_ part: CharsetPart) -> CharsetPart {
    let known = all.filter { $0.part == part.name }
    if known.isEmpty { return part }
    let codes = Set(part.rows.map(\.code))
    let faults = known.filter { fault in
      part.rows.contains { matches($0, fault) && $0.code == fault.codes.lowerBound }
        && !isRemedied(fault, codes)
    }
    var result = CharsetPart(name: part.name, rows: [])
    for var row in part.rows {
      if let fault = faults.first(where: { matches(row, $0) }) {
        switch fault.remedy {
        case .shift(let count): row.code = UInt32(Int(row.code) + count)
        case .replace(let scalar): row.first = scalar
        case .drop: continue
        }
      }
      result.rows.append(row)
    }
    return result
  }

  private static func matches(_ row: CharsetPart.Row, _ fault: Fault) -> Bool {
    fault.codes.contains(row.code) && row.second == 0
      && fault.characters.contains { $0.contains(row.first) }
  }

  /// Where codes are shifted, the last right one is there already.
  private static func isRemedied(_ fault: Fault, _ codes: Set<UInt32>) -> Bool {
    guard case .shift(let count) = fault.remedy else { return false }
    return codes.contains(UInt32(Int(fault.codes.upperBound) + count))
  }
}

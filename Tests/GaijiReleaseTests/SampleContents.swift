import GaijiCharsets
import GaijiModel
import GaijiRelease

/// Small contents in which every kind of section has something.
enum SampleContents {
  static func identity(_ text: String) -> CharacterIdentity { CharacterIdentity(text)! }

  static let contents: ReleaseContents = {
    var contents = ReleaseContents(dataEdition: "sample-1 葛")
    contents.charsets = [CharsetTable(name: "utf8", scheme: .utf8), leadByte, shifted]
    contents.forms = [
      CharacterForms(
        identity: identity("MJ026190"), direct: [0x845B],
        ivs: [CharacterSequence(0x845B, selector: 0xE0102)]),
      CharacterForms(
        identity: identity("MJ026191"),
        ivs: [
          CharacterSequence(0x845B, selector: 0xE0103),
          CharacterSequence(0x845B, selector: 0xE0104),
        ]),
      CharacterForms(
        identity: identity("MJ030258"), direct: [0xFA19],
        svs: [CharacterSequence(0x795E, selector: 0xFE00)]),
      CharacterForms(identity: identity("MJ030257"), direct: [0x795E]),
      CharacterForms(identity: identity("MJ057449")),
      CharacterForms(identity: identity("GJ000001"), direct: [0x100000]),
    ]
    contents.shrink = [
      identity("MJ026191"): [
        ShrinkTarget(ground: .analogy, scalar: 0x845B),
        ShrinkTarget(ground: .jisUnification, scalar: 0x8910),
        ShrinkTarget(ground: .jisUnification, scalar: 0x845B),
      ],
      identity("MJ030258"): [ShrinkTarget(ground: .notice582, scalar: 0x795E)],
    ]
    contents.jisx0213 = [0x845B, 0x795E, 0xFA19, 0x2000B]
    contents.jisx0208 = [0x845B, 0x795E]
    contents.taxAgency = [0xFA19: [0x795E], 0x337B: [0x5E73, 0x6210]]
    contents.systems = [
      ReleaseContents.System(
        organization: "town", system: "register", charset: "sample-lead",
        mappings: [
          GaijiMapping(code: 0xF041, identity: nil, grade: .none, status: .approved),
          GaijiMapping(
            code: 0xF040, identity: identity("MJ026191"), grade: .exact, status: .approved),
        ]),
      ReleaseContents.System(
        organization: "town", system: "archive", charset: "sample-shift",
        mappings: [
          GaijiMapping(
            code: 0x6941, identity: identity("GJ000001"), grade: .similar, status: .proposed)
        ]),
      ReleaseContents.System(organization: "city", system: "empty", charset: "utf8", mappings: []),
    ]
    return contents
  }()

  /// `contents` as a release. Made once: it takes as long as a test.
  static let bytes = Result { try ReleaseWriter.bytes(of: contents) }
  static let smallBytes = Result { try ReleaseWriter.bytes(of: small) }

  /// The same without tables of charsets: for tests that make many releases.
  static let small: ReleaseContents = {
    var small = contents
    small.charsets = [CharsetTable(name: "utf8", scheme: .utf8), tiny]
    for index in small.systems.indices { small.systems[index].charset = "utf8" }
    return small
  }()

  /// One byte only.
  private static let tiny = CharsetTable(
    name: "tiny", scheme: .leadByte,
    states: [
      CharsetTable.State(
        lengths: FlatTable([UInt8](repeating: 1, count: 256)),
        one: FlatTable((0..<256).map { UInt32($0) }), two: FlatTable([]), three: FlatTable([]))
    ])

  /// One byte ASCII, two-byte codes with lead F0 (gaiji) and 88, a code for two scalars, 8F codes.
  static let leadByte: CharsetTable = {
    var lengths = [UInt8](repeating: 0, count: 256)
    for byte in 0..<0x80 { lengths[byte] = 1 }
    lengths[0x88] = 2
    lengths[0xF0] = 2
    lengths[0x8F] = 3
    var one = [UInt32](repeating: DecodeEntry.invalid.rawValue, count: 256)
    for byte in 0..<0x80 { one[byte] = UInt32(byte) }
    var two = [UInt32](repeating: DecodeEntry.undefined.rawValue, count: 65_536)
    two[0x8840] = 0x845B
    two[0x8841] = DecodeEntry.sequenceBit | 0
    two[0xF040] = DecodeEntry.gaijiBit | 0xE000
    var three = [UInt32](repeating: DecodeEntry.undefined.rawValue, count: 65_536)
    three[0xA1A1] = DecodeEntry.oneWayBit | 0x845B
    return CharsetTable(
      name: "sample-lead", scheme: .leadByte,
      states: [
        CharsetTable.State(
          lengths: FlatTable(lengths), one: FlatTable(one), two: FlatTable(two),
          three: FlatTable(three))
      ],
      sequences: FlatTable([0x304B, 0x309A]),
      encoding: encoding(
        [0x41: 1 << 28 | 0x41, 0x845B: 2 << 28 | 0x8840], pair: 2 << 28 | 0x8841))
  }()

  static let shifted: CharsetTable = {
    var lengths = [UInt8](repeating: 1, count: 256)
    let one = FlatTable((0..<256).map { UInt32($0) })
    let empty = FlatTable<UInt32>([])
    let first = CharsetTable.State(
      lengths: FlatTable(lengths), one: one, two: empty, three: empty)
    for byte in 0x41...0xFE { lengths[byte] = 2 }
    var two = [UInt32](repeating: DecodeEntry.undefined.rawValue, count: 65_536)
    two[0x6941] = DecodeEntry.gaijiBit | 0xE000
    two[0x4141] = DecodeEntry.oneWayBit | 0x5516
    let second = CharsetTable.State(
      lengths: FlatTable(lengths), one: one, two: FlatTable(two), three: empty)
    return CharsetTable(
      name: "sample-shift", scheme: .shifted, states: [first, second],
      shifts: [
        CharsetTable.Shift(bytes: [0x0E], state: 1),
        CharsetTable.Shift(bytes: [0x1B, 0x24, 0x42], state: 1),
        CharsetTable.Shift(bytes: [0x0F], state: 0),
      ],
      encoding: encoding([0x845B: 2 << 28 | 1 << 24 | 0x48DF], pair: nil),
      positions: FlatTable([0x4141, 0x4E9C, 0x6941, 0x845B]))
  }()

  static func encoding(_ codes: [UInt32: UInt32], pair: UInt32?) -> EncodeTable {
    var blocks = [UInt16](repeating: 0, count: EncodeTable.blockCount)
    var entries = [UInt32](repeating: 0, count: 64)
    for scalar in codes.keys.sorted() {
      if blocks[Int(scalar >> 6)] == 0 {
        blocks[Int(scalar >> 6)] = UInt16(entries.count / 64)
        entries += [UInt32](repeating: 0, count: 64)
      }
      entries[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)] = codes[scalar] ?? 0
    }
    return EncodeTable(
      blocks: FlatTable(blocks), entries: FlatTable(entries),
      pairKeys: FlatTable(pair == nil ? [] : [0x304B << 21 | 0x309A]),
      pairEntries: FlatTable(pair.map { [$0] } ?? []))
  }
}

/// A small seeded generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

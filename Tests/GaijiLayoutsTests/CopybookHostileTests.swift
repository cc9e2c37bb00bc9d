import GaijiLayouts
import GaijiModel
import Testing

/// Copybooks made to do harm: each must end soon, with a layout or an error.
@Suite struct CopybookHostileTests {
  static let numbers = 2_000

  @Test func `Many redefinitions of one area, in a table`() throws {
    var text = "01 R. 05 T OCCURS 1000. 10 A PIC X.\n"
    for number in 0..<Self.numbers { text += "10 A\(number) REDEFINES A PIC X.\n" }
    let copybook = try layouts(text)
    #expect(copybook.layouts[0].fields.count == 1_000)
    #expect(copybook.notes.count == 1_001)
    #expect(copybook.notes.last?.text == "more notes are not shown")
  }

  @Test func `Many items of one name`() {
    var text = "01 R.\n"
    for level in 2..<48 { text += "\(level) G\(level).\n" }
    for _ in 0..<Self.numbers { text += "48 H. 49 A PIC X.\n" }
    #expect(problems(text).first?.contains("cannot be told from another item") == true)
  }

  @Test func `Many tables of varying size`() {
    var text = "01 R.\n 05 N PIC 9.\n"
    for number in 0..<Self.numbers {
      text += " 05 A\(number) PIC X OCCURS 1 TO 2 DEPENDING ON N.\n"
    }
    #expect(problems(text) == ["test.cpy:1027:17: more than 1024 tables with DEPENDING ON"])
  }

  @Test func `Many records with large tables share one limit of fields`() {
    let text = String(repeating: "01 R. 05 A PIC X OCCURS 60000.\n", count: Self.numbers)
    #expect(problems(text) == ["test.cpy: more than 65536 fields at A(5537)"])
  }

  @Test func `Every level below the one before`() throws {
    var text = ""
    for level in 1..<49 { text += "\(level) G\(level) " + (level > 1 ? "OCCURS 1" : "") + ".\n" }
    text += "49 A PIC X OCCURS 2.\n"
    let layout = try layouts(text).layouts[0]
    #expect(layout.fields.count == 2)
    #expect(layout.fields[0].name == "A(" + String(repeating: "1,", count: 47) + "1)")
  }

  /// SplitMix64: the same bytes on each run.
  struct Random {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  }

  static let pieces: [String] = [
    ".", ". ", "(", ")", "'", "\"", "\n", "      -", "      *", "05", "88", "66", "01", "77", "49",
    "PIC", "9(9)", "X(3)", "S9V9", "ZZ9", "OCCURS", "1 TO 5", "DEPENDING ON", "REDEFINES", "COMP",
    "COMP-3", "COMP-2", "SYNC", "SIGN LEADING SEPARATE", "VALUE", "N\"", "99999999", "FILLER",
    "KAZOKU-SU", "JUMIN-NO", "漢字", "\u{3000}", "\t", "\0", "\u{FFFD}", "USAGE IS", "JUST",
  ]

  @Test(arguments: 0..<8)
  func `Random changes of a real copybook give a whole layout or an error`(_ seed: Int) throws {
    var random = Random(state: UInt64(seed))
    let original = Array(try sample("juki.cpy").utf8)
    var (whole, refused) = (0, 0)
    for _ in 0..<200 {
      var bytes = original
      for _ in 0..<(1 + random.below(4)) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(random.below(random.below(8) == 0 ? 256 : 128))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(30)))
        case 2:
          bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)].utf8, at: place)
        default:
          let end = min(bytes.count, place + 1 + random.below(200))
          bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count))
        }
      }
      do {
        let copybook = try CopybookParser.parse(bytes, name: "test.cpy")
        whole += 1
        for layout in copybook.layouts {
          #expect(coversEveryByte(layout), "\(String(decoding: bytes, as: UTF8.self))")
          #expect(Set(layout.fields.map(\.name)).count == layout.fields.count)
        }
      } catch {
        refused += 1
        #expect((1...LayoutLimits.problems).contains(error.problems.count))
      }
    }
    // Both must happen, or the changes are too many or too few to mean anything.
    #expect(whole > 10)
    #expect(refused > 10)
  }

  @Test(arguments: 0..<4)
  func `Random changes of a layout file give a whole layout or an error`(_ seed: Int) throws {
    var random = Random(state: UInt64(1_000 + seed))
    let original = Array(try sample("multi.toml").utf8)
    let words: [String] = [
      "=", "[", "]", "[[", "{", "}", "\"", "\n", ".", "-1", "0", "99999999999", "1.5", "true",
      "offset",
      "length", "occurs", "[[field]]", "[[record]]", "[override.X]", "copybook = \"x.cpy\"", "\0",
    ]
    var (whole, refused) = (0, 0)
    for _ in 0..<200 {
      var bytes = original
      for _ in 0..<(1 + random.below(2)) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(0x30 + random.below(10))
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(4)))
        case 2: bytes.insert(contentsOf: words[random.below(words.count)].utf8, at: place)
        default: bytes[place] = UInt8(random.below(256))
        }
      }
      do {
        let file = try LayoutReader.decode(bytes, path: "/nowhere/test.toml")
        whole += 1
        for type in file.layout.types { #expect(coversEveryByte(type.layout)) }
      } catch {
        refused += 1
        #expect((1...LayoutLimits.problems).contains(error.problems.count))
      }
    }
    #expect(whole > 10)
    #expect(refused > 10)
  }

  @Test func `Random words give a layout or an error`() {
    var random = Random(state: 99)
    for _ in 0..<2_000 {
      var text = "01 R.\n"
      for _ in 0..<random.below(60) {
        text += Self.pieces[random.below(Self.pieces.count)] + " "
      }
      if let copybook = try? layouts(text) {
        for layout in copybook.layouts { #expect(coversEveryByte(layout), "\(text)") }
      }
    }
  }
}

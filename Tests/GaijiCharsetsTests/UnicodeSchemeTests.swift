import GaijiCharsets
import Testing

/// UTF-8, UTF-16 and UTF-32 against ICU, on valid and on broken input.
@Suite struct UnicodeSchemeTests {
  static let schemes = [
    ("utf8", "UTF-8"), ("utf16le", "UTF-16LE"), ("utf16be", "UTF-16BE"), ("utf32le", "UTF-32LE"),
    ("utf32be", "UTF-32BE"), ("utf16", "UTF-16"), ("utf32", "UTF-32"),
  ]

  @Test(arguments: schemes)
  func `Random text is written and read as ICU does`(_ name: String, _ icuName: String) throws {
    let table = try Charsets.table(name)
    let icu = try #require(ICUConverter(icuName))
    for seed in UInt64(1)...200 {
      var generator = SeededGenerator(seed: seed)
      let text = randomScalars(count: 50, using: &generator)
      let bytes = encode(text, in: table)
      // ICU's UTF-16 and UTF-32 write a mark first, in the order of the machine.
      if !["utf16", "utf32"].contains(name) {
        #expect(icu.encode(text) as Result == .success(bytes), "seed \(seed)")
      }
      #expect(scalars(ScalarDecoder.units(of: bytes, in: table)) == text, "seed \(seed)")
      #expect(icu.decode(bytes) as Result == .success(text), "seed \(seed)")
    }
  }

  /// ICU replaces each ill-formed part by U+FFFD; so the parts are compared, too.
  @Test(arguments: schemes)
  func `Broken text falls into the parts that ICU sees`(_ name: String, _ icuName: String) throws {
    let table = try Charsets.table(name)
    let icu = try #require(ICUConverter(icuName, replacing: true))
    for seed in UInt64(1)...400 {
      var generator = SeededGenerator(seed: seed)
      var bytes = encode(randomScalars(count: 20, using: &generator), in: table)
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        if Bool.random(using: &generator) {
          bytes[index] = UInt8.random(in: 0...255, using: &generator)
        } else {
          bytes.remove(at: index)
        }
      }
      // The last unit is kept whole: what each side does with a cut end has its own test.
      bytes += encode([0x41, 0x42], in: table)
      let unit = name.hasPrefix("utf16") ? 2 : name.hasPrefix("utf32") ? 4 : 1
      bytes = Array(bytes.prefix(bytes.count / unit * unit))
      let ours = ScalarDecoder.units(of: bytes, in: table).compactMap { unit -> UInt32? in
        switch unit.kind {
        case .character, .gaiji: unit.scalar
        case .shift: nil
        case .invalid, .undefined: 0xFFFD
        }
      }
      // ICU keeps U+FEFF at the start where the name fixes the order and in UTF-8.
      let theirs = try (icu.decode(bytes) as Result).get()
      let start = theirs.first == 0xFEFF && ours.count == theirs.count - 1 ? 1 : 0
      #expect(ours == Array(theirs[start...]), "seed \(seed): \(hex(bytes))")
    }
  }

  @Test(
    arguments: [
      // Table 3-8 of the Unicode Standard and neighbours: byte counts of the invalid units.
      (
        [0x61, 0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62, 0x80, 0x63, 0x80, 0xBF, 0x64],
        [1, 3, 2, 1, 1, 1, 1, 1, 1, 1]
      ),
      ([0xC0, 0xAF], [1, 1]), ([0xE0, 0x80, 0x80], [1, 1, 1]), ([0xED, 0xA0, 0x80], [1, 1, 1]),
      ([0xF4, 0x90, 0x80, 0x80], [1, 1, 1, 1]), ([0xF0, 0x90, 0x80], [3]), ([0xE3, 0x81], [2]),
      ([0xFF, 0xFE], [1, 1]),
    ] as [([UInt8], [Int])])
  func `An invalid unit of UTF-8 is a maximal subpart`(_ bytes: [UInt8], _ counts: [Int]) throws {
    let units = ScalarDecoder.units(of: bytes, in: try Charsets.table("utf8"))
    #expect(units.map { Int($0.byteCount) } == counts)
    for unit in units where unit.kind == .invalid {
      let part = bytes[unit.offset..<unit.offset + Int(unit.byteCount)]
      #expect(unit.code == part.reduce(0) { $0 << 8 | UInt32($1) })
    }
  }

  @Test(
    arguments: [
      ("utf16le", [0x00, 0xD8, 0x41, 0x00], [2, 2]),
      ("utf16be", [0xDC, 0x00, 0x00, 0x41], [2, 2]),
      ("utf16be", [0xD8, 0x00, 0xD8, 0x00, 0xDC, 0x00], [2, 4]), ("utf16be", [0xD8, 0x00], [2]),
      ("utf16be", [0xD8, 0x00, 0xDC], [2, 1]), ("utf16le", [0x41], [1]),
      ("utf32be", [0x00, 0x11, 0x00, 0x00], [4]), ("utf32le", [0x00, 0xD8, 0x00, 0x00], [4]),
      ("utf32be", [0x00, 0x00, 0x41], [3]),
    ] as [(String, [UInt8], [Int])])
  func `A lone surrogate, a value out of range and a cut end are invalid units`(
    _ name: String, _ bytes: [UInt8], _ counts: [Int]
  ) throws {
    let units = ScalarDecoder.units(of: bytes, in: try Charsets.table(name))
    #expect(units.map { Int($0.byteCount) } == counts)
    #expect(units.contains { $0.kind == .invalid })
  }

  @Test(
    arguments: [
      ("utf8", [0xEF, 0xBB, 0xBF, 0x41, 0xEF, 0xBB, 0xBF], [0x41, 0xFEFF]),
      ("utf16", [0xFE, 0xFF, 0x00, 0x41, 0xFE, 0xFF], [0x41, 0xFEFF]),
      ("utf16", [0xFF, 0xFE, 0x41, 0x00, 0xFF, 0xFE], [0x41, 0xFEFF]),
      ("utf16", [0x00, 0x41, 0xFF, 0xFE], [0x41, 0xFFFE]),
      ("utf16le", [0xFF, 0xFE, 0x41, 0x00], [0x41]), ("utf16be", [0xFE, 0xFF, 0x00, 0x41], [0x41]),
      ("utf16le", [0xFE, 0xFF, 0x41, 0x00], [0xFFFE, 0x41]),
      ("utf32", [0xFF, 0xFE, 0x00, 0x00, 0x41, 0x00, 0x00, 0x00], [0x41]),
      ("utf32", [0x00, 0x00, 0xFE, 0xFF, 0x00, 0x00, 0x00, 0x41], [0x41]),
      ("utf32", [0x00, 0x00, 0x00, 0x41], [0x41]),
      ("utf32le", [0xFF, 0xFE, 0x00, 0x00, 0x41, 0x00, 0x00, 0x00], [0x41]),
    ] as [(String, [UInt8], [UInt32])])
  func `A byte order mark is one at the start only`(
    _ name: String, _ bytes: [UInt8], _ expected: [UInt32]
  ) throws {
    let units = ScalarDecoder.units(of: bytes, in: try Charsets.table(name))
    #expect(units.filter { $0.kind != .shift }.map(\.scalar) == expected)
    let marks = units.filter { $0.kind == .shift }
    #expect(marks.allSatisfy { $0.offset == 0 && $0.code == 0xFEFF })
    #expect(units.reduce(0) { $0 + Int($1.byteCount) } == bytes.count)
  }

  private func randomScalars(count: Int, using generator: inout SeededGenerator) -> [UInt32] {
    let tops: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x2FFFF, 0x10FFFF]
    return (0..<count).map { index in
      // U+FEFF and U+FFFE at the start are marks.
      if index == 0 { return 0x8449 }
      while true {
        let top = tops.randomElement(using: &generator) ?? 0x7F
        let scalar = UInt32.random(in: 0...top, using: &generator)
        if !(0xD800...0xDFFF).contains(scalar) { return scalar }
      }
    }
  }

  private func encode(_ text: [UInt32], in table: CharsetTable) -> [UInt8] {
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    for scalar in text { _ = encoder.encode(scalar, into: &bytes) }
    return bytes
  }
}

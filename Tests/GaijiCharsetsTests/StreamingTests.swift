import GaijiModel
import Testing

@testable import GaijiCharsets

/// The promises of `ScalarDecoder` about streams.
@Suite struct StreamingTests {
  @Test(arguments: Charsets.plain)
  func `Cutting the input anywhere gives the same units with the same offsets`(
    _ name: String
  ) throws {
    try expectCutsDoNotMatter(name)
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing), arguments: Charsets.jisx0213)
  func `Cutting JIS X 0213 input anywhere gives the same units`(_ name: String) throws {
    try expectCutsDoNotMatter(name)
  }

  private func expectCutsDoNotMatter(_ name: String) throws {
    let table = try Charsets.table(name)
    for seed in UInt64(1)...40 {
      var generator = SeededGenerator(seed: seed)
      let text = RandomText(table: table).bytes(count: 60, using: &generator)
      let whole = ScalarDecoder.units(of: text, in: table)

      // The units cover the input without a gap or overlap.
      var offset = 0
      for unit in whole {
        try #require(unit.offset == offset, "\(name), seed \(seed)")
        try #require(unit.byteCount > 0)
        offset += Int(unit.byteCount)
      }
      #expect(offset == text.count, "\(name), seed \(seed): \(hex(text))")

      for cut in 0...text.count {
        let units = decode(text, in: table, pieces: [cut, text.count - cut])
        #expect(units == whole, "\(name), seed \(seed), cut at \(cut): \(hex(text))")
      }
      let single = decode(text, in: table, pieces: Array(repeating: 1, count: text.count) + [0])
      #expect(single == whole, "\(name), seed \(seed), byte by byte: \(hex(text))")
      var rest = text.count
      var pieces: [Int] = []
      while rest > 0 {
        pieces.append(Int.random(in: 0...min(rest, 9), using: &generator))
        rest -= pieces[pieces.count - 1]
      }
      let random = decode(text, in: table, pieces: pieces + [0])
      #expect(random == whole, "\(name), seed \(seed), pieces \(pieces): \(hex(text))")
    }
  }

  @Test(arguments: Charsets.plain)
  func `The short loops give the units of the whole machine`(_ name: String) throws {
    let table = try Charsets.table(name)
    for seed in UInt64(1)...200 {
      var generator = SeededGenerator(seed: seed)
      var text = RandomText(table: table).bytes(count: 400, using: &generator)
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        text[Int.random(in: text.indices, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      var machine = ScalarDecoder(table)
      machine.usesShortLoops = false
      var slow: [DecodedUnit] = []
      machine.decode(text.span, isLast: true, into: &slow)
      #expect(
        ScalarDecoder.units(of: text, in: table) == slow, "\(name), seed \(seed): \(hex(text))")
      // Longer than one batch of the closure form.
      let long = text + text + text + text
      var emitted: [DecodedUnit] = []
      var decoder = ScalarDecoder(table)
      decoder.decode(long.span, isLast: true) { emitted.append($0) }
      #expect(emitted == ScalarDecoder.units(of: long, in: table), "\(name), seed \(seed)")
    }
  }

  /// Feeds pieces of these sizes; the last one is marked as such.
  private func decode(_ text: [UInt8], in table: CharsetTable, pieces: [Int]) -> [DecodedUnit] {
    var decoder = ScalarDecoder(table)
    var units: [DecodedUnit] = []
    var start = 0
    for (index, count) in pieces.enumerated() {
      decoder.decode(
        text.span.extracting(start..<start + count), isLast: index == pieces.count - 1
      ) { units.append($0) }
      start += count
    }
    return units
  }

  @Test func `After the last input the decoder is as new but for the offset`() throws {
    var decoder = ScalarDecoder(try Charsets.table("ibm930"))
    var units: [DecodedUnit] = []
    let bytes: [UInt8] = [0x0E, 0x69, 0x41]
    for _ in 1...2 { decoder.decode(bytes.span, isLast: true) { units.append($0) } }
    #expect(units.map(\.kind) == [.shift, .gaiji, .shift, .gaiji])
    #expect(units.map(\.offset) == [0, 1, 3, 4])
    #expect(decoder.state == 0)
  }

  @Test func `A reset state reads a field that begins in one-byte codes`() throws {
    var decoder = ScalarDecoder(try Charsets.table("ibm939"))
    var scalars: [UInt32] = []
    let open: [UInt8] = [0x0E, 0x69, 0x41]
    decoder.decode(open.span, isLast: false) { scalars.append($0.scalar) }
    #expect(decoder.state == 1)
    decoder.resetState()
    let field: [UInt8] = [0xC1, 0xC2]
    decoder.decode(field.span, isLast: false) { scalars.append($0.scalar) }
    #expect(scalars == [0, 0xE000, 0x41, 0x42])
    #expect(decoder.offset == 5)
  }
}

/// Text of a charset with faults: characters, shift sequences, stray and missing bytes.
struct RandomText {
  let table: CharsetTable

  func bytes(count: Int, using generator: inout SeededGenerator) -> [UInt8] {
    let characters = someCharacters(using: &generator)
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    if Bool.random(using: &generator) { _ = encoder.encode(0xFEFF, into: &bytes) }
    while bytes.count < count {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: bytes.append(UInt8.random(in: 0...255, using: &generator))
      case 1: if !bytes.isEmpty { bytes.removeLast() }
      case 2:
        if let shift = table.shifts.randomElement(using: &generator) {
          bytes += shift.bytes.prefix(Int.random(in: 1...shift.bytes.count, using: &generator))
        }
      default:
        if let character = characters.randomElement(using: &generator) {
          _ = encoder.encode(character.0, second: character.1, into: &bytes)
        }
      }
    }
    return bytes
  }

  /// Some characters of the table, pairs among them; of all Unicode for the Unicode schemes.
  private func someCharacters(using generator: inout SeededGenerator) -> [(UInt32, UInt32)] {
    var result: [(UInt32, UInt32)] = [(0x41, 0), (0x0A, 0), (0x20, 0), (0xFEFF, 0)]
    let tops: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x2FFFF, 0x10FFFF]
    while result.count < 40 {
      let top = tops.randomElement(using: &generator) ?? 0x7F
      let scalar = UInt32.random(in: 0...top, using: &generator)
      if ScalarEncoder.canEncode(scalar, in: table) {
        result.append((scalar, 0))
      } else if Int.random(in: 0..<50, using: &generator) == 0 {
        result.append((0x41, 0))
      }
    }
    for key in table.encoding.pairKeys.array.shuffled(using: &generator).prefix(5) {
      result.append((UInt32(key >> 21), UInt32(key & 0x1F_FFFF)))
    }
    return result
  }
}

import CGaijiKernels
import Testing

/// The bit masks of 64 bytes, in the form that this build has, against models that look at one byte
/// after the other. `ScanFormTests` does it for the other forms.
@Suite struct ScanMaskTests {
  /// Readable memory around the 64 bytes, so that every alignment is met.
  private static let room = 128

  private struct Structure {
    let delimiter: UInt8
    let quote: UInt8

    var bytes: gaiji_structure_bytes {
      var bytes = gaiji_structure_bytes()
      unsafe withUnsafeMutableBytes(of: &bytes) { memory in
        // Two arrays of 64 bytes and nothing else.
        for index in 0..<64 {
          unsafe memory[index] = delimiter
          unsafe memory[64 + index] = quote
        }
      }
      return bytes
    }
  }

  private static let structures = [
    Structure(delimiter: 0x2C, quote: 0x22), Structure(delimiter: 0x09, quote: 0x22),
    // Of a text of lines: newlines in their place.
    Structure(delimiter: 0x0A, quote: 0x0A), Structure(delimiter: 0x0D, quote: 0x22),
    Structure(delimiter: 0x7F, quote: 0x00),
  ]

  // MARK: Models

  /// The masks by name, as the header describes them.
  private static func model(_ bytes: ArraySlice<UInt8>, _ structure: Structure) -> [UInt64] {
    let kinds: [(UInt8) -> Bool] = [
      { $0 == 0x0A || $0 == structure.delimiter }, { $0 == 0x0A }, { $0 == structure.quote },
      { $0 == 0x0D }, { $0 > 0x7F }, { (0x80...0xBF).contains($0) }, { $0 >= 0xC2 }, { $0 >= 0xE0 },
      { $0 == 0xEF }, { (0xBC...0xBF).contains($0) },
      { $0 == 0xE0 || $0 == 0xED || $0 == 0xEE || $0 >= 0xF0 },
    ]
    return kinds.map { kind in mask(bytes, where: kind) }
  }

  private static func mask(_ bytes: ArraySlice<UInt8>, where kind: (UInt8) -> Bool) -> UInt64 {
    var mask: UInt64 = 0
    for (index, byte) in bytes.enumerated() where kind(byte) { mask |= 1 << UInt64(index) }
    return mask
  }

  private static func list(_ masks: gaiji_masks) -> [UInt64] {
    [
      masks.structure, masks.newline, masks.quote, masks.carriage, masks.high, masks.continuation,
      masks.lead, masks.lead3, masks.ef, masks.bc, masks.other,
    ]
  }

  private static func masks(_ bytes: [UInt8], at place: Int, _ structure: Structure) -> gaiji_masks
  {
    var structureBytes = structure.bytes
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      // SAFETY: `place` is at least 64 bytes before the end.
      unsafe gaiji_masks64(buffer.baseAddress! + place, &structureBytes)
    }
  }

  // MARK: Inputs

  @Test func `Every byte at every place is in the masks that it belongs to, and no other is`() {
    // Expected of one byte among 63 others: both models in one, so that all 256 values at all places
    // take no time.
    for structure in Self.structures {
      let alone = (0...255).map { Self.model(ArraySlice([UInt8($0)]), structure) }
      for filler: UInt8 in [0x41, 0xE3, 0x82, 0x0A, 0xFF] {
        let others = alone[Int(filler)]
        var bytes = [UInt8](repeating: filler, count: 64)
        for place in 0..<64 {
          for value in 0...255 {
            bytes[place] = UInt8(value)
            let found = Self.list(Self.masks(bytes, at: 0, structure))
            let bit = UInt64(1) << UInt64(place)
            for kind in found.indices {
              let expected = (others[kind] == 0 ? 0 : ~bit) | (alone[value][kind] == 0 ? 0 : bit)
              if found[kind] != expected {
                Issue.record("mask \(kind), byte \(value) at \(place) among \(filler)")
                return
              }
            }
          }
          bytes[place] = filler
        }
      }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Random bytes give the masks of the model, at every alignment`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let words: [[UInt8]] = [
      [0x2C], [0x0A], [0x0D, 0x0A], [0x22], [0x09], [0xE3, 0x81, 0x82], [0xEF, 0xBC, 0xA1],
      [0xEE, 0x80, 0x80], [0xEF, 0xB8, 0x80], [0xF3, 0xA0, 0x84, 0x80], [0xC1], [0xED, 0xA0, 0x80],
      [0x61, 0x62, 0x63, 0x64, 0x65, 0x66],
    ]
    for round in 0..<150 {
      var bytes: [UInt8] = []
      while bytes.count < Self.room {
        if round % 3 == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += words.randomElement(using: &random)!
        }
      }
      let place = round % (Self.room - 63)
      for structure in Self.structures {
        let found = Self.list(Self.masks(bytes, at: place, structure))
        #expect(found == Self.model(bytes[place..<place + 64], structure), "round \(round)")
      }
    }
  }

  @Test func `Equal bytes, one byte and ranges of bytes are found as byte by byte`() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<400 {
      let few = round % 2 == 0
      let bytes = (0..<Self.room).map { _ in
        UInt8.random(in: few ? 0x7E...0x81 : 0...255, using: &random)
      }
      let others = bytes.map { Bool.random(using: &random) ? $0 : $0 &+ 0x80 }
      let place = round % (Self.room - 63)
      let low = UInt8.random(in: few ? 0x7D...0x82 : 0...255, using: &random)
      let span = [0, 1, 0x3F, 0x7F, 0x80, 0xFE, 0xFF, UInt8.random(in: 0...255, using: &random)][
        round % 8]
      let part = bytes[place..<place + 64]
      let equal = zip(part, others[place...]).map { $0 == $1 }
      let same = Self.mask(part, where: { $0 == low })
      // The range may go over FF and on at 00.
      let inRange = Self.mask(part, where: { $0 &- low <= span })
      unsafe bytes.withUnsafeBufferPointer { first in
        unsafe others.withUnsafeBufferPointer { second in
          // SAFETY: `place` is at least 64 bytes before the end of both.
          let p = unsafe first.baseAddress! + place
          let mask = unsafe gaiji_equal64(p, second.baseAddress! + place)
          #expect(mask == Self.mask(equal.map { $0 ? 1 : 0 }[...], where: { $0 == 1 }))
          #expect(unsafe gaiji_find64(p, low) == same)
          #expect(unsafe gaiji_range64(p, low, span) == inRange, "\(low) and \(span) more")
        }
      }
    }
  }

  @Test func `Sixteen bytes stop at the four stop bytes and at everything above ASCII`() {
    let chosen: [UInt8] = [0x0A, 0x2C, 0x22, 0x0D]
    let stops = chosen.flatMap { [UInt8](repeating: $0, count: 16) }
    for place in 0..<16 {
      for value in 0...255 {
        var bytes = [UInt8](repeating: 0x41, count: 16)
        bytes[place] = UInt8(value)
        let mask = unsafe gaiji_stop_mask16(bytes, stops)
        let stopsHere = value > 0x7F || chosen.contains(UInt8(value))
        #expect(mask == (stopsHere ? 1 << UInt32(place) : 0))
      }
    }
  }

  @Test func `Characters are counted by their first bytes at every length`() {
    var random = SeededGenerator(seed: 5)
    // Past 4096, where the vector loop begins, and past its second turn.
    for count in Array(0...70) + [4095, 4096, 4097, 8191, 8192, 8200, 12_300] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      let expected = bytes.count { $0 & 0xC0 != 0x80 }
      #expect(unsafe gaiji_count_scalars(bytes, count) == expected, "\(count) bytes")
    }
    // No lane of the vector loop overflows.
    for byte: UInt8 in [0x41, 0x82, 0xC3] {
      let bytes = [UInt8](repeating: byte, count: 9000)
      #expect(unsafe gaiji_count_scalars(bytes, 9000) == (byte == 0x82 ? 0 : 9000))
    }
  }

  // MARK: Places

  @Test func `Places are what is counted below each bit, for every count of bits`() {
    var random = SeededGenerator(seed: 3)
    for round in 0..<650 {
      var structure: UInt64 = 0
      while structure.nonzeroBitCount < round % 65 {
        structure |= 1 << UInt64.random(in: 0..<64, using: &random)
      }
      let counted =
        structure
        | [0, .max, random.next(), random.next() & random.next(), ~structure][round % 5]
      let first =
        round % 7 == 0 ? UInt32.max - 20 : UInt32.random(in: 0...(1 << 20), using: &random)
      var expected: [UInt32] = []
      for place in 0..<64 as Range<UInt64> where structure >> place & 1 != 0 {
        let below = counted & ((1 << place) - 1)
        expected.append(first &+ UInt32(below.nonzeroBitCount))
      }
      // Room for 64 is promised; nothing behind it may change.
      let canary: UInt32 = 0xDEAD_BEEF
      var places = [UInt32](repeating: canary, count: 96)
      let count = unsafe gaiji_places(&places, structure, counted, first)
      #expect(Int(count) == expected.count)
      #expect(Array(places.prefix(Int(count))) == expected, "round \(round)")
      #expect(places[64...].allSatisfy { $0 == canary }, "more than 64 are written")
    }
  }

  @Test func `Sixty-four bytes are copied and not one more`() {
    var random = SeededGenerator(seed: 9)
    let bytes = (0..<Self.room).map { _ in UInt8.random(in: 1...255, using: &random) }
    for place in 0...64 {
      var copy = [UInt8](repeating: 0, count: 66)
      unsafe bytes.withUnsafeBufferPointer { from in
        unsafe copy.withUnsafeMutableBufferPointer { to in
          // SAFETY: 64 bytes are behind both.
          unsafe gaiji_copy64(to.baseAddress! + 1, from.baseAddress! + place)
        }
      }
      #expect(copy == [0] + bytes[place..<place + 64] + [0])
    }
  }
}

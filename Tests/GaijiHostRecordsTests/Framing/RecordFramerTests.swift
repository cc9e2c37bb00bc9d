import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct RecordFramerTests {
  static let framings: [RecordFraming] = [
    .fixed(byteCount: 7), .descriptors, .blocked(blockByteCount: 64),
    .blocked(blockByteCount: 70_000), .delimited(terminator: [0x15]),
    .delimited(terminator: [0x0D, 0x0A]), .delimited(terminator: [0x0A, 0x0A, 0x0A, 0x25]),
  ]

  static func records(_ framing: RecordFraming, _ random: inout SeededGenerator) -> [[UInt8]] {
    (0..<Int.random(in: 1...20, using: &random)).map { _ in
      let count =
        if case .fixed(let count) = framing { count } else {
          Int.random(in: 0...40, using: &random)
        }
      // Few different bytes, many of them parts of terminators and descriptors.
      return (0..<count).map { _ in
        [0, 4, 8, 0x0A, 0x0D, 0x40, 0xC1].randomElement(using: &random)!
      }
    }
  }

  @Test(arguments: framings)
  func `What is written is read again, wherever the input is cut`(_ framing: RecordFraming) throws {
    var random = SeededGenerator(seed: 23)
    var written = 0
    for _ in 0..<60 {
      // Records that hold the terminator are refused; other tests look at these.
      let records = Self.records(framing, &random).filter { (try? write([$0], framing)) != nil }
      let file = try write(records, framing)
      written += records.count
      let whole = try readRecords(file, framing, pieces: [file.count])
      #expect(whole.map(\.data) == records)
      #expect(whole.map(\.wholeByteCount).reduce(0, +) == file.count)
      for size in [1, 2, 3, 5, 17] {
        #expect(try readRecords(file, framing, pieces: [size]) == whole)
      }
      for cut in 1..<max(file.count, 2) {
        #expect(
          try readRecords(file, framing, pieces: [cut, file.count]) == whole, "cut at \(cut)")
      }
    }
    #expect(written > 100)
  }

  @Test(arguments: framings)
  func `A file of no bytes has no records`(_ framing: RecordFraming) throws {
    #expect(try readRecords([], framing, pieces: [1]).isEmpty)
  }

  @Test func `Segments of spanned records are joined, across blocks too`() throws {
    let file =
      segment(0, [1, 2]) + segment(1, [3]) + segment(3, []) + segment(3, [4, 5]) + segment(2, [6])
      + segment(0, []) + segment(1, []) + segment(2, [])
    let expected: [[UInt8]] = [[1, 2], [3, 4, 5, 6], [], []]
    for size in 1...file.count {
      let records = try readRecords(file, .descriptors, pieces: [size])
      #expect(records.map(\.data) == expected)
      #expect(records.map(\.isJoined) == [false, true, false, true])
      #expect(records.map(\.offset) == [0, 6, 26, 30])
    }
    let blocks =
      block(segment(0, [1, 2]) + segment(1, [3])) + block(segment(3, []) + segment(3, [4, 5]))
      + block(segment(2, [6]) + segment(0, [])) + block(segment(1, [])) + block(segment(2, []))
    for size in 1...blocks.count {
      let records = try readRecords(blocks, .blocked(blockByteCount: 100), pieces: [size])
      #expect(records.map(\.data) == expected)
      #expect(records.map(\.wholeByteCount).reduce(0, +) == blocks.count)
    }
  }

  @Test func `A block descriptor may have 31 bits of length`() throws {
    let data = [[UInt8]](repeating: [UInt8](repeating: 0xC1, count: 30_000), count: 3)
    let file = try write(data, .blocked(blockByteCount: 100_000))
    // 3 x 30,004 + 4 = 90,016 = 0x15FA0.
    #expect(Array(file.prefix(4)) == [0x80, 0x01, 0x5F, 0xA0] && file.count == 90_016)
    #expect(
      try readRecords(file, .blocked(blockByteCount: 100_000), pieces: [4096]).map(\.data) == data)
  }

  @Test func `The last line may lack its end`() throws {
    let framing = RecordFraming.delimited(terminator: [0x0D, 0x25])
    let file: [UInt8] = [0xC1, 0x0D, 0x25, 0x0D, 0x25, 0xC2, 0x0D]
    for size in 1...file.count {
      let records = try readRecords(file, framing, pieces: [size])
      #expect(records.map(\.data) == [[0xC1], [], [0xC2, 0x0D]])
      #expect(records.map(\.isTerminated) == [true, true, false])
    }
  }

  @Test func `Random bytes end in records or in an error, and never in more memory than promised`()
    throws
  {
    var random = SeededGenerator(seed: 29)
    var errors = 0
    for round in 0..<3000 {
      let framing = Self.framings[round % Self.framings.count]
      let high: UInt8 = [3, 12, 255].randomElement(using: &random)!
      var file = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        UInt8.random(in: 0...high, using: &random)
      }
      // Descriptors need zeros to get anywhere.
      for index in file.indices where random.next() % 2 == 0 { file[index] = 0 }
      let pieces = [Int.random(in: 1...50, using: &random)]
      do throws(FramingError) {
        let records = try readRecords(file, framing, maximum: 50, pieces: pieces)
        #expect(records.map(\.wholeByteCount).reduce(0, +) == file.count)
      } catch {
        errors += 1
        #expect((0...file.count).contains(error.offset) && error.record > 0)
      }
    }
    #expect(errors > 100)
  }
}

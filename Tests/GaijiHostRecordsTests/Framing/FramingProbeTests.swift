import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct FramingProbeTests {
  static let records = (0..<50).map { index in [UInt8](repeating: 0xC1, count: 20 + index % 7) }

  static func probe(
    _ file: [UInt8], isWhole: Bool = true, recordByteCount: Int? = nil, fileByteCount: Int? = nil
  ) -> FramingProbe {
    FramingProbe(
      file.span, isWhole: isWhole, recordByteCount: recordByteCount, fileByteCount: fileByteCount)
  }

  @Test func `Blocks are told from records although they read as such`() throws {
    let blocked = try write(Self.records, .blocked(blockByteCount: 200))
    let plain = try write(Self.records, .descriptors)
    // The trap: this is no error, it only yields blocks.
    #expect(try readRecords(blocked, .descriptors, pieces: [blocked.count]).count < 50)
    for isWhole in [true, false] {
      #expect(Self.probe(blocked, isWhole: isWhole).fits == [.blocked])
      #expect(Self.probe(plain, isWhole: isWhole).fits == [.descriptors])
    }
    #expect(Self.probe(blocked).hint(against: .descriptors)?.contains("try framing bdw") == true)
    #expect(Self.probe(blocked).hint(against: .blocked(blockByteCount: 1)) == nil)
    #expect(Self.probe(plain).hint(against: .blocked(blockByteCount: 1))?.contains("rdw") == true)
    // The beginning is enough, cut anywhere behind the first record.
    for count in 100..<400 {
      #expect(Self.probe(Array(blocked.prefix(count)), isWhole: false).fits == [.blocked])
      #expect(Self.probe(Array(plain.prefix(count)), isWhole: false).fits == [.descriptors])
    }
  }

  @Test func `Records of one length are told from lines`() {
    let record = [UInt8](repeating: 0xC1, count: 16)
    let lines = [[UInt8]](repeating: record + [0x0D, 0x25], count: 9)
    let file = Array(lines.joined())
    #expect(
      Self.probe(file, recordByteCount: 16).fits == [.delimited(terminator: [0x0D, 0x25])])
    #expect(Self.probe(file, recordByteCount: 18).fits == [.fixed(byteCount: 18)])
    #expect(
      Self.probe(file, recordByteCount: 16).hint(against: .fixed(byteCount: 16))?.contains("0D25")
        == true)
    #expect(Self.probe(file, recordByteCount: 15).fits.isEmpty)
    #expect(
      Self.probe(Array(file.prefix(40)), isWhole: false, recordByteCount: 9, fileByteCount: 162)
        .fits
        == [.fixed(byteCount: 9)])
    #expect(
      Self.probe(Array(file.dropLast(2)), recordByteCount: 16).fits.first
        == .delimited(terminator: [0x0D, 0x25]))
  }

  @Test func `The error of a first record names what the bytes fit`() throws {
    let plain = try write(Self.records, .descriptors)
    var framer = RecordFramer(.blocked(blockByteCount: 1000), maximumRecordByteCount: 1000)
    #expect {
      _ = try framer.next(in: plain.span, from: 0, offset: 0, isLast: true)
    } throws: { error in
      "\(error)".hasSuffix("the first bytes are records with descriptors; try framing rdw")
    }
  }

  @Test func `Text and nothing fit no descriptors`() {
    #expect(Self.probe([]).fits.isEmpty)
    #expect(Self.probe(Array("1,山田,太郎\n".utf8)).fits.isEmpty)
    #expect(Self.probe([UInt8](repeating: 0x40, count: 1000)).fits.isEmpty)
    #expect(Self.probe([UInt8](repeating: 0, count: 1000), recordByteCount: .max).fits.isEmpty)
  }
}

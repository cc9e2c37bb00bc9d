import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct FramingErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var framing: RecordFraming
    var file: [UInt8]
    var reason: FramingError.Reason
    var offset: Int
    var record: Int
    var testDescription: String { "\(reason)" }
  }

  static let blocked = RecordFraming.blocked(blockByteCount: 100)
  static let good = segment(0, [1, 2])

  static let cases: [Case] = [
    Case(
      framing: blocked, file: [0, 12, 0, 0] + good + [0, 0], reason: .restOfBlock(byteCount: 2),
      offset: 10, record: 1),
    Case(
      framing: .fixed(byteCount: 4), file: [1, 2, 3, 4, 5, 6],
      reason: .partialRecord(left: 2, byteCount: 4), offset: 4, record: 2),
    Case(
      framing: .descriptors, file: good + [0, 8, 0], reason: .partialDescriptor(left: 3), offset: 6,
      record: 2),
    Case(
      framing: .descriptors, file: good + [0, 3, 0, 0], reason: .shortLength(3), offset: 6,
      record: 2),
    Case(
      framing: .descriptors, file: good + [0, 9, 0, 0, 1],
      reason: .beyondFile(length: 9, left: 5), offset: 6, record: 2),
    Case(
      framing: .descriptors, file: good + [0, 5, 4, 0, 1], reason: .reservedBits(4, 0), offset: 6,
      record: 2),
    Case(
      framing: .descriptors, file: good + [0, 5, 0, 1, 1], reason: .reservedBits(0, 1), offset: 6,
      record: 2),
    Case(
      framing: .descriptors, file: good + segment(3, [1]), reason: .segmentWithoutFirst(code: 3),
      offset: 6, record: 2),
    Case(
      framing: .descriptors, file: good + segment(2, [1]), reason: .segmentWithoutFirst(code: 2),
      offset: 6, record: 2),
    Case(
      framing: .descriptors, file: segment(1, [1]) + segment(0, [2]),
      reason: .segmentsUnfinished(code: 0), offset: 5, record: 1),
    Case(
      framing: .descriptors, file: segment(1, [1]) + segment(1, [2]),
      reason: .segmentsUnfinished(code: 1), offset: 5, record: 1),
    Case(
      framing: .descriptors, file: segment(1, [1]) + segment(3, [2]), reason: .spannedRecordAtEnd,
      offset: 10, record: 1),
    Case(
      framing: blocked, file: block(segment(1, [1])), reason: .spannedRecordAtEnd, offset: 9,
      record: 1),
    Case(
      framing: .descriptors, file: segment(0, [UInt8](repeating: 1, count: 51)),
      reason: .tooLong(byteCount: 51, limit: 50), offset: 0, record: 1),
    Case(
      framing: .descriptors,
      file: segment(1, [UInt8](repeating: 1, count: 30))
        + segment(2, [UInt8](repeating: 1, count: 21)),
      reason: .tooLong(byteCount: 51, limit: 50), offset: 34, record: 1),
    Case(
      framing: .delimited(terminator: [0x15]), file: [UInt8](repeating: 0x40, count: 52) + [0x15],
      reason: .tooLong(byteCount: 52, limit: 50), offset: 0, record: 1),
    Case(
      framing: .delimited(terminator: [0x15]), file: [UInt8](repeating: 0x40, count: 51),
      reason: .tooLong(byteCount: 51, limit: 50), offset: 0, record: 1),
    Case(
      framing: blocked, file: block(good) + [0, 7, 0, 0, 0, 3, 0], reason: .shortBlock(7),
      offset: 10,
      record: 2),
    Case(
      framing: blocked, file: block(good) + [0, 20, 0, 0] + good,
      reason: .beyondFile(length: 20, left: 10), offset: 10, record: 2),
    Case(
      framing: blocked, file: [0, 10, 0, 0, 0, 7, 0, 0, 1, 2],
      reason: .beyondBlock(length: 7, left: 6),
      offset: 4, record: 1),
    Case(
      framing: blocked, file: [0, 10, 1, 0] + good, reason: .reservedBits(1, 0), offset: 0,
      record: 1),
    Case(
      framing: blocked, file: block(good) + [0, 10], reason: .partialDescriptor(left: 2),
      offset: 10,
      record: 2),
  ]

  @Test(arguments: cases)
  func `A fault is reported with its place, wherever the input is cut`(_ fault: Case) {
    for size in 1...fault.file.count {
      do throws(FramingError) {
        _ = try readRecords(fault.file, fault.framing, maximum: 50, pieces: [size])
        Issue.record("no error with pieces of \(size)")
      } catch {
        // A block of which too little has come is known to be cut only at the end of the file;
        // by then its first records have been handed out.
        if case .beyondFile = fault.reason, case .blocked = fault.framing, size < fault.file.count {
          #expect(error.offset >= fault.offset && error.record >= fault.record)
          continue
        }
        // A long line is reported as soon as the limit is passed.
        if case .tooLong = fault.reason, case .delimited = fault.framing {
          #expect(error.offset == 0 && error.record == 1)
          continue
        }
        #expect(error.reason == fault.reason, "pieces of \(size)")
        #expect(error.offset == fault.offset && error.record == fault.record, "pieces of \(size)")
        #expect(error.description.hasPrefix("record \(fault.record) at byte \(fault.offset): "))
      }
    }
  }

  @Test func `Many empty segments are an error and not endless`() throws {
    let file = segment(1, []) + [[UInt8]](repeating: segment(3, []), count: 20_000).joined()
    #expect {
      _ = try readRecords(file, .descriptors, maximum: 50, pieces: [4096])
    } throws: { error in
      (error as? FramingError)?.reason == .tooLong(byteCount: 65_740, limit: 65_736)
    }
  }

  @Test func `A framing that no file can have is an error`() {
    for framing: RecordFraming in [
      .fixed(byteCount: 0), .fixed(byteCount: -5), .delimited(terminator: []),
      .delimited(terminator: [1, 2, 3, 4, 5]),
    ] {
      var framer = RecordFramer(framing, maximumRecordByteCount: 10)
      #expect(throws: FramingError.self) {
        try framer.next(in: [UInt8](repeating: 1, count: 20).span, from: 0, offset: 0, isLast: true)
      }
    }
  }

  @Test func `Records that would be read otherwise are not written`() throws {
    let long = [UInt8](repeating: 1, count: 65_532)
    for (framing, record, reason): (RecordFraming, [UInt8], FramingError.Reason) in [
      (.fixed(byteCount: 4), [1, 2, 3], .otherLength(byteCount: 3, required: 4)),
      (.descriptors, long, .tooLong(byteCount: 65_532, limit: 65_531)),
      (
        .blocked(blockByteCount: 20), [UInt8](repeating: 1, count: 13),
        .tooLong(byteCount: 13, limit: 12)
      ),
      (.blocked(blockByteCount: 0), [1], .tooLong(byteCount: 1, limit: 0)),
      (.delimited(terminator: [0x0D, 0x0A]), [1, 0x0D, 0x0A, 2], .terminatorInRecord(at: 1)),
      (.delimited(terminator: [0x0A, 0x0A]), [1, 0x0A], .terminatorInRecord(at: 1)),
    ] {
      #expect(throws: FramingError(reason, offset: 0, record: 1)) { try write([record], framing) }
    }
    #expect(
      try write([[1, 0x0D]], .delimited(terminator: [0x0D, 0x0A])) == [1, 0x0D, 0x0D, 0x0A])
    #expect(try write([Array(long.dropLast())], .descriptors).count == 65_535)
  }

  @Test func `A block is written when the next record does not fit`() throws {
    let data = [UInt8](repeating: 0xC1, count: 8)
    // 4 + 12 + 12 = 28 fills the block to its last byte; 27 takes one record only.
    let two = block(segment(0, data) + segment(0, data))
    let one = block(segment(0, data))
    #expect(try write([data, data, data], .blocked(blockByteCount: 28)) == two + one)
    #expect(try write([data, data, data], .blocked(blockByteCount: 27)) == one + one + one)
  }
}

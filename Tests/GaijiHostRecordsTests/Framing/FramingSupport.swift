import GaijiHostRecords
import GaijiModel
import Testing

/// A record with its bytes, so that results from different blocks can be compared.
struct ReadRecord: Equatable {
  var data: [UInt8]
  var offset: Int
  var wholeByteCount: Int
  var isTerminated: Bool
  var isJoined: Bool
}

/// Reads a file as an engine does: in pieces of these sizes, keeping what is not used.
func readRecords(
  _ file: [UInt8], _ framing: RecordFraming, maximum: Int = 40_000, pieces: [Int]
) throws(FramingError) -> [ReadRecord] {
  var framer = RecordFramer(framing, maximumRecordByteCount: maximum)
  var records: [ReadRecord] = []
  var block: [UInt8] = []
  var offset = 0
  var read = 0
  var piece = 0
  while true {
    let count = min(max(pieces[piece % pieces.count], 1), file.count - read)
    piece += 1
    block += file[read..<read + count]
    read += count
    var position = 0
    while let record = try framer.next(
      in: block.span, from: position, offset: offset, isLast: read == file.count)
    {
      #expect(record.whole.lowerBound == position)
      #expect(record.number == records.count + 1)
      #expect(record.whole.count <= framer.maximumWholeByteCount)
      records.append(
        ReadRecord(
          data: record.joined ?? [UInt8](block[record.data]), offset: offset + position,
          wholeByteCount: record.whole.count, isTerminated: record.isTerminated,
          isJoined: record.joined != nil))
      position = record.whole.upperBound
    }
    block.removeFirst(position)
    offset += position
    if read == file.count {
      #expect(block.isEmpty, "bytes are left that are of no record")
      return records
    }
    #expect(block.count < framer.maximumWholeByteCount, "more than the promise is held")
  }
}

func write(_ records: [[UInt8]], _ framing: RecordFraming) throws(FramingError) -> [UInt8] {
  var writer = FrameWriter(framing)
  var output: [UInt8] = []
  for record in records { try writer.append(record.span, to: &output) }
  writer.finish(into: &output)
  #expect(writer.offset == output.count)
  return output
}

/// A segment of a spanned record, or a whole one (code 0).
func segment(_ code: UInt8, _ data: [UInt8]) -> [UInt8] {
  [UInt8((data.count + 4) >> 8), UInt8((data.count + 4) & 0xFF), code, 0] + data
}

func block(_ segments: [UInt8]) -> [UInt8] {
  [UInt8((segments.count + 4) >> 8), UInt8((segments.count + 4) & 0xFF), 0, 0] + segments
}

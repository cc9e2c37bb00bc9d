internal import GaijiFiles
internal import GaijiHostRecords
internal import GaijiModel

/// Reads a file of host records one record at a time, for the verifier.
///
/// Memory: one block, or the longest record where that is longer.
struct HostRecordReader {
  /// The data of the present record, segments joined.
  private(set) var data: [UInt8] = []
  /// Bytes from the start of the file to the record's data; of a joined record, to its first
  /// segment.
  private(set) var offset = 0
  /// The present record; the first is 1.
  private(set) var number = 0

  private let input: InputFile
  private var framer: RecordFramer
  private let maximumByteCount: Int
  private var block: [UInt8] = []
  private var position = 0
  /// Bytes of the file before `block`.
  private var blockOffset = 0
  private var atEnd = false

  private static let blockByteCount = 256 << 10

  init(input: InputFile, framing: RecordFraming, maximumRecordByteCount: Int) {
    self.input = input
    framer = RecordFramer(framing, maximumRecordByteCount: maximumRecordByteCount)
    maximumByteCount = framer.maximumWholeByteCount
  }

  /// Reads one record; false at the end of the file.
  /// - Throws: `FileError`; `FramingError` where the file is not cut as its layout says.
  mutating func read() throws -> Bool {
    while true {
      let bytes = block
      let framed = try framer.next(
        in: bytes.span, from: position, offset: blockOffset, isLast: atEnd)
      if let framed {
        let start = framed.joined == nil ? framed.data.lowerBound : framed.whole.lowerBound
        data = framed.joined ?? Array(block[framed.data])
        offset = blockOffset + start
        number = framed.number
        position = framed.whole.upperBound
        return true
      }
      if atEnd { return false }
      try refill()
    }
  }

  /// Drops what was read and reads as much again as is left, a block at least.
  private mutating func refill() throws(FileError) {
    block.removeFirst(position)
    blockOffset += position
    position = 0
    let left = block.count
    let wanted = max(Self.blockByteCount, min(left, maximumByteCount))
    block += [UInt8](repeating: 0, count: wanted)
    let input = self.input
    let result: Result<Int, FileError> = unsafe block.withUnsafeMutableBytes { region in
      do throws(FileError) {
        // SAFETY: `left` bytes of the region are taken, `wanted` are behind them.
        return .success(
          try unsafe input.read(UnsafeMutableRawBufferPointer(rebasing: region[left...])))
      } catch { return .failure(error) }
    }
    let count = try result.get()
    atEnd = count < wanted
    block.removeLast(wanted - count)
  }
}

internal import GaijiFiles
internal import GaijiHostRecords
internal import GaijiModel

/// The input in blocks that are each converted by themselves: cut between records, as far as the
/// bytes alone tell.
///
/// One thread at a time: the one that reads.
final class BlockSource {
  /// What a block is cut to.
  enum Cut {
    /// Whole records, if the guess was right.
    case records
    /// No record seems to end in it.
    case part
    case last
    /// The first record does not end within the limit.
    case tooLong
    /// The input ends here by an error; there are no bytes.
    case failed(any Error)
  }

  private let input: InputFile
  private var cut: BlockCut
  private let mark: [UInt8]
  private let recordLimit: Int
  /// What was read before, in the order in which it comes.
  private var carried: [UInt8] = []
  private var head: ArraySlice<UInt8>
  private var isAtEnd: Bool
  private(set) var offset: Int
  private var isFirst: Bool
  /// A framing error that the next block is for.
  private var failure: (any Error)?
  /// Nanoseconds in reads.
  private(set) var reading: UInt64 = 0

  /// - Parameters:
  ///   - head: bytes that have been read, from `offset` on; `isAtEnd`: they are all.
  init(
    input: InputFile, cut: BlockCut, mark: [UInt8], recordLimit: Int, head: [UInt8], offset: Int,
    isAtEnd: Bool, isFirst: Bool
  ) {
    self.input = input
    self.cut = cut
    self.mark = mark
    self.recordLimit = recordLimit
    self.head = head[...]
    self.offset = offset
    self.isAtEnd = isAtEnd
    self.isFirst = isFirst
  }

  /// The framing behind the last block; `nil` for text.
  var framer: RecordFramer? { if case .records(let framer) = cut { framer } else { nil } }

  /// Reads the next block.
  func next(into memory: BlockMemory) -> (place: BlockPlace, cut: Cut) {
    let place = BlockPlace(offset: offset, isFirst: isFirst, framer: framer)
    isFirst = false
    memory.removeAll()
    if let failure { return (place, .failed(failure)) }
    do {
      memory.append(carried[...])
      carried.removeAll(keepingCapacity: true)
      while true {
        try fill(memory)
        let isWhole = isAtEnd && head.isEmpty
        if isWhole, case .newline = cut {
          offset += memory.count
          return (place, .last)
        }
        guard let end = try end(in: memory) else {
          // Host records that are whole are never given as the end of the input: an error would
          // come from however much of it is in hand.
          if isWhole { return (place, .last) }
          if case .newline = cut {
            offset += memory.count
            return (place, .part)
          }
          guard memory.count <= recordLimit else { return (place, .tooLong) }
          memory.grow(to: max(memory.capacity, min(memory.capacity * 2, recordLimit + 1)))
          continue
        }
        carried = memory.cut(at: end)
        offset += end
        return (place, .records)
      }
    } catch {
      memory.removeAll()
      return (place, .failed(error))
    }
  }

  private func fill(_ memory: BlockMemory) throws(FileError) {
    let some = head.prefix(memory.capacity - memory.count)
    memory.append(some)
    head = head.dropFirst(some.count)
    guard head.isEmpty, !isAtEnd, memory.count < memory.capacity else { return }
    let began = ContinuousClock.now
    let wanted = memory.capacity - memory.count
    let before = memory.count
    try unsafe memory.fill { region throws(FileError) in try unsafe input.read(region) }
    if memory.count - before < wanted { isAtEnd = true }
    reading += began.nanosecondsSince
  }

  /// Where the last whole record ends, and the framer's state there; `nil` without one.
  private func end(in memory: BlockMemory) throws -> Int? {
    let bytes = unsafe Span(_unsafeElements: UnsafeBufferPointer(memory.bytes))
    switch cut {
    case .newline(let finder): return finder.lastNewlineEnd(in: bytes, mark: mark)
    case .records(var framer):
      if case .fixed(let byteCount) = framer.framing, byteCount > 0 {
        let end = memory.count / byteCount * byteCount
        return end > 0 ? end : nil
      }
      var end = 0
      do throws(FramingError) {
        while let record = try framer.next(in: bytes, from: end, offset: offset, isLast: false) {
          end = record.whole.upperBound
        }
      } catch {
        let error = error.numbered(in: framer.framing)
        guard end > 0 else { throw error }
        // The records before it are a block of their own.
        failure = error
      }
      cut = .records(framer)
      return end > 0 ? end : nil
    }
  }
}

internal import GaijiHashing
internal import GaijiHostRecords
internal import GaijiModel

/// A block on its way through a run with several threads, with the engine that converts it.
///
/// The engine belongs to the slot and not to a thread: its output, findings and samples stay where
/// they are until they have been added, and nothing is copied.
final class Slot {
  enum Outcome {
    /// The engine took this many bytes.
    case converted(taken: Int, counted: Int)
    /// Not converted: no record seems to end in the block.
    case part
    case tooLong
    /// What the engine threw.
    case stopped(any Error)
    /// What the input threw; there are no bytes.
    case unread(any Error)
  }

  let number: Int
  let engine: any BlockEngine
  let memory: BlockMemory
  var place = BlockPlace()
  /// The record number that the engine was told.
  var firstRecord = 1
  var isLast = false
  var outcome = Outcome.part
  var nanoseconds: UInt64 = 0
  /// The framing behind the block.
  var framerBehind: RecordFramer?
  /// The input's hash behind the block, where checkpoints are made.
  var hashBehind: SHA256.State?

  private let hasOutput: Bool

  init(number: Int, engine: any BlockEngine, blockByteCount: Int, hasOutput: Bool) {
    self.number = number
    self.hasOutput = hasOutput
    self.engine = engine
    memory = BlockMemory(capacity: blockByteCount)
  }

  /// Reads the next block.
  func read(from source: BlockSource, hasHeader: Bool) {
    let (place, cut) = source.next(into: memory)
    self.place = place
    framerBehind = source.framer
    firstRecord = hasHeader && place.isFirst ? 0 : 1
    isLast = false
    nanoseconds = 0
    switch cut {
    case .records: outcome = .converted(taken: 0, counted: 0)
    case .part: outcome = .part
    case .last:
      outcome = .converted(taken: 0, counted: 0)
      isLast = true
    case .tooLong:
      outcome = .tooLong
      isLast = true
    case .failed(let error):
      outcome = .unread(error)
      isLast = true
    }
  }

  /// Converts the block, as if it began with a record.
  func convert() {
    guard case .converted = outcome else { return }
    let began = ContinuousClock.now
    engine.move(to: place)
    do {
      let taken = try unsafe engine.convert(
        memory.bytes, offset: place.offset, firstRecord: firstRecord, isLast: isLast)
      outcome = .converted(taken: taken, counted: engine.countedCharacters(hasOutput: hasOutput))
    } catch {
      outcome = .stopped(error)
    }
    nanoseconds = began.nanosecondsSince
  }
}

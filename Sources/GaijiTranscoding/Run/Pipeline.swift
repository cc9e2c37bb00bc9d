internal import GaijiFiles
internal import Glibc

/// A run with several threads: blocks are read in order by whichever thread is free, converted at the
/// same time, and added to the ledger in order, again by whichever thread is free.
///
/// All threads do the same: they take the most urgent work there is. One at a time reads, one adds
/// (and writes, and hashes the output), one hashes the input; all others convert. So no thread waits
/// as long as there is work, and a slow writer holds up the others only when all slots are full.
///
/// `source`, `blocks` and `inputHash` belong to the thread that has their role; a slot to the thread
/// that has it in hand; everything else is read and written under the lock.
@safe final class Pipeline {
  private let monitor = Monitor()
  private let source: BlockSource
  private let blocks: OrderedBlocks
  private let factory: EngineFactory
  /// The engine of the first slot.
  private let engine: any BlockEngine
  private let inputHash: InputDigest?
  private let hasHeader: Bool
  private let blockByteCount: Int
  /// Called by the thread that adds, after each block.
  private let onBlock: (Slot) throws -> Void
  /// Checkpoints are made: they need the input's hash behind each block.
  private let keepsHashes: Bool
  /// A read may wait for ever: the input is a pipe or a device.
  private let mayWait: Bool

  /// Slots by sequence number.
  private var ring: [Slot?]
  private var free: [Slot] = []
  private var slotCount = 0
  private var slotsMade = 0
  /// Read by a thread that must not be held up by the work.
  private var unconverted: [(slot: Slot, sequence: Int)] = []
  private var nextRead = 0
  private var nextHash = 0
  private var nextAdd = 0
  private var isReading = false
  private var isHashing = false
  private var isAdding = false
  private var sourceEnded = false
  private var failure: (any Error)?
  private var helpers: Set<pthread_t> = []

  /// Nanoseconds in reads.
  private(set) var reading: UInt64 = 0

  private enum Task {
    case make(number: Int, sequence: Int)
    case read(Slot, sequence: Int)
    case convert(Slot, sequence: Int)
    case hash(Slot)
    case add(Slot)
  }

  /// Bytes of input that a slot may keep, however small the blocks are.
  private static let largestKept = 1 << 20

  init(
    source: BlockSource, blocks: OrderedBlocks, factory: EngineFactory,
    engine: any BlockEngine, inputHash: InputDigest?, hasHeader: Bool, blockByteCount: Int,
    threads: Int,
    mayWait: Bool,
    keepsHashes: Bool, onBlock: @escaping (Slot) throws -> Void
  ) {
    self.source = source
    self.blocks = blocks
    self.factory = factory
    self.engine = engine
    self.inputHash = inputHash
    self.hasHeader = hasHeader
    self.blockByteCount = blockByteCount
    self.mayWait = mayWait
    self.onBlock = onBlock
    self.keepsHashes = keepsHashes
    // Two for each thread, so that one that is done need not wait for the others.
    ring = Array(repeating: nil, count: 2 * threads)
  }

  /// Does all the work, on this thread and `threads - 1` others.
  /// - Throws: the first error in the order of the source.
  func run(threads: Int) throws {
    for _ in 1..<max(threads, 2) where !startHelper() { break }
    work(isHelper: false)
    monitor.lock()
    waitForHelpers()
    defer { monitor.unlock() }
    if let failure { throw failure }
  }

  // MARK: Threads

  /// - Returns: false when the system gives no thread; the run goes on with those there are.
  private func startHelper() -> Bool {
    let me = unsafe Unmanaged.passRetained(self)
    monitor.lock()
    defer { monitor.unlock() }
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { pointer in
        // SAFETY: retained for this thread, which takes it over.
        let pipeline = unsafe Unmanaged<Pipeline>.fromOpaque(pointer!).takeRetainedValue()
        pipeline.help()
        return nil
      }, me.toOpaque())
    guard status == 0 else {
      unsafe me.release()
      return false
    }
    pthread_detach(thread)
    helpers.insert(thread)
    return true
  }

  private func help() {
    work(isHelper: true)
    monitor.lock()
    helpers.remove(pthread_self())
    monitor.wakeAll()
    monitor.unlock()
  }

  /// After an error a helper may still wait in a read from a pipe. A signal that ended the run ends
  /// the read too; otherwise the helper is left there: it holds a slot and the input, and nothing
  /// that is looked at any more.
  private func waitForHelpers() {
    while !helpers.isEmpty {
      if failure != nil {
        if Interruption.signal != 0 {
          for helper in helpers { pthread_kill(helper, Interruption.signal) }
        } else if mayWait, isReading, helpers.count == 1 {
          return
        }
      }
      monitor.waitBriefly()
    }
  }

  // MARK: Work

  private func work(isHelper: Bool) {
    monitor.lock()
    while let task = next(isHelper: isHelper) {
      monitor.unlock()
      do {
        try perform(task)
        monitor.lock()
      } catch {
        monitor.lock()
        if failure == nil { failure = error }
      }
      monitor.wakeAll()
    }
    monitor.unlock()
  }

  /// The next thing to do, its role taken; `nil` when the run has ended. Waits for one.
  private func next(isHelper: Bool) -> Task? {
    while true {
      if failure == nil, Interruption.signal != 0 {
        failure = InterruptedError(signal: Interruption.signal)
        monitor.wakeAll()
      }
      if failure != nil { return nil }
      // An error makes the bytes of a block be converted again in their place: the hash comes first.
      if !isAdding, let slot = ring[nextAdd % ring.count], inputHash == nil || nextAdd < nextHash {
        isAdding = true
        return .add(slot)
      }
      if inputHash != nil, !isHashing, nextHash < nextRead, nextHash - nextAdd < ring.count,
        let slot = ring[nextHash % ring.count]
      {
        isHashing = true
        return .hash(slot)
      }
      if !unconverted.isEmpty {
        let (slot, sequence) = unconverted.removeFirst()
        return .convert(slot, sequence: sequence)
      }
      // The thread that ends the run must not wait for a pipe when another one has failed.
      let mayRead = isHelper || !mayWait || helpers.isEmpty
      if mayRead, !isReading, !sourceEnded, !free.isEmpty || slotCount < ring.count {
        isReading = true
        nextRead += 1
        // The slot used last is the one whose tables are nearest to the processor.
        if let slot = free.popLast() { return .read(slot, sequence: nextRead - 1) }
        slotCount += 1
        slotsMade += 1
        return .make(number: slotsMade - 1, sequence: nextRead - 1)
      }
      if sourceEnded, nextAdd == nextRead { return nil }
      // No handler of a signal may wake a condition: one thread looks for them.
      if isHelper { monitor.wait() } else { monitor.waitBriefly() }
    }
  }

  private func perform(_ task: Task) throws {
    switch task {
    case .make(let number, let sequence):
      let engine = number == 0 ? engine : try factory.make()
      read(
        Slot(
          number: number, engine: engine, blockByteCount: blockByteCount,
          hasOutput: factory.settings.writesOutput), sequence)
    case .read(let slot, let sequence): read(slot, sequence)
    case .convert(let slot, let sequence): convert(slot, sequence)
    case .hash(let slot):
      if let inputHash {
        try unsafe inputHash.update(
          UnsafeRawBufferPointer(slot.memory.bytes), at: slot.place.offset)
        if keepsHashes { slot.hashBehind = inputHash.state }
      }
      monitor.lock()
      isHashing = false
      nextHash += 1
      monitor.unlock()
    case .add(let slot):
      try blocks.add(slot)
      // It may have grown for one long record: the next ones need less.
      let isLarge = slot.memory.capacity > max(2 * blockByteCount, Self.largestKept)
      if isLarge { blocks.retire(slot) }
      try onBlock(slot)
      monitor.lock()
      isAdding = false
      ring[nextAdd % ring.count] = nil
      nextAdd += 1
      if isLarge { slotCount -= 1 } else { free.append(slot) }
      monitor.unlock()
    }
  }

  /// Reads a block and converts it, unless the next read may take long.
  private func read(_ slot: Slot, _ sequence: Int) {
    slot.read(from: source, hasHeader: hasHeader)
    monitor.lock()
    isReading = false
    sourceEnded = slot.isLast
    reading = source.reading
    if mayWait { unconverted.append((slot, sequence)) }
    monitor.wakeAll()
    monitor.unlock()
    if !mayWait { convert(slot, sequence) }
  }

  private func convert(_ slot: Slot, _ sequence: Int) {
    slot.convert()
    monitor.lock()
    ring[sequence % ring.count] = slot
    monitor.unlock()
  }
}

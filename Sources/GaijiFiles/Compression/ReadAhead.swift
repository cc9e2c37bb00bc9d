internal import Glibc

/// Decodes a compressed file on a thread of its own, at most four blocks ahead of whoever reads.
///
/// Decoding is slower than converting, so a run takes as long as the slower of both and not as long
/// as their sum.
@safe final class ReadAhead {
  private struct Block: Sendable {
    var bytes: [UInt8]
    /// How much of `bytes` is content.
    var count: Int
    /// Bytes of the file that had become content by the end of this block.
    var storedEnd: Int
  }

  private struct State: Sendable {
    var blocks: [Block] = []
    var spares: [[UInt8]] = []
    /// Nothing comes after `blocks`.
    var isAtEnd = false
    /// What comes after `blocks` instead of content.
    var failure: FileError?
    var isStopped = false
  }

  private let monitor: Monitor<State>
  private let thread: WorkerThread
  private let path: String
  private var current: Block?
  private var position = 0
  private(set) var storedByteCount = 0

  private static let blockSize = 256 << 10
  private static let maximumBlocks = 4
  /// How often a wait looks for a signal, in milliseconds.
  private static let patience = 100

  /// `nil` when there is no thread to be had.
  init?(_ raw: RawInput, form: CompressionForm, first: [UInt8]) {
    let monitor = Monitor(State())
    self.monitor = monitor
    path = raw.path
    guard
      let thread = WorkerThread({
        let failure = Self.decode(raw, form: form, first: first, into: monitor)
        monitor.change {
          $0.failure = failure
          $0.isAtEnd = true
        }
      })
    else { return nil }
    self.thread = thread
  }

  deinit {
    monitor.change { $0.isStopped = true }
    thread.join()
  }

  /// The thread's work: until the end, a failure, or nobody wants more.
  private static func decode(
    _ raw: RawInput, form: CompressionForm, first: [UInt8], into monitor: Monitor<State>
  ) -> FileError? {
    do throws(FileError) {
      let input = try DecodedInput(raw, form: form, first: first) {
        !monitor.look(\.isStopped)
      }
      while var bytes = room(in: monitor) {
        let count = try unsafe bytes.fill { memory throws(FileError) in
          try unsafe input.read(memory)
        }
        let block = Block(bytes: bytes, count: count, storedEnd: input.storedByteCount)
        monitor.change { $0.blocks.append(block) }
        if count < Self.blockSize { break }
      }
      return nil
    } catch {
      return error
    }
  }

  /// Memory for the next block, as soon as there may be one; `nil` to stop.
  private static func room(in monitor: Monitor<State>) -> [UInt8]? {
    monitor.wait { state -> [UInt8]?? in
      if state.isStopped { return .some(nil) }
      guard state.blocks.count < maximumBlocks else { return nil }
      return state.spares.popLast() ?? [UInt8](repeating: 0, count: blockSize)
    }
  }

  /// As `DecodedInput.read`. What was decoded before a failure is given first.
  @unsafe func read(_ memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var count = 0
    while count < memory.count, try next() {
      let block = current!
      let length = min(block.count - position, memory.count - count)
      // SAFETY: position + length <= block.count <= bytes.count, count + length <= memory.count.
      unsafe block.bytes.withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + length]))
      }
      position += length
      count += length
    }
    return count
  }

  /// Whether `current` has content at `position`; takes the next block when it does not.
  private func next() throws(FileError) -> Bool {
    while true {
      if let block = current, position < block.count { return true }
      if Interruption.signal != 0 { throw FileError(.read, path: path, code: EINTR) }
      let used = current?.bytes
      current = nil
      position = 0
      if let used { monitor.change { $0.spares.append(used) } }
      let found = monitor.wait(milliseconds: Self.patience) { state -> Block?? in
        if !state.blocks.isEmpty { return .some(state.blocks.removeFirst()) }
        return state.isAtEnd ? .some(nil) : nil
      }
      guard let found else { continue }
      guard let block = found else {
        if let failure = monitor.look(\.failure) { throw failure }
        return false
      }
      storedByteCount = block.storedEnd
      current = block
    }
  }
}

extension [UInt8] {
  /// Fills the array's memory by `body` and returns what it returns.
  fileprivate mutating func fill(
    _ body: (UnsafeMutableRawBufferPointer) throws(FileError) -> Int
  ) throws(FileError) -> Int {
    let result: Result<Int, FileError> = unsafe withUnsafeMutableBytes { memory in
      do throws(FileError) {
        return .success(try unsafe body(memory))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

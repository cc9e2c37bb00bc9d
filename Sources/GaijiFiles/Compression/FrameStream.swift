internal import Glibc

/// The compressed form of an output file: cuts content into frames at fixed multiples of bytes, has
/// each compressed alone, and writes them in order.
///
/// Writing is done by whoever calls, so that a full pipe holds up the run and not a thread, and an
/// error of a thread is told by the next call.
final class FrameStream {
  private let compression: OutputCompression
  private let output: RawOutput
  private let threadCount: Int
  private var open: Frame
  /// Used when no thread may be, or none is to be had.
  private var compressor: FrameCompressor?
  private var pool: FramePool?
  private var spares: [Frame] = []
  /// Frames given to the pool and frames taken back: the numbers between are under way.
  private var submitted = 0
  private var written = 0
  private var hasFrames: Bool

  /// - Parameters:
  ///   - threads: how many threads compress; 0 for none but the caller's own.
  ///   - pending: content of the frame that was open at a checkpoint.
  init(
    _ compression: OutputCompression, to output: RawOutput, threads: Int, pending: [UInt8] = []
  ) {
    self.compression = compression
    self.output = output
    threadCount = threads
    open = Frame()
    open.content += pending
    hasFrames = output.byteCount > 0
  }

  /// Content behind the last whole frame.
  var pending: [UInt8] { open.content }

  @unsafe func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let count = min(bytes.count - done, FrameCompressor.contentSize - open.content.count)
      // SAFETY: done + count <= bytes.count. Rebased, it is copied as one piece.
      unsafe open.content.append(
        contentsOf: UnsafeRawBufferPointer(rebasing: bytes[done..<done + count]))
      done += count
      if open.content.count == FrameCompressor.contentSize { try close() }
    }
  }

  /// Writes every whole frame; the open one stays.
  func drain() throws(FileError) {
    while written < submitted { try writeNext(waits: true) }
  }

  /// Writes everything. A file without content has one frame all the same: it must be a valid one.
  func finish() throws(FileError) {
    if !open.content.isEmpty || !hasFrames {
      if pool == nil { try compressHere() } else { try close() }
    }
    try drain()
    pool = nil
  }

  /// The open frame is whole: on to the next.
  private func close() throws(FileError) {
    if pool == nil, threadCount > 0, compressor == nil {
      pool = FramePool(compression, threads: threadCount)
    }
    guard let pool else { return try compressHere() }
    hasFrames = true
    // Not held here any longer: a thread would have to copy what it changes.
    var full = spares.popLast() ?? Frame()
    swap(&full, &open)
    pool.submit(full, number: submitted)
    submitted += 1
    // Two more than there are threads, so that none waits for this one to come back.
    while submitted - written > threadCount + 2 { try writeNext(waits: true) }
    while written < submitted, try writeNext(waits: false) {}
  }

  private func compressHere() throws(FileError) {
    hasFrames = true
    do throws(CompressionFault) {
      let ready = if let compressor { compressor } else { try FrameCompressor.make(compression) }
      compressor = ready
      try ready.compress(&open)
    } catch {
      throw failure
    }
    try write(open)
    open.content.removeAll(keepingCapacity: true)
  }

  /// - Returns: whether the next frame was ready.
  @discardableResult private func writeNext(waits: Bool) throws(FileError) -> Bool {
    guard let result = pool?.take(written, waits: waits) else { return false }
    guard case .success(var frame) = result else { throw failure }
    try write(frame)
    written += 1
    frame.content.removeAll(keepingCapacity: true)
    spares.append(frame)
    return true
  }

  private func write(_ frame: Frame) throws(FileError) {
    try output.write(frame.room, count: frame.storedByteCount)
  }

  private var failure: FileError { FileError(.compress, path: output.path, code: ENOMEM) }
}

/// Threads that compress frames. Frames are numbered by who gives them, and taken back in any order.
final class FramePool {
  private struct State: Sendable {
    var waiting: [(number: Int, frame: Frame)] = []
    var done: [Int: Result<Frame, CompressionFault>] = [:]
    var isStopped = false
  }

  private let monitor = Monitor(State())
  private var threads: [WorkerThread] = []

  /// `nil` when the system has not one thread to give.
  init?(_ compression: OutputCompression, threads count: Int) {
    let monitor = monitor
    for _ in 0..<count {
      guard let thread = WorkerThread({ Self.work(monitor, compression) }) else { break }
      threads.append(thread)
    }
    if threads.isEmpty { return nil }
  }

  deinit {
    monitor.change { $0.isStopped = true }
    for thread in threads { thread.join() }
  }

  private static func work(_ monitor: Monitor<State>, _ compression: OutputCompression) {
    var compressor: FrameCompressor?
    while let (number, waiting) = next(monitor) {
      var frame = waiting
      let result: Result<Frame, CompressionFault>
      do throws(CompressionFault) {
        let ready = if let compressor { compressor } else { try FrameCompressor.make(compression) }
        compressor = ready
        try ready.compress(&frame)
        result = .success(frame)
      } catch {
        result = .failure(error)
      }
      monitor.change { $0.done[number] = result }
    }
  }

  private static func next(_ monitor: Monitor<State>) -> (number: Int, frame: Frame)? {
    monitor.wait { state -> (number: Int, frame: Frame)?? in
      if state.isStopped { return .some(nil) }
      return state.waiting.isEmpty ? nil : .some(state.waiting.removeFirst())
    }
  }

  func submit(_ frame: Frame, number: Int) {
    monitor.change { $0.waiting.append((number, frame)) }
  }

  /// Frame `number` when it is compressed: waits for it, or not.
  func take(_ number: Int, waits: Bool) -> Result<Frame, CompressionFault>? {
    guard waits else { return monitor.change { $0.done.removeValue(forKey: number) } }
    return monitor.wait { $0.done.removeValue(forKey: number) }
  }
}

internal import Glibc
internal import Synchronization

/// The last signal; a global so that the handler captures nothing.
private let received = Atomic<Int32>(0)

/// SIGINT, SIGTERM and SIGHUP end a run between two blocks, so that its files are removed.
public enum Interruption {
  /// The signal that asked for the end; 0 if none did.
  public static var signal: Int32 { received.load(ordering: .relaxed) }

  /// Installs the handlers, for a command-line program. SIGPIPE becomes an error of `write`.
  public static func install() {
    // Touched before any handler runs: the first access initialises it under a lock.
    received.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // The handler only stores to a lock-free atomic, which is async-signal-safe.
      _ = Glibc.signal(number) { received.store($0, ordering: .relaxed) }
    }
    _ = Glibc.signal(SIGPIPE, SIG_IGN)
  }
}

/// A signal asked the run to end; its output was removed.
public struct InterruptedError: Error, Hashable, Sendable, CustomStringConvertible {
  public var signal: Int32
  public var description: String { "ended by signal \(signal); no output was left" }
}

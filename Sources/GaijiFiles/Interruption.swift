internal import Glibc
internal import Synchronization

/// The last signal; a global so that the handler captures nothing.
private let received = Atomic<Int32>(0)
/// The thread of the run (`pthread_t`), 0 before there is one.
private let runner = Atomic<UInt>(0)

/// Notes the signal and hands it to the run's thread, so that a `read` or `write` that waits there
/// ends with EINTR. Everything in it is async-signal-safe: lock-free atomics and `pthread_kill`.
private func handle(_ signal: Int32) {
  received.store(signal, ordering: .relaxed)
  let thread = runner.load(ordering: .relaxed)
  if thread != 0, pthread_equal(thread, pthread_self()) == 0 { pthread_kill(thread, signal) }
}

/// SIGINT, SIGTERM and SIGHUP end a run between two blocks, or in a read or write that waits, so that
/// its files are removed.
public enum Interruption {
  /// The signal that asked for the end; 0 if none did.
  public static var signal: Int32 { received.load(ordering: .relaxed) }

  /// Installs the handlers, for a command-line program; call it on the thread of the run. SIGPIPE
  /// becomes an error of `write`.
  public static func install() {
    // Touched before any handler runs: the first access initialises them under a lock.
    received.store(0, ordering: .relaxed)
    runner.store(pthread_self(), ordering: .relaxed)
    // Not `signal`, whose SA_RESTART would let a read from a pipe wait on.
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { handle($0) }
    var signals = sigset_t()
    unsafe _ = sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      unsafe _ = sigaction(number, &action, nil)
      unsafe _ = sigaddset(&signals, number)
    }
    // An async main runs on a worker thread, and those block all signals.
    unsafe _ = pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    _ = Glibc.signal(SIGPIPE, SIG_IGN)
  }
}

/// A signal asked the run to end; its output was removed.
public struct InterruptedError: Error, Hashable, Sendable, CustomStringConvertible {
  public var signal: Int32
  public init(signal: Int32) { self.signal = signal }

  public var description: String { "ended by signal \(signal); no output was left" }
}

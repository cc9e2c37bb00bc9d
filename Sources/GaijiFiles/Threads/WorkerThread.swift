internal import Glibc

/// A thread that runs one function; whoever made it waits for its end.
@safe package final class WorkerThread {
  private var thread = pthread_t()
  private var isJoined = false

  /// What a thread is given through C's one pointer.
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// `nil` when the system has no thread to give; the caller then does the work itself.
  package init?(_ body: @escaping @Sendable () -> Void) {
    // SAFETY: the reference is retained here and released by whoever runs it, or below if nobody
    // does.
    let work = unsafe Unmanaged.passRetained(Work(body))
    let code = unsafe pthread_create(
      &thread, nil,
      { pointer in
        let work = unsafe Unmanaged<Work>.fromOpaque(pointer!).takeRetainedValue()
        work.body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      return nil
    }
  }

  /// Waits for the end of the function. Not to be called by the thread itself.
  package func join() {
    guard !isJoined else { return }
    isJoined = true
    _ = pthread_join(thread, nil)
  }

  deinit { join() }
}

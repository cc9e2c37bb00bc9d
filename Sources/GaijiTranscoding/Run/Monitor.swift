internal import Glibc

/// A lock with a condition to wait for: what the threads of a run agree by.
@safe final class Monitor {
  // In memory of their own: the system's locks must not move.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe condition = .allocate(capacity: 1)
    unsafe condition.initialize(to: pthread_cond_t())
    let isMade =
      unsafe pthread_mutex_init(mutex, nil) == 0 && pthread_cond_init(condition, nil) == 0
    precondition(isMade, "no lock: out of memory")
  }

  deinit {
    // SAFETY: nobody waits on a monitor that nobody refers to.
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  func lock() { unsafe _ = pthread_mutex_lock(mutex) }

  func unlock() { unsafe _ = pthread_mutex_unlock(mutex) }

  /// Waits for `wakeAll`; the lock is held before and after.
  func wait() { unsafe _ = pthread_cond_wait(condition, mutex) }

  /// Waits for `wakeAll`, but not for long: for who has to look at something else now and then.
  func waitBriefly() {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    time.tv_nsec += 100_000_000
    if time.tv_nsec >= 1_000_000_000 {
      time.tv_nsec -= 1_000_000_000
      time.tv_sec += 1
    }
    unsafe _ = pthread_cond_timedwait(condition, mutex, &time)
  }

  func wakeAll() { unsafe _ = pthread_cond_broadcast(condition) }
}

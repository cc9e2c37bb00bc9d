internal import Glibc

/// The processor time of the calling thread: what a query costs, whatever else the machine does.
enum ThreadClock {
  static var seconds: Double {
    var time = timespec()
    // SAFETY: the kernel writes into `time` during the call.
    guard unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

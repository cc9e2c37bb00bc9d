internal import GaijiFiles
internal import Synchronization

/// Work in numbered pieces, done by several threads; whoever is free takes the next piece.
package enum Parallel {
  /// Runs `work` for each of `count` pieces. Each thread makes itself a `Worker` first.
  ///
  /// - Returns: the results in the order of the pieces, whatever the number of threads.
  /// - Throws: the error of the first piece that failed, in that order.
  package static func run<Worker, Value: Sendable, Failure: Error>(
    _ count: Int, threads: Int, worker: @Sendable () throws(Failure) -> Worker,
    _ work: @Sendable (Worker, Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let next = Atomic<Int>(0)
    let results = Mutex<[Result<Value, Failure>?]>(Array(repeating: nil, count: count))
    let failures = Mutex<Failure?>(nil)
    // The threads are joined before this function returns, so what they borrow outlives them.
    withoutActuallyEscaping(worker) { worker in
      withoutActuallyEscaping(work) { work in
        let loop: @Sendable () -> Void = {
          do throws(Failure) {
            let mine = try worker()
            while true {
              let piece = next.add(1, ordering: .relaxed).oldValue
              guard piece < count else { return }
              let result: Result<Value, Failure>
              do throws(Failure) {
                result = .success(try work(mine, piece))
              } catch {
                result = .failure(error)
                // What comes behind a failure is not needed; what comes before is already taken.
                next.store(count, ordering: .relaxed)
              }
              results.withLock { $0[piece] = result }
            }
          } catch {
            failures.withLock { $0 = $0 ?? error }
            next.store(count, ordering: .relaxed)
          }
        }
        let helpers = (1..<max(1, min(threads, count))).compactMap { _ in WorkerThread(loop) }
        loop()
        for helper in helpers { helper.join() }
      }
    }
    if let failure = failures.withLock({ $0 }) { throw failure }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      // The pieces behind a failed one may be missing; it comes first.
      values.append(try result!.get())
    }
    return values
  }
}

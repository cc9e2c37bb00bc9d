internal import Synchronization

/// A part of a release that is made when it is first asked for: once, whichever threads ask, and with
/// the same answer for all of them.
struct Once<Value: Sendable>: ~Copyable, Sendable {
  private let result = Mutex<Result<Value, ReleaseError>?>(nil)

  /// - Parameter make: Must not ask for the same part.
  func value(
    _ make: () throws(ReleaseError) -> Value
  ) throws(ReleaseError) -> Value {
    let result = result.withLock { result in
      if let result { return result }
      let made: Result<Value, ReleaseError>
      do throws(ReleaseError) { made = .success(try make()) } catch { made = .failure(error) }
      result = made
      return made
    }
    return try result.get()
  }
}

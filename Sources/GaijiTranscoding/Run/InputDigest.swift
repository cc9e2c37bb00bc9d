internal import GaijiHashing

/// The SHA-256 of the input, fed block by block.
///
/// A run that goes on from a checkpoint either continues the hash that stands there, and skips the
/// bytes that are in it already, or, where the bytes before had to be read once more, hashes them
/// again and compares.
///
/// One thread at a time: the one that hashes.
final class InputDigest {
  private let hash: SHA256
  /// The hash that the same bytes gave in an earlier run.
  private var expected: SHA256.State?

  init() { hash = SHA256() }

  /// - Parameter isReread: the input is read from its start.
  init(resuming state: SHA256.State, isReread: Bool) {
    hash = isReread ? SHA256() : SHA256(state)
    expected = isReread ? state : nil
  }

  var state: SHA256.State { hash.state }

  /// - Parameter offset: bytes of the input before `bytes`; not more than were fed.
  /// - Throws: `CheckpointError` when the bytes are not those of the earlier run.
  func update(
    _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) throws(CheckpointError) {
    let fed = Int(hash.byteCount)
    precondition(offset <= fed, "bytes of the input were left out of its hash")
    guard offset + bytes.count > fed else { return }
    var rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[(fed - offset)...])
    if let expected, fed + rest.count >= Int(expected.byteCount) {
      let count = Int(expected.byteCount) - fed
      unsafe hash.update(UnsafeRawBufferPointer(rebasing: rest[..<count]))
      guard hash.state == expected else {
        throw .otherInput("its first \(expected.byteCount) bytes have another SHA-256")
      }
      self.expected = nil
      unsafe rest = unsafe UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    unsafe hash.update(rest)
  }

  /// The digest of everything fed. Call once, last.
  func finalize() -> SHA256Digest { hash.finalize() }
}

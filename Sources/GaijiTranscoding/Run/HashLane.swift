internal import Dispatch
internal import GaijiHashing

/// SHA-256 of a stream, computed on a thread of its own beside the conversion.
///
/// Blocks are copied (a few microseconds) and queued; at most eight wait, so memory stays flat.
final class HashLane: @unchecked Sendable {
  // @unchecked Sendable: `hash` is touched only by blocks on the serial queue, and by `finish` after they
  // have all run.
  private let hash = SHA256()
  private let queue: DispatchQueue
  private let room = DispatchSemaphore(value: 8)

  init(label: String) { queue = DispatchQueue(label: label) }

  @unsafe func update(_ bytes: UnsafeRawBufferPointer) {
    guard unsafe !bytes.isEmpty else { return }
    let copy = unsafe [UInt8](bytes)
    room.wait()
    queue.async { [self] in
      hash.update(copy)
      room.signal()
    }
  }

  func finish() -> SHA256Digest {
    queue.sync { hash.finalize() }
  }
}

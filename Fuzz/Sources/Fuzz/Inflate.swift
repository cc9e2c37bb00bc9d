import GaijiFiles
import Glibc

/// The first byte chooses how large the blocks are, the second nothing but that threads are compared;
/// the rest is a file. Whatever it claims to be: it is read or refused, and read alike at every block
/// size and with a thread.
func fuzzInflate(_ bytes: [UInt8]) {
  guard bytes.count >= 2 else { return }
  let file = Array(bytes[2...])
  InflateStore.set(file)
  let whole = InflateStore.contents(block: 1 << 16, threads: 1)
  // A power of two: every size comes to the limit below at the same place.
  let block = 1 << (Int(bytes[0]) % 16)
  precondition(InflateStore.contents(block: block, threads: 1) == whole, "blocks of \(block)")
  if bytes[1] & 1 != 0 {
    precondition(InflateStore.contents(block: 1 << 16, threads: 2) == whole, "with a thread")
  }
  if case .plain(let content) = whole { precondition(content == file, "a plain file is changed") }
}

/// The file that is read, in memory.
private enum InflateStore {
  /// What came of reading it, as far as a small file can become a large one without end.
  enum Result: Equatable {
    case plain([UInt8])
    case content([UInt8], isWhole: Bool)
    /// Content before the fault is not compared, nor where it was found: both depend on the block.
    case fault
  }

  private static let limit = 1 << 20
  private static let descriptor: CInt = {
    let path = "/dev/shm/gaiji-inflate-\(getpid())"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    precondition(descriptor >= 0, "no file in memory")
    // Only its descriptor is used.
    unsafe _ = unlink(path)
    return descriptor
  }()

  static func set(_ bytes: [UInt8]) {
    let isEmpty = ftruncate(descriptor, 0) == 0
    let written = unsafe pwrite(descriptor, bytes, bytes.count, 0)
    precondition(isEmpty && written == bytes.count)
  }

  static func contents(block: Int, threads: Int) -> Result {
    do throws(FileError) {
      let path = "/proc/self/fd/\(descriptor)"
      let input = try InputFile(path: path, threads: threads)
      var all: [UInt8] = []
      var memory = [UInt8](repeating: 0, count: block)
      while all.count < limit {
        let read: Swift.Result<Int, FileError> = unsafe memory.withUnsafeMutableBytes { region in
          do throws(FileError) { return .success(try unsafe input.read(region)) } catch {
            return .failure(error)
          }
        }
        let count = try read.get()
        all += memory[..<count]
        if count < block {
          precondition(input.storedByteCount == input.size, "bytes of the file were not read")
          return input.compression == nil ? .plain(all) : .content(all, isWhole: true)
        }
      }
      return .content(Array(all.prefix(limit)), isWhole: false)
    } catch {
      precondition(error.operation == .decompress && !error.description.isEmpty)
      return .fault
    }
  }
}

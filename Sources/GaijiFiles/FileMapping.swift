internal import Glibc

#if _endian(big)
  #error("mapped files are viewed in place and little-endian; this machine is big-endian")
#endif

/// The bytes of a regular file, mapped read-only; or a copy of bytes that came another way. Both begin at
/// a multiple of 64. Share it between threads.
///
/// Pointers, because tables and FreeType look at the bytes where they are. Invariants: `base` points at
/// `count` readable bytes that stay until `deinit`, and this process never writes them.
///
/// What others do to a mapped file is not in this process's hands. A file that is replaced by a rename, as
/// this program and package managers do it, stays as it was for whoever has it mapped. One that is written
/// in place shows other bytes, so who reads an offset from it must not read it again after the check. One
/// that is cut short while it is mapped ends the process by SIGBUS at the first read behind its new end:
/// no read ever leaves the mapping, whose size is the one at the opening.
@safe public final class FileMapping: @unchecked Sendable {
  // @unchecked Sendable: never written after initialisation.
  private let base: UnsafeRawPointer
  public let count: Int
  private let isMapped: Bool

  /// Why a file is not mapped.
  public enum Failure: Error, Hashable, Sendable {
    /// It cannot be opened, looked at or mapped: `errno`.
    case system(Int32)
    case folder
    /// A pipe, a socket or a device.
    case irregular
    /// Its size in bytes is not one of those asked for.
    case size(Int)
  }

  /// Maps a file.
  ///
  /// - Parameter sizes: What it may have, in bytes; from 1.
  public init(path: String, sizes: ClosedRange<Int>) throws(Failure) {
    precondition(sizes.lowerBound > 0, "an empty file cannot be mapped")
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .folder
    default: throw .irregular
    }
    count = Int(status.st_size)
    guard sizes.contains(count) else { throw .size(count) }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .system(errno)
    }
    unsafe base = UnsafeRawPointer(address)
    isMapped = true
  }

  public init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 64)
    unsafe bytes.withUnsafeBytes {
      // SAFETY: the copy has room for all of them; an empty array may have no address.
      if let start = $0.baseAddress { unsafe copy.copyMemory(from: start, byteCount: $0.count) }
    }
    unsafe base = UnsafeRawPointer(copy)
    count = bytes.count
    isMapped = false
  }

  deinit {
    if isMapped {
      // SAFETY: exactly the region that mmap returned; whoever holds a view of it holds this object too.
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      unsafe UnsafeMutableRawPointer(mutating: base).deallocate()
    }
  }

  /// The bytes at these offsets, for as long as this object is referenced. Traps outside the file.
  @unsafe public func view(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "outside the mapped file")
    // SAFETY: the range was checked on the line above.
    return unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// Calls `body` with the bytes at these offsets, which it must not keep. Traps outside the file.
  public func withBytes<R, E: Error>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    // SAFETY: this object stays until `body` is done, whoever else lets go of it.
    defer { withExtendedLifetime(self) {} }
    return try unsafe body(view(range))
  }

  /// Traps outside the file, as all of these do.
  public func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count, "outside the mapped file")
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// Four bytes, the lowest first, at any offset.
  public func word(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= count - 4, "outside the mapped file")
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// Eight bytes, the lowest first, at any offset.
  public func longWord(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count - 8, "outside the mapped file")
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  public func bytes(_ range: Range<Int>) -> [UInt8] {
    unsafe withBytes(range) { unsafe Array($0) }
  }
}

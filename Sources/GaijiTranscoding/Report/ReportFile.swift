internal import GaijiFiles
internal import Glibc

/// Why a file of the report cannot be written.
public struct ReportFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let errno: Int32

  public init(path: String, errno: Int32) {
    self.path = path
    self.errno = errno
  }

  public var description: String {
    "\(path): cannot write the report: \(unsafe String(cString: strerror(errno)))"
  }
}

/// A buffered file of the report that appears under its name only when it is whole. A value that is
/// dropped unfinished leaves nothing.
public struct ReportFile: ~Copyable {
  public let path: String
  private let file: OutputFile
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 18

  /// Replaces a file of that name, in the end.
  public init(path: String) throws(ReportFileError) {
    self.path = path
    file = try Self.translate(path) { () throws(FileError) in
      try OutputFile(path: path, replaces: true, isInterruptible: false)
    }
    buffer.reserveCapacity(Self.bufferSize)
  }

  public mutating func append(_ bytes: some Collection<UInt8>) throws(ReportFileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is buffered, waits until it is on the disk, and gives the file its name.
  public consuming func finish() throws(ReportFileError) {
    try flush()
    let file = self.file
    try Self.translate(path) { () throws(FileError) in try file.commit() }
  }

  private mutating func flush() throws(ReportFileError) {
    let file = self.file
    let bytes = buffer
    try Self.translate(path) { () throws(FileError) in try file.write(bytes) }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func translate<T>(
    _ path: String, _ body: () throws(FileError) -> T
  ) throws(ReportFileError) -> T {
    do throws(FileError) { return try body() } catch {
      throw ReportFileError(path: path, errno: error.code)
    }
  }
}

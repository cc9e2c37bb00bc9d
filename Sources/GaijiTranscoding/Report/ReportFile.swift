public import GaijiFiles
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
  ///
  /// - Parameters:
  ///   - compression: `nil` for plain text.
  ///   - threads: see `OutputFile`.
  ///   - position: where an earlier run had come to, to go on with its part.
  public init(
    path: String, compression: OutputCompression? = nil, threads: Int = 0,
    resumingAt position: OutputFile.Position? = nil
  ) throws(ReportFileError) {
    self.path = path
    file = try Self.translate(path) { () throws(FileError) in
      guard let position else {
        return try OutputFile(
          path: path, replaces: true, isInterruptible: false, compression: compression,
          threads: threads)
      }
      return try OutputFile(
        path: path, resumingAt: position, replaces: true, isInterruptible: false,
        compression: compression, threads: threads)
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

  /// Brings what was appended so far to the disk and says how to go on from there.
  public mutating func checkpoint() throws(ReportFileError) -> OutputFile.Position {
    try flush()
    let file = self.file
    return try Self.translate(path) { () throws(FileError) in try file.checkpoint() }
  }

  /// Leaves the part for a later run that goes on; nothing more can be written.
  public consuming func leavePart() { file.leavePart() }

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

internal import Foundation
internal import GaijiTranscoding
internal import Glibc

/// `files.jsonl`: a line of JSON for each file of a batch, on the disk before the next file begins,
/// so that a batch that was killed can be continued. Of several lines about a path the last holds.
@safe final class BatchJournal {
  static let fileName = "files.jsonl"

  private let path: String
  private let descriptor: Int32

  /// Replaces the journal of an earlier batch by one with these files.
  init(directory: String, files: [BatchFile]) throws(ReportFileError) {
    path = directory + "/" + Self.fileName
    var first = try ReportFile(path: path)
    for file in files { try first.append(Self.line(file)) }
    try first.finish()
    descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    if descriptor < 0 { throw ReportFileError(path: path, errno: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds a line and waits until it is on the disk.
  func append(_ file: BatchFile) throws(ReportFileError) {
    let line = Self.line(file)
    var done = 0
    while done < line.count {
      // SAFETY: the region from done to the end lies inside the array.
      let put = unsafe line.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      if put < 0, errno == EINTR { continue }
      guard put >= 0 else { throw ReportFileError(path: path, errno: errno) }
      done += put
    }
    // Some file systems cannot sync (EINVAL).
    if fsync(descriptor) != 0, errno != EINVAL { throw ReportFileError(path: path, errno: errno) }
  }

  private static func line(_ file: BatchFile) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers are finite and strings are valid: encoding plain values cannot fail.
    return Array(try! encoder.encode(file)) + [0x0A]
  }
}

/// What an earlier batch left in the folder of its report.
public struct EarlierBatch: Sendable {
  /// By the bytes of their paths; `String` would take canonical equivalents for one name.
  private var files: [[UInt8]: BatchFile] = [:]

  public init() {}

  /// - Returns: Nothing known when there is no journal.
  /// - Throws: `EarlierBatchError` for a line that is none of a journal. The last line of a killed
  ///   batch may be cut short; it is passed over.
  public init(directory: String) throws {
    let path = directory + "/" + BatchJournal.fileName
    guard FileManager.default.fileExists(atPath: path) else { return }
    let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    let decoder = JSONDecoder()
    var start = data.startIndex
    var number = 1
    while let end = data[start...].firstIndex(of: 0x0A) {
      do {
        let file = try decoder.decode(BatchFile.self, from: data[start..<end])
        files[Array(file.path.utf8)] = file
      } catch {
        throw EarlierBatchError(path: path, line: number)
      }
      start = data.index(after: end)
      number += 1
    }
  }

  /// The paths below the output folder that earlier batches made, or had begun to make.
  public var outputs: Set<[UInt8]> {
    Set(files.values.compactMap { $0.output?.path ?? $0.stale }.map { Array($0.utf8) })
  }

  /// In the order of their paths' bytes.
  var all: [BatchFile] {
    files.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  public subscript(path: String) -> BatchFile? { files[Array(path.utf8)] }

  public var isEmpty: Bool { files.isEmpty }
}

/// A journal that cannot be read.
public struct EarlierBatchError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let line: Int

  public var description: String {
    "\(path):\(line): is no line of an earlier batch; start again without --continue"
  }
}

import Foundation
import GaijiFiles

/// The three folders of a batch: none may lie within another, or outputs would become inputs of the
/// next batch, or a report would replace them.
struct BatchFolders {
  let input: String
  let output: String
  let report: String

  /// - Throws: `BatchUsageError`; `FileError` when a folder's parent is not there.
  func check() throws {
    let places = [
      ("the input folder", input, try Self.real(input)),
      ("--out", output, try Self.real(output)), ("--report", report, try Self.real(report)),
    ]
    for first in places {
      for second in places where first.0 != second.0 {
        let outer = second.2.utf8.last == 0x2F ? second.2 : second.2 + "/"
        guard (first.2 + "/").utf8.starts(with: outer.utf8) else { continue }
        throw BatchUsageError(
          description: "\(first.0) \(first.1) lies in \(second.0) \(second.1); keep the three "
            + "folders apart")
      }
    }
  }

  /// Without links; of a folder that is not there yet, where it will be.
  private static func real(_ path: String) throws -> String {
    if let real = try? FileTree.realPath(path) { return real }
    let url = URL(filePath: path).standardizedFileURL
    let parent = try FileTree.realPath(url.deletingLastPathComponent().path)
    return (parent.utf8.last == 0x2F ? parent : parent + "/") + url.lastPathComponent
  }

  /// Bytes of a regular file; `nil` for anything else.
  static func size(of path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
    return (attributes?[.size] as? NSNumber)?.intValue
  }

  static func join(_ folder: String, _ path: String) -> String {
    folder.utf8.last == 0x2F ? folder + path : folder + "/" + path
  }
}

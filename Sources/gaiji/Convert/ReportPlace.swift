import Foundation
import GaijiReports

/// Where a report's files come to stand, and whether one of them would be a file of the command.
struct ReportPlace {
  private let directory: String
  private let paths: Set<String>

  init(directory: String, names: [String] = ReportWriter.fileNames) {
    self.directory = directory
    let folder = URL(filePath: directory).resolvingSymlinksInPath()
    paths = Set(names.map { folder.appending(path: $0).path })
  }

  /// - Parameter files: what the command reads and writes, as given.
  /// - Throws: usage, when the report would replace one of them.
  func check(_ files: [String]) throws {
    for file in files where file != "-" {
      let followed = URL(filePath: file).resolvingSymlinksInPath().path
      if paths.contains(followed) || paths.contains(Self.renamed(file)) {
        throw failure(
          .usage,
          "the report in \(directory) would replace \(file); give --report another folder")
      }
    }
  }

  /// The path by which a file is written and renamed: links are followed in its folder, but not in
  /// its own name.
  static func renamed(_ path: String) -> String {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().resolvingSymlinksInPath()
    return folder.appending(path: url.lastPathComponent).path
  }
}

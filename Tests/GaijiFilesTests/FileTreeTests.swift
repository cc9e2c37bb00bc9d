import Foundation
import GaijiFiles
import Testing

@Suite struct FileTreeTests {
  private let root: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gaiji-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    root = url.path
  }

  private func write(_ names: String...) throws {
    for name in names {
      let url = URL(filePath: root + "/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("abc".utf8).write(to: url)
    }
  }

  @Test func `Lists files in the order of their paths' bytes`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write("b", "a/z", "a-b", "a/b/c", "Z", "外/字", ".hidden", ".git/x")
    let items = try FileTree.items(below: root, includesHidden: false)
    #expect(items.map(\.path) == ["Z", "a-b", "a/b/c", "a/z", "b", "外/字"])
    #expect(items.allSatisfy { $0.size == 3 && $0.problem == nil && $0.modified.seconds > 0 })
    let all = try FileTree.items(below: root + "/", includesHidden: true)
    #expect(all.map(\.path) == [".git/x", ".hidden", "Z", "a-b", "a/b/c", "a/z", "b", "外/字"])
  }

  @Test func `Composed and decomposed names are two files`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write("が", "か\u{3099}")
    let items = try FileTree.items(below: root, includesHidden: false)
    #expect(items.map { $0.path.unicodeScalars.count } == [2, 1])
  }

  @Test func `A folder that is none is an error, a time has nine decimals`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try write("file")
    for path in [root + "/none", root + "/file"] {
      #expect(throws: FileError.self) { try FileTree.items(below: path, includesHidden: true) }
    }
    #expect(FileTree.FileTime(seconds: 7, nanoseconds: 12).description == "7.000000012")
  }

  @Test func `Makes the folders in front of a name, and says which it cannot make`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try ParentFolders.make(for: root + "/a/b/c/file")
    try ParentFolders.make(for: root + "/a/b/c/file")
    try write("a/b/plain")
    #expect(FileManager.default.contents(atPath: root + "/a/b/c/file") == nil)
    let error = try #require(throws: FileError.self) {
      try ParentFolders.make(for: root + "/a/b/plain/x/y")
    }
    #expect(error.path == root + "/a/b/plain/x" && error.code == ENOTDIR)
  }
}

import Foundation
import GaijiFiles
import Testing

@Suite struct OutputFileTests {
  @Test func `A file gets its name when it is committed, and leaves nothing when it is not`() throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gaiji-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "out.csv").path
    do {
      let file = try OutputFile(path: path, replaces: false)
      try file.write([1, 2, 3])
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let file = try OutputFile(path: path, replaces: false)
    try file.write([1, 2, 3])
    try file.commit()
    #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
    #expect(throws: FileError(.replace, path: path, code: 0)) {
      try OutputFile(path: path, replaces: false)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.csv"])
  }

  @Test func `The same file is refused as input and output, by whatever name`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gaiji-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "in.csv").path
    let link = folder.appending(path: "link.csv").path
    try Data([1]).write(to: URL(filePath: path))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let input = try InputFile(path: path)
    for name in [path, link] {
      #expect(throws: FileError(.same, path: name, code: 0)) {
        try OutputFile(path: name, replaces: true, input: input)
      }
    }
  }
}

import Foundation
import Glibc

/// A new empty folder that goes away with the value, and short words for its files.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gaiji-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a name in the folder.
  subscript(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ data: Data) {
    _ = FileManager.default.createFile(atPath: self[name], contents: data)
  }

  func write(_ name: String, _ text: String) { write(name, Data(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) { write(name, Data(bytes)) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
  }

  func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: self[name])) }

  func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// Names of everything in the folder and its folders, sorted.
  var names: [String] {
    (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).sorted()
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self[name]) }

  /// Everything a program could have changed about a file but its access time.
  func state(_ name: String) throws -> FileState {
    var status = stat()
    guard unsafe stat(self[name], &status) == 0 else { throw TestFault("no file \(name)") }
    return FileState(
      device: status.st_dev, inode: status.st_ino, mode: status.st_mode,
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec,
      data: try data(name))
  }
}

struct FileState: Equatable {
  var device: UInt
  var inode: UInt
  var mode: UInt32
  var seconds: Int
  var nanoseconds: Int
  var data: Data
}

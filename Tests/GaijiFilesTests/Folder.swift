import Foundation
import GaijiFiles

/// A new empty folder that goes away with the value.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "gaiji-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: self[name])))
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: self[name]))
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// The whole content of a file, read in blocks.
func contents(
  of path: String, decompression: InputFile.Decompression = .automatic, threads: Int = 1,
  block: Int = 64 << 10
) throws -> [UInt8] {
  let file = try InputFile(path: path, decompression: decompression, threads: threads)
  return try contents(of: file, block: block)
}

func contents(of file: InputFile, block: Int = 64 << 10) throws -> [UInt8] {
  var all: [UInt8] = []
  var memory = [UInt8](repeating: 0, count: block)
  while true {
    let count = try unsafe memory.withUnsafeMutableBytes { try unsafe file.read($0) }
    all += memory[..<count]
    if count < block { return all }
  }
}

/// Rows as those of a register: some repetition, some not. The same for the same count.
func rows(byteCount: Int) -> [UInt8] { Array(register.prefix(byteCount)) }

/// Made once: it takes longer than what is done with it.
private let register: [UInt8] = {
  let byteCount = 4 << 20
  var bytes: [UInt8] = []
  bytes.reserveCapacity(byteCount + 64)
  let middle = Array(",東京都千代田区霞が関,".utf8)
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  while bytes.count < byteCount {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    for shift: UInt64 in [0, 4, 8, 12, 16] { bytes.append(0x30 + UInt8(state >> shift & 7)) }
    bytes += middle
    bytes.append(0x41 + UInt8(state >> 20 & 15))
    bytes += [0x0D, 0x0A]
  }
  return bytes
}()

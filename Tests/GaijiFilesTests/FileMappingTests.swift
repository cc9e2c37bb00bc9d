import GaijiFiles
import Glibc
import Testing

@Suite struct FileMappingTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test func `A mapping and a copy show the bytes of the file, numbers with the lowest byte first`()
    throws
  {
    let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    try folder.write("a", content)
    for bytes in [
      try FileMapping(path: folder["a"], sizes: 1...5000), FileMapping(copying: content),
    ] {
      #expect(bytes.count == 5000)
      #expect(bytes.bytes(0..<5000) == content)
      #expect(bytes.bytes(4096..<4099) == Array(content[4096..<4099]))
      #expect(bytes.byte(at: 4999) == content[4999])
      for offset in [0, 3, 4992] {
        let number = (0..<8).reduce(0 as UInt64) { $0 | UInt64(content[offset + $1]) << (8 * $1) }
        #expect(bytes.longWord(at: offset) == number)
        #expect(bytes.word(at: offset) == UInt32(truncatingIfNeeded: number))
      }
      let address = unsafe bytes.withBytes(0..<5000) { Int(bitPattern: $0.baseAddress) }
      #expect(address % 64 == 0)
    }
    #expect(FileMapping(copying: []).bytes(0..<0) == [])
  }

  @Test func `Only regular files of the sizes asked for are mapped, and a pipe is not waited for`()
    throws
  {
    try folder.write("empty", [])
    try folder.write("ten", [UInt8](repeating: 1, count: 10))
    #expect(unsafe mkfifo(folder["pipe"], 0o600) == 0)
    func failure(_ path: String, _ sizes: ClosedRange<Int>) -> FileMapping.Failure? {
      do throws(FileMapping.Failure) {
        _ = try FileMapping(path: path, sizes: sizes)
        return nil
      } catch { return error }
    }
    #expect(failure(folder["ten"], 10...10) == nil)
    #expect(failure(folder["ten"], 11...Int.max) == .size(10))
    #expect(failure(folder["ten"], 1...9) == .size(10))
    #expect(failure(folder["empty"], 1...Int.max) == .size(0))
    #expect(failure(folder["none"], 1...Int.max) == .system(ENOENT))
    #expect(failure(folder.path, 1...Int.max) == .folder)
    #expect(failure(folder["pipe"], 1...Int.max) == .irregular)
    #expect(failure("/dev/null", 1...Int.max) == .irregular)
  }

  @Test func `What was mapped stays as it was when another file takes the name`() throws {
    try folder.write("a", [1, 2, 3, 4])
    let mapping = try FileMapping(path: folder["a"], sizes: 1...100)
    let file = try OutputFile(path: folder["a"], replaces: true)
    try file.write([9])
    try file.commit()
    #expect(mapping.bytes(0..<mapping.count) == [1, 2, 3, 4])
    #expect(try folder.bytes("a") == [9])
  }
}

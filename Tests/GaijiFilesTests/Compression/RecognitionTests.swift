import Foundation
import GaijiFiles
import Testing

/// What is told from the first bytes and from the name.
@Suite struct RecognitionTests {
  @Test func `Plain files are given as they are, however short`() throws {
    let folder = try Folder()
    for bytes: [UInt8] in [
      [], [0x1F], [0x1F, 0x8B], [0x28, 0xB5, 0x2F], [0x1F, 0x8B, 0x07, 0x00, 0x01],
      Array("P*M".utf8), rows(byteCount: 100),
    ] {
      try folder.write("in", bytes)
      for block in [1, 2, 3, 5, 64] {
        let file = try InputFile(path: folder["in"], threads: 2)
        #expect(try contents(of: file, block: block) == bytes)
        #expect(file.compression == nil)
        #expect(file.storedByteCount == bytes.count)
      }
    }
  }

  @Test func `Nothing is decompressed when nothing shall be`() throws {
    let folder = try Folder()
    let file = try OutputFile(
      path: folder["a.gz"], replaces: false, compression: OutputCompression(.gzip))
    try file.write(rows(byteCount: 1000))
    try file.commit()
    #expect(try contents(of: folder["a.gz"]) == rows(byteCount: 1000))
    #expect(try contents(of: folder["a.gz"], decompression: .none) == folder.bytes("a.gz"))
  }

  @Test(arguments: CompressionForm.allCases)
  func `A plain file under a compressed name is an error`(_ form: CompressionForm) throws {
    let folder = try Folder()
    let name = "in.csv" + form.ending
    for bytes in [[], Array("a,b\n".utf8)] {
      try folder.write(name, bytes)
      let error = #expect(throws: FileError.self) { try contents(of: folder[name]) }
      #expect(
        error?.description == "\(folder[name]): the name ends in \(form.ending), but the file does "
          + "not begin as \(form.rawValue) does at byte 0; get it again, or read it as it is with "
          + "--decompress none")
      #expect(try contents(of: folder[name], decompression: .none) == bytes)
    }
  }

  @Test func `A name's ending asks for a form`() {
    #expect(CompressionForm(nameOf: "out/a.csv.gz") == .gzip)
    #expect(CompressionForm(nameOf: ".zst") == .zstd)
    for name in ["a.csv", "gz", "-", "", "a.gz.part", "a.GZIP"] {
      #expect(CompressionForm(nameOf: name) == nil, "\(name)")
    }
    #expect(OutputCompression(.zstd, level: 100).level == 19)
    #expect(OutputCompression(.gzip, level: 0).level == 1)
  }

  @Test(arguments: CompressionForm.allCases, [1, 2])
  func `A pipe that gives a byte at a time is read as a file is`(
    _ form: CompressionForm, threads: Int
  ) throws {
    let folder = try Folder()
    let content = rows(byteCount: 2000)
    let output = try OutputFile(
      path: folder["out"], replaces: false, compression: OutputCompression(form))
    try output.write(content)
    try output.commit()
    let made = unsafe mkfifo(folder["pipe"], 0o600)
    #expect(made == 0)
    let (stored, pipe) = (try folder.bytes("out"), folder["pipe"])
    let writer = Thread {
      guard let handle = FileHandle(forWritingAtPath: pipe) else { return }
      for byte in stored { try? handle.write(contentsOf: [byte]) }
      try? handle.close()
    }
    writer.start()
    let file = try InputFile(path: pipe, threads: threads)
    #expect(try contents(of: file) == content)
    #expect(file.size == nil && file.storedByteCount == stored.count)
  }

  @Test func `A reader that nobody wants any more does not wait for its pipe`() throws {
    let folder = try Folder()
    let output = try OutputFile(
      path: folder["out"], replaces: false, compression: OutputCompression(.gzip))
    // Three whole blocks are decoded; the fourth waits for the end of the pipe.
    try output.write([UInt8](repeating: 0, count: 900 << 10))
    try output.commit()
    let stored = try folder.bytes("out")
    var ends: [Int32] = [0, 0]
    let opened = unsafe pipe(&ends)
    #expect(opened == 0)
    // The writing end stays open: without more bytes a read would wait for ever.
    let handle = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    try handle.write(contentsOf: stored.dropLast(10))
    do {
      let file = try InputFile(path: "/dev/fd/\(ends[0])", threads: 2)
      var memory = [UInt8](repeating: 0, count: 1000)
      let count = try unsafe memory.withUnsafeMutableBytes { try unsafe file.read($0) }
      #expect(count == 1000)
    }
    close(ends[0])
  }
}

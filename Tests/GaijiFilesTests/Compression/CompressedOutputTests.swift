import Foundation
import GaijiFiles
import Testing

@Suite struct CompressedOutputTests {
  static let frame = 1 << 20

  private func write(
    _ content: [UInt8], _ compression: OutputCompression, to path: String, cut: Int, threads: Int
  ) throws -> Int {
    let file = try OutputFile(
      path: path, replaces: true, compression: compression, threads: threads)
    var start = 0
    while start < content.count {
      let end = min(start + cut, content.count)
      try file.write(Array(content[start..<end]))
      start = end
    }
    #expect(file.byteCount == content.count)
    try file.seal()
    let stored = file.storedByteCount
    try file.commit()
    return stored
  }

  @Test(arguments: CompressionForm.allCases)
  func `The bytes depend neither on threads nor on how the writes were cut`(
    _ form: CompressionForm
  ) throws {
    let folder = try Folder()
    let content = rows(byteCount: 3 * Self.frame + 12_345)
    var first: [UInt8]?
    for threads in [0, 1, 2, 4] {
      for cut in [997, Self.frame - 1, Self.frame, Self.frame + 1, content.count] {
        let stored = try write(
          content, OutputCompression(form, level: 1), to: folder["out"], cut: cut, threads: threads)
        let bytes = try folder.bytes("out")
        #expect(stored == bytes.count)
        if first == nil {
          first = bytes
          #expect(try contents(of: folder["out"]) == content)
        }
        #expect(bytes == first, "\(threads) threads, writes of \(cut)")
      }
    }
    #expect(try folder.names == ["out"])
  }

  @Test(arguments: CompressionForm.allCases)
  func `Every length around a frame comes back`(_ form: CompressionForm) throws {
    let folder = try Folder()
    let content = rows(byteCount: 2 * Self.frame + 1)
    for length in [0, 1, Self.frame - 1, Self.frame, Self.frame + 1, 2 * Self.frame] {
      for threads in [1, 2] {
        let part = Array(content[..<length])
        _ = try write(
          part, OutputCompression(form, level: 1), to: folder["out"], cut: 1 << 19, threads: threads
        )
        let file = try InputFile(path: folder["out"])
        #expect(try contents(of: file) == part)
        #expect(file.compression == form)
      }
    }
  }

  @Test(
    .enabled(if: Program.areReady, "gzip and zstd are not both installed (Scripts/setup)"),
    arguments: CompressionForm.allCases)
  func `The programs gzip and zstd take what was written, at every level`(
    _ form: CompressionForm
  ) throws {
    let folder = try Folder()
    let program = try Program.of(form)
    let name = "out" + form.ending
    for level in form.levels where form == .gzip || level < 8 || level == 19 {
      let content = rows(byteCount: level == 1 ? 2 * Self.frame + 77 : 50_000)
      _ = try write(
        content, OutputCompression(form, level: level), to: folder[name], cut: 70_000, threads: 2)
      #expect(try program.run(["-t", "-q", folder[name]], in: folder).status == 0)
      let peer = try program.run(["-dc", folder[name]], in: folder)
      #expect(peer.status == 0 && peer.output == content, "level \(level)")
    }
    _ = try write([], OutputCompression(form), to: folder[name], cut: 1, threads: 2)
    #expect(try program.run(["-t", "-q", folder[name]], in: folder).status == 0)
    #expect(try program.run(["-dc", folder[name]], in: folder).output == [])
  }

  @Test func `A gzip file holds neither a time nor a name`() throws {
    let folder = try Folder()
    _ = try write(
      rows(byteCount: 100), OutputCompression(.gzip), to: folder["a"], cut: 9, threads: 1)
    // RFC 1952: magic, method, no flags, time 0.
    #expect(try folder.bytes("a").prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  @Test(arguments: CompressionForm.allCases, [1, 4])
  func `A full disk is an error of a write or of the end`(
    _ form: CompressionForm, threads: Int
  ) throws {
    // /dev/full accepts no byte, and is written directly.
    let small = try OutputFile(
      path: "/dev/full", replaces: true, compression: OutputCompression(form), threads: threads)
    try small.write([1, 2, 3])
    #expect(throws: FileError(.write, path: "/dev/full", code: ENOSPC)) { try small.seal() }
    let large = try OutputFile(
      path: "/dev/full", replaces: true, compression: OutputCompression(form, level: 1),
      threads: threads)
    let block = rows(byteCount: Self.frame)
    #expect(throws: FileError(.write, path: "/dev/full", code: ENOSPC)) {
      for _ in 0..<16 { try large.write(block) }
    }
    // What is lost stays lost.
    #expect(throws: FileError(.write, path: "/dev/full", code: ENOSPC)) { try large.commit() }
  }

  @Test func `A file that is not committed leaves nothing while threads are at work`() throws {
    let folder = try Folder()
    do {
      let file = try OutputFile(
        path: folder["out.zst"], replaces: false, compression: OutputCompression(.zstd, level: 9),
        threads: 4)
      let block = rows(byteCount: Self.frame)
      for _ in 0..<5 { try file.write(block) }
    }
    #expect(try folder.names == [])
  }
}

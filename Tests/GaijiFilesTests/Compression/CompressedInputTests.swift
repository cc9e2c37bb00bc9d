import Foundation
import GaijiFiles
import Testing

/// Compressed files that other programs made, and what a hostile one may hold.
@Suite(.enabled(if: Program.areReady, "gzip and zstd are not both installed (Scripts/setup)"))
struct CompressedInputTests {
  private func compressed(
    _ bytes: [UInt8], _ form: CompressionForm, _ arguments: [String] = [], in folder: Folder
  ) throws -> [UInt8] {
    let (status, output) = try Program.of(form).run(
      ["-c", "-q"] + arguments, input: bytes, in: folder)
    #expect(status == 0)
    return output
  }

  @Test(arguments: CompressionForm.allCases, [1, 2, 4])
  func `What another program compressed is read at every block size`(
    _ form: CompressionForm, threads: Int
  ) throws {
    let folder = try Folder()
    let content = rows(byteCount: 700_000)
    let stored = try compressed(content, form, in: folder)
    try folder.write("in", stored)
    for block in [3, 4096, 65_537, 1 << 20] {
      let part = block == 3 ? Array(content.prefix(20_000)) : content
      if block == 3 { try folder.write("in", compressed(part, form, in: folder)) }
      let file = try InputFile(path: folder["in"], threads: threads)
      #expect(file.storedByteCount == 0)
      #expect(try contents(of: file, block: block) == part)
      #expect(file.compression == form)
      #expect(file.storedByteCount == file.size)
      try folder.write("in", stored)
    }
  }

  @Test func `Members and frames are joined, skippable frames pass`() throws {
    let folder = try Folder()
    let (first, second) = (rows(byteCount: 3000), rows(byteCount: 200_000).reversed() as [UInt8])
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 0x28, 0xB5, 0x2F]
    for form in CompressionForm.allCases {
      let skippable = form == .zstd ? skipped : []
      let parts = try [first, [], second].map { try compressed($0, form, in: folder) }
      let stored =
        skippable + parts[0] + parts[1] + skippable + parts[1] + parts[2] + skippable
      try folder.write("in", stored)
      for threads in [1, 2] {
        #expect(try contents(of: folder["in"], threads: threads) == first + second)
      }
      // The same by the program itself.
      let peer = try Program.of(form).run(["-dc"], input: stored, in: folder)
      #expect(peer.status == 0 && peer.output == first + second)
    }
    try folder.write("in", skipped + skipped)
    #expect(try contents(of: folder["in"]) == [])
  }

  @Test(arguments: CompressionForm.allCases)
  func `A file cut off anywhere is an error that says where`(_ form: CompressionForm) throws {
    let folder = try Folder()
    let name = "in" + form.ending
    // Two members or frames: the end of the first is a place where a file may end.
    let content = rows(byteCount: 120)
    let (one, two) = (
      try compressed(content, form, in: folder), try compressed(content, form, ["-1"], in: folder)
    )
    let stored = one + two
    for length in 0..<stored.count {
      try folder.write(name, Array(stored[..<length]))
      if length == one.count {
        #expect(try contents(of: folder[name]) == content)
        continue
      }
      for threads in [1, 2] where threads == 1 || length % 8 == 0 {
        let error = #expect(throws: FileError.self, "\(length)") {
          try contents(of: folder[name], threads: threads)
        }
        #expect(error?.operation == .decompress && error?.path == folder[name])
        #expect(try #require(error?.offset) <= length)
      }
    }
    let cut = #expect(throws: FileError.self) {
      try folder.write(name, Array(stored.dropLast(3)))
      _ = try contents(of: folder[name])
    }
    #expect(
      cut?.description
        == "\(folder[name]): the \(form.rawValue) data are cut off: the file ends at "
        + "byte \(stored.count - 3) in the middle of them; get the file again whole")
  }

  @Test(arguments: CompressionForm.allCases)
  func `A changed byte is an error, or changes nothing of the content`(
    _ form: CompressionForm
  ) throws {
    let folder = try Folder()
    let content = rows(byteCount: 400)
    let stored = try compressed(content, form, in: folder)
    var errors = 0
    for position in stored.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = stored
        changed[position] ^= mask
        try folder.write("in", changed)
        do {
          let read = try contents(of: folder["in"])
          // A changed magic number makes it a plain file.
          #expect(read == content || read == changed, "byte \(position)")
          #expect(read == content || position < 4)
        } catch let error as FileError {
          #expect(error.operation == .decompress, "byte \(position)")
          errors += 1
        }
      }
    }
    #expect(errors > stored.count * 2)
  }

  @Test(arguments: CompressionForm.allCases)
  func `What follows the compressed data is never passed over`(_ form: CompressionForm) throws {
    let folder = try Folder()
    let content = rows(byteCount: 1000)
    let stored = try compressed(content, form, in: folder)
    // Zeros, one byte, a plain file, the other form, a method that gzip does not have.
    for rest in [[0], [0, 0, 0, 0, 0, 0], [0x1F], [0x1F, 0x8B, 7, 0], Array("1,2\n".utf8)] {
      try folder.write("in", stored + rest)
      let error = #expect(throws: FileError.self, "\(rest)") { try contents(of: folder["in"]) }
      #expect(error?.operation == .decompress)
    }
    try folder.write("in", stored + [0, 0, 0, 0])
    let error = #expect(throws: FileError.self) { try contents(of: folder["in"]) }
    #expect(
      error?.description == "\(folder["in"]): what follows the \(form.rawValue) data at byte "
        + "\(stored.count) is not \(form.rawValue); get the file again whole, or remove what does not "
        + "belong to it from that byte on")
  }

  @Test func `A window of 128 MiB is read, a larger one refused`() throws {
    let folder = try Folder()
    // A frame of one raw block "abc"; the window descriptor is the sixth byte.
    func frame(windowLog: UInt8) -> [UInt8] {
      [0x28, 0xB5, 0x2F, 0xFD, 0x00, (windowLog - 10) << 3, 0x19, 0, 0] + Array("abc".utf8)
    }
    try folder.write("in", frame(windowLog: 27))
    #expect(try contents(of: folder["in"]) == Array("abc".utf8))
    try folder.write("in", frame(windowLog: 20) + frame(windowLog: 28))
    let error = #expect(throws: FileError.self) { try contents(of: folder["in"]) }
    #expect(error?.description.contains("needs a window of more than 128 MiB") == true)
    #expect(error?.description.contains("zstd -dc --long=31") == true)
  }

  @Test func `A frame that needs a dictionary is refused with what to do`() throws {
    let folder = try Folder()
    // Frame header with a dictionary number of one byte.
    try folder.write(
      "in", [0x28, 0xB5, 0x2F, 0xFD, 0x01, 0x50, 0x07, 0x19, 0, 0, 0x61, 0x62, 0x63])
    let error = #expect(throws: FileError.self) { try contents(of: folder["in"]) }
    #expect(error?.description.contains("made with a dictionary") == true)
  }

  @Test func `A small file that becomes a large one streams`() throws {
    let folder = try Folder()
    // 64 MiB of zeros in some kilobytes: counted, never held.
    let stored = try compressed(
      [UInt8](repeating: 0, count: 16 << 20), .zstd, ["-1"], in: folder)
    try folder.write("in", stored + stored + stored + stored)
    let file = try InputFile(path: folder["in"], threads: 2)
    var memory = [UInt8](repeating: 1, count: 1 << 20)
    var total = 0
    while true {
      let count = try unsafe memory.withUnsafeMutableBytes { try unsafe file.read($0) }
      total += count
      if count < memory.count { break }
    }
    #expect(total == 64 << 20)
    #expect(stored.count < 4096)
  }
}

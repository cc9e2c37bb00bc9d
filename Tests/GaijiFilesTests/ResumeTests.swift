import Foundation
import GaijiFiles
import Testing

/// Outputs that go on after their run has ended without them.
@Suite struct ResumeTests {
  static let compressions: [OutputCompression?] = [
    nil, OutputCompression(.gzip, level: 1), OutputCompression(.zstd),
  ]

  /// Writes `content` with a break at each of `breaks`; after each some bytes are written that the
  /// next run must forget.
  private func write(
    _ content: [UInt8], breaks: [Int], _ compression: OutputCompression?, to path: String
  ) throws {
    var position: OutputFile.Position?
    var start = 0
    for (number, end) in (breaks + [content.count]).enumerated() {
      // Another number of threads in each run.
      let threads = [1, 3, 0, 2][number % 4]
      let file =
        if let position {
          try OutputFile(
            path: path, resumingAt: position, replaces: false, compression: compression,
            threads: threads)
        } else {
          try OutputFile(path: path, replaces: false, compression: compression, threads: threads)
        }
      #expect(file.byteCount == start)
      try file.write(Array(content[start..<end]))
      if end == content.count { return try file.commit() }
      let place = try file.checkpoint()
      #expect(place.byteCount == end)
      #expect(place.pending.count < 1 << 20)
      try file.write(rows(byteCount: 1_500_000))
      file.leavePart()
      position = place
      start = end
    }
  }

  @Test(arguments: compressions)
  func `A file with breaks has the bytes of one without`(
    _ compression: OutputCompression?
  ) throws {
    let folder = try Folder()
    let frame = 1 << 20
    let content = rows(byteCount: 2 * frame + 100)
    try write(content, breaks: [], compression, to: folder["whole"])
    let whole = try folder.bytes("whole")
    for breaks in [
      [0], [0, 1, 5], [frame - 1, frame, frame + 1], [2 * frame], [content.count - 1],
    ] {
      try write(content, breaks: breaks, compression, to: folder["out"])
      #expect(try folder.bytes("out") == whole, "\(breaks)")
      #expect(try folder.names == ["out", "whole"])
      try FileManager.default.removeItem(atPath: folder["out"])
    }
  }

  @Test func `A part that is not what the checkpoint says is refused and left alone`() throws {
    let folder = try Folder()
    let file = try OutputFile(path: folder["out"], replaces: false)
    try file.write([1, 2, 3, 4])
    let position = try file.checkpoint()
    file.leavePart()
    let part = position.partPath
    func refusal(_ change: (inout OutputFile.Position) -> Void) -> FileError? {
      var changed = position
      change(&changed)
      return #expect(throws: FileError.self) {
        try OutputFile(path: folder["out"], resumingAt: changed, replaces: false)
      }
    }
    try folder.write("other", [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(refusal { $0.partPath = folder["other"] }?.operation == .resume)
    #expect(refusal { $0.partPath = folder["out.gaiji-/../other.part"] }?.operation == .resume)
    #expect(
      refusal {
        $0.storedByteCount = 5
        $0.byteCount = 5
      }?.operation == .resume)
    #expect(
      refusal {
        $0.storedByteCount = -1
        $0.byteCount = -1
      }?.operation == .resume)
    #expect(refusal { $0.byteCount = 3 }?.operation == .resume)
    #expect(refusal { $0.pending = [1] }?.operation == .resume)
    #expect(
      refusal {
        $0.storedByteCount = 9
        $0.byteCount = 9
      }?.description
        == "\(part): has fewer than the 9 bytes that were on the disk; remove the checkpoint to begin "
        + "anew")
    #expect(try folder.bytes("other").count == 8)
    #expect(try Data(contentsOf: URL(filePath: part)) == Data([1, 2, 3, 4]))
    try FileManager.default.removeItem(atPath: part)
    try FileManager.default.createSymbolicLink(atPath: part, withDestinationPath: folder["other"])
    #expect(refusal { _ in } == FileError(.resume, path: part, code: ELOOP))
    #expect(try folder.bytes("other").count == 8)
  }

  @Test func `What is written directly has no checkpoint`() throws {
    let file = try OutputFile(path: "/dev/null", replaces: true)
    try file.write([1])
    #expect(throws: FileError(.sync, path: "/dev/null", code: ESPIPE)) { try file.checkpoint() }
  }
}

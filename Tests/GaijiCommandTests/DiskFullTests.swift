import Foundation
import Glibc
import Testing

/// A file system of one megabyte, for as long as the value lives.
private final class SmallDisk {
  let path: String
  private let folder: Scratch

  /// Throws where the process may not mount.
  init() throws {
    folder = try Scratch()
    path = folder["disk"]
    try folder.makeFolder("disk")
    guard unsafe mount("tmpfs", path, "tmpfs", 0, "size=1m") == 0 else {
      throw TestFault("cannot mount: \(unsafe String(cString: strerror(errno)))")
    }
  }

  /// Only what is left counts: fills the disk but for `bytes`.
  func leave(_ bytes: Int) throws {
    let free = try #require(
      try FileManager.default.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? Int)
    let ballast = Data(repeating: 0x61, count: free - bytes)
    #expect(FileManager.default.createFile(atPath: path + "/ballast", contents: ballast))
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  deinit { unsafe _ = umount2(path, Int32(MNT_DETACH)) }

  static let isPossible = (try? SmallDisk()) != nil
}

/// What happens when the disk is full in the middle of a run.
@Suite(
  .enabled(if: Town.isReady, Town.comment),
  .enabled(if: SmallDisk.isPossible, "a small tmpfs cannot be mounted: not root, or not allowed"))
struct DiskFullTests {
  @Test func `A full disk ends the run and leaves no output`() throws {
    let (town, folder, disk) = (try Town.shared(), try Scratch(), try SmallDisk())
    try disk.leave(64 << 10)
    let run = try gaiji(
      ["transcode", town.register("cp932"), "-o", disk.path + "/out.csv", "--quiet"]
        + town.flags("cp932"), in: folder)
    #expect(run.status == 74)
    #expect(
      run.errors == "gaiji: cannot write \(disk.path)/out.csv: No space left on device\n")
    #expect(try disk.names == ["ballast"])
  }

  @Test func `A disk without room for the report keeps no output either`() throws {
    let (town, folder, disk) = (try Town.shared(), try Scratch(), try SmallDisk())
    try disk.leave(8 << 10)
    let run = try gaiji(
      ["transcode", town.register("cp932"), "-o", "out.csv", "--report", disk.path + "/report"]
        + town.flags("cp932"), in: folder)
    #expect(run.status == 74)
    #expect(
      run.errors.contains("cannot write the report: No space left on device"), "\(run.errors)")
    #expect(folder.names == [])
    #expect(try disk.names == ["ballast", "report"])
    let left = try FileManager.default.contentsOfDirectory(atPath: disk.path + "/report")
    #expect(!left.contains("summary.json") && !left.contains { $0.hasSuffix(".partial") })
  }

  @Test func `Samples and releases do not half appear either`() throws {
    let (town, folder, disk) = (try Town.shared(), try Scratch(), try SmallDisk())
    try disk.leave(64 << 10)
    let sample = try gaiji(
      [
        "sample", "--release", town.release, "--bytes", "2M", "-o", disk.path + "/a.csv",
        "--vocabulary", Town.root.appending(path: "Data/sample").path,
      ], in: folder)
    #expect(sample.status == 74)
    #expect(try disk.names == ["ballast"])
    let compile = try gaiji(
      ["catalog", "compile", "--catalog", town.catalog, "-o", disk.path + "/a.release"], in: folder)
    #expect(compile.status == 74)
    #expect(try disk.names == ["ballast"])
  }
}

import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Glibc

/// `precondition` that says its message in an optimised build too.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}

/// The release and the files of all runs that go through the whole engine.
enum Store {
  private static let charsets = ["utf8", "cp932", "eucjp-ms", "ibm1399", "ibm930", "iso-2022-jp"]

  static let system = SystemReference(organization: "市", system: "戸籍")

  static let release: MappingRelease = {
    do {
      var contents = ReleaseContents(dataEdition: "fuzz")
      for name in charsets {
        contents.charsets.append(try CharsetBuilder.build(name, jisx0213: nil))
      }
      guard let jef = VendorCharsets.named("jef-ebcdik") else { fatalError("no jef-ebcdik") }
      contents.charsets.append(try CharsetComposer(parts: [oneByteCodes()]).compose(jef).table)
      guard let plain = CharacterIdentity("MJ022335"), let figure = CharacterIdentity("MJ026190")
      else { fatalError("not an identity") }
      // One gaiji that gets shorter than its private-use character, and one that gets longer.
      contents.forms = [
        CharacterForms(identity: plain, direct: [0x845B]),
        CharacterForms(identity: figure, ivs: [CharacterSequence(0x9089, selector: 0xE010F)]),
      ]
      contents.systems = [
        .init(
          organization: system.organization, system: system.system, charset: "cp932",
          mappings: [
            .init(code: 0xF040, identity: figure, grade: .exact, status: .approved),
            .init(code: 0xF041, identity: plain, grade: .design, status: .approved),
          ])
      ]
      return try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
    } catch {
      fatalError("\(error)")
    }
  }()

  /// IBM 290 stands in for the vendor's one-byte table.
  private static func oneByteCodes() throws -> CharsetPart {
    let table = try CharsetBuilder.build("ibm930", jisx0213: nil)
    let rows = (0..<256).compactMap { byte -> CharsetPart.Row? in
      let entry = DecodeEntry(rawValue: table.states[0].one[byte])
      guard entry.isCharacter, !entry.isSequence else { return nil }
      return .init(code: UInt32(byte), byteCount: 1, first: entry.value)
    }
    return CharsetPart(name: "fujitsu-ebcdik", rows: rows)
  }

  // MARK: Runs

  struct Result {
    var output: [UInt8]
    var rejected: [UInt8]
    var report: RunReport
  }

  /// Converts the file `in`.
  /// - Returns: nothing when an error ended the run.
  static func run(_ plan: ConversionPlan, _ options: TranscodingOptions) -> Result? {
    var report = RunReport(
      toolVersion: "fuzz", sourceName: "in", outputName: "out", policy: plan.policy)
    do {
      let output = try OutputFile(path: path("out"), replaces: true)
      let rejected = try OutputFile(path: path("rejected"), replaces: true)
      do {
        try Transcoder(plan: plan, options: options).run(
          input: try InputFile(path: path("in")), output: output, rejected: rejected,
          into: &report)
      } catch {
        output.discard()
        rejected.discard()
        return nil
      }
      try output.commit()
      try rejected.commit()
      report.durations = .init()
      return Result(output: read("out"), rejected: read("rejected"), report: report)
    } catch {
      fatalError("\(error)")
    }
  }

  // MARK: Files

  /// A folder in memory; it stays when a run crashes.
  private static let folder: String = {
    let path = "/dev/shm/gaiji-fuzz-\(getpid())"
    guard unsafe mkdir(path, 0o700) == 0 else { fatalError("cannot make \(path)") }
    atexit {
      for name in ["in", "out", "rejected", "whole"] { unsafe _ = unlink(Store.path(name)) }
      unsafe _ = rmdir(Store.folder)
    }
    return path
  }()

  static func path(_ name: String) -> String { folder + "/" + name }

  static func write(_ bytes: [UInt8], to name: String) {
    do {
      let file = try OutputFile(path: path(name), replaces: true)
      try file.write(bytes)
      try file.commit()
    } catch {
      fatalError("\(error)")
    }
  }

  static func read(_ name: String) -> [UInt8] {
    do {
      let file = try InputFile(path: path(name))
      return try unsafe [UInt8](unsafeUninitializedCapacity: file.size ?? 0) { buffer, count in
        count = try unsafe file.read(UnsafeMutableRawBufferPointer(buffer))
      }
    } catch {
      fatalError("\(error)")
    }
  }
}

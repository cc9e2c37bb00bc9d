import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Glibc
import Testing

/// A small release with real charset tables and a handful of characters, and helpers to run a
/// conversion in memory.
enum Fixture {
  static let organization = "試験市"
  static let system = "住民記録"
  static let reference = SystemReference(organization: organization, system: system)

  static let release: MappingRelease = {
    do {
      return try MappingRelease(bytes: ReleaseWriter.bytes(of: contents()))
    } catch {
      fatalError("the fixture release cannot be made: \(error)")
    }
  }()

  static func identity(_ text: String) -> CharacterIdentity { CharacterIdentity(text)! }

  /// 葛 U+845B bare is MJ022335 and has an IVS of its own; MJ022336 needs its IVS; MJ026190 is an
  /// IVS-only figure of 邉; MJ000099 has no written form.
  static func contents() throws -> ReleaseContents {
    var contents = ReleaseContents(dataEdition: "fixture-1")
    for name in [
      "utf8", "utf16", "utf16le", "utf16be", "utf32le", "cp932", "shift_jis", "eucjp-ms",
      "iso-2022-jp", "ibm930", "ibm1399",
    ] {
      contents.charsets.append(try CharsetBuilder.build(name, jisx0213: nil))
    }
    contents.forms = [
      CharacterForms(
        identity: identity("MJ022335"), direct: [0x845B],
        ivs: [CharacterSequence(0x845B, selector: 0xE0102)]),
      CharacterForms(
        identity: identity("MJ022336"), ivs: [CharacterSequence(0x845B, selector: 0xE0101)]),
      CharacterForms(
        identity: identity("MJ026190"), ivs: [CharacterSequence(0x9089, selector: 0xE010F)]),
      CharacterForms(identity: identity("MJ000099")),
      CharacterForms(identity: identity("MJ008123"), direct: [0x2000B]),
      CharacterForms(identity: identity("MJ029903"), direct: [0x9AD9]),
      CharacterForms(identity: identity("GJ000001"), direct: [0x10_0000]),
    ]
    contents.shrink = [
      identity("MJ026190"): [ShrinkTarget(ground: .kosekiNotice, scalar: 0x8FBA)],
      identity("MJ022336"): [ShrinkTarget(ground: .jisUnification, scalar: 0x845B)],
    ]
    contents.jisx0213 = [0x3042, 0x845B, 0x8FBA, 0x9AD9, 0x9AD8, 0x3013, 0x5C71, 0x7530]
    contents.jisx0208 = [0x3042, 0x845B, 0x8FBA, 0x9AD8, 0x3013, 0x5C71, 0x7530]
    contents.taxAgency = [0x9AD9: [0x9AD8]]
    contents.systems = [
      .init(
        organization: organization, system: system, charset: "cp932",
        mappings: [
          .init(code: 0xF040, identity: identity("MJ026190"), grade: .exact, status: .approved),
          .init(code: 0xF041, identity: identity("MJ022335"), grade: .exact, status: .approved),
          .init(code: 0xF042, identity: identity("MJ026190"), grade: .design, status: .proposed),
          .init(code: 0xF043, identity: identity("MJ022336"), grade: .design, status: .approved),
          .init(code: 0xF044, identity: identity("MJ022336"), grade: .similar, status: .approved),
          .init(code: 0xF045, identity: identity("MJ000099"), grade: .exact, status: .approved),
          .init(code: 0xF046, identity: nil, grade: .none, status: .approved),
          .init(code: 0xF047, identity: identity("GJ000001"), grade: .exact, status: .approved),
          .init(code: 0xF048, identity: identity("MJ008123"), grade: .exact, status: .approved),
        ])
    ]
    return contents
  }

  /// Everything one run gave.
  struct Run {
    var output: [UInt8]
    var rejected: [UInt8]
    var report: RunReport
    var error: (any Error)?

    var text: String { String(decoding: output, as: UTF8.self) }

    /// Counts of a column, `-1` for the header.
    func counts(_ column: Int) -> ColumnCounts {
      report.columns.first { $0.index == column }?.counts ?? ColumnCounts()
    }

    func count(_ kind: FindingKind) -> Int {
      report.findings.reduce(0) { $0 + ($1.key.kind == kind ? $1.count : 0) }
    }
  }

  static func policy(_ source: String, _ target: TargetForm = .utf8) -> ConversionPolicy {
    ConversionPolicy(source: source, target: target)
  }

  static func run(
    _ input: [UInt8], policy: ConversionPolicy, system: SystemReference? = reference,
    configure: (inout TranscodingOptions) -> Void = { _ in }
  ) throws -> Run {
    let plan = try ConversionPlan(policy: policy, release: release, system: system)
    var options = TranscodingOptions()
    options.hashes = false
    configure(&options)
    let folder = try TemporaryFolder()
    let inputPath = folder.path("in")
    try write(input, to: inputPath)
    let output = try OutputFile(path: folder.path("out"), replaces: false)
    let rejected = try OutputFile(path: folder.path("rejected"), replaces: false)
    var report = RunReport(
      toolVersion: "test", sourceName: "in", outputName: "out", policy: policy)
    var failure: (any Error)?
    do {
      try Transcoder(plan: plan, options: options).run(
        input: try InputFile(path: inputPath), output: output, rejected: rejected, into: &report)
      try output.commit()
      try rejected.commit()
    } catch {
      output.discard()
      rejected.discard()
      failure = error
    }
    return Run(
      output: failure == nil ? try read(folder.path("out")) : [],
      rejected: failure == nil ? try read(folder.path("rejected")) : [], report: report,
      error: failure)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try OutputFile(path: path, replaces: true)
    try file.write(bytes)
    try file.commit()
  }

  static func read(_ path: String) throws -> [UInt8] {
    let file = try InputFile(path: path)
    let size = try #require(file.size)
    // The one empty array of the runtime would be written to: ThreadSanitizer sees a race there.
    if size == 0 { return [] }
    return try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = try unsafe file.read(UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Text to the bytes of a charset of the fixture.
  static func encode(_ text: String, _ charset: String) throws -> [UInt8] {
    let table = try #require(try release.charset(charset))
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      try #require(encoder.encode(scalar.value, into: &bytes), "\(scalar) in \(charset)")
    }
    encoder.finish(into: &bytes)
    return bytes
  }
}

/// A folder of its own for one test, removed at the end.
final class TemporaryFolder {
  private let root: String

  init() throws {
    let random = UInt64.random(in: .min ... .max)
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    root = "\(base)/gaiji-test-\(getpid())-\(String(random, radix: 16))"
    try #require(unsafe mkdir(root, 0o700) == 0)
  }

  func path(_ name: String) -> String { root + "/" + name }

  /// Names in the folder.
  func names() -> [String] {
    guard let handle = unsafe opendir(root) else { return [] }
    defer { unsafe _ = closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  deinit {
    for name in names() { unsafe _ = unlink(path(name)) }
    unsafe _ = rmdir(root)
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

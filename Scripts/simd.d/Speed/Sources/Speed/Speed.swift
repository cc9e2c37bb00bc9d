import GaijiFiles
import GaijiModel
import GaijiTranscoding
import Glibc

/// One fast way of the engine, and how many times the speed of the general engine it must have at least:
/// about a third of what it had when the bound was set. A kernel in the trap leaves a twentieth.
private struct Way {
  let name: String
  let input: [UInt8]
  let policy: ConversionPolicy
  let bound: Double
  var isHost = false
}

/// Best of `turns` runs in nanoseconds of processor time for each byte.
private struct Best {
  private(set) var value = Double.infinity
  mutating func add(_ time: Double) { value = min(value, time) }
}

@main enum Speed {
  /// Turns of each way and its general twin, alternating: the best of them is what the machine can do
  /// when nothing else wants its caches.
  private static let turns = 7

  static func main() {
    var failed = false
    for way in ways {
      let fast = Conversion(way, scalar: false)
      // Host records have no other engine; their twin converts CSV of the same charset family.
      let twin = Conversion(way.isHost ? ways[0] : way, scalar: true)
      var best = Best()
      var general = Best()
      for _ in 0..<turns {
        best.add(fast.run())
        general.add(twin.run())
      }
      let ratio = general.value / best.value
      let holds = ratio >= way.bound
      failed = failed || !holds
      print(
        "check-simd: \(way.name): \(tenths(1000 / best.value)) MB/s, \(tenths(ratio)) times the "
          + "general engine"
          + (holds ? "" : ", and less than \(way.bound): a kernel lost its vectors"))
    }
    exit(failed ? 1 : 0)
  }

  private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  private static var ways: [Way] {
    func policy(_ source: String, _ target: TargetForm = .utf8) -> ConversionPolicy {
      ConversionPolicy(source: source, target: target)
    }
    let utf8 = Array(Texts.register.utf8)
    return [
      Way(
        name: "CP932 to UTF-8", input: Texts.encoded(Texts.register, "cp932"),
        policy: policy("cp932"), bound: 1.5),
      Way(
        name: "EUC-JP to UTF-8", input: Texts.encoded(Texts.register, "eucjp-ms"),
        policy: policy("eucjp-ms"), bound: 1.5),
      Way(name: "UTF-8 to UTF-8", input: utf8, policy: policy("utf8"), bound: 1.5),
      Way(
        name: "ASCII as UTF-8", input: Array(Texts.ascii.utf8), policy: policy("utf8"), bound: 1.5),
      Way(
        name: "UTF-8 with gaiji", input: Array(Texts.gaiji.utf8), policy: policy("utf8"), bound: 1.5
      ),
      Way(
        name: "UTF-8 to CP932", input: utf8, policy: policy("utf8", .charset("cp932")), bound: 1.5),
      Way(
        name: "UTF-8 to EUC-JP", input: utf8, policy: policy("utf8", .charset("eucjp-ms")),
        bound: 1.5),
      Way(
        name: "host records to UTF-8", input: Texts.records, policy: policy("ibm1399"), bound: 1.5,
        isHost: true),
    ]
  }
}

/// A conversion with everything but hashes and output files.
private struct Conversion {
  private let transcoder: Transcoder
  private let policy: ConversionPolicy
  private let byteCount: Int
  private let path: String

  init(_ way: Way, scalar: Bool) {
    var options = TranscodingOptions()
    options.hashes = false
    options.forcesScalarEngine = scalar
    options.columns = .some([.index(2), .index(4)])
    if way.isHost {
      options.inputLayout = RecordFileLayout(
        framing: .fixed(byteCount: Texts.recordLayout.maximumByteCount),
        types: [.init(layout: Texts.recordLayout)])
    }
    policy = way.policy
    byteCount = way.input.count
    do {
      let plan = try ConversionPlan(policy: way.policy, release: Texts.release, system: nil)
      transcoder = Transcoder(plan: plan, options: options)
      // Read from the page cache by its descriptor; the name goes at once.
      var name = Array("/tmp/gaiji-speed-XXXXXX".utf8CString)
      let memory = unsafe mkstemp(&name)
      guard memory >= 0 else { fatalError("no file can be made in /tmp") }
      unsafe _ = unlink(name)
      path = "/proc/self/fd/\(memory)"
      let written = unsafe write(memory, way.input, byteCount)
      guard written == byteCount else { fatalError("the text cannot be written to memory") }
    } catch {
      fatalError("\(error)")
    }
  }

  /// Converts once.
  /// - Returns: nanoseconds of processor time for each byte of the input.
  func run() -> Double {
    var report = RunReport(
      toolVersion: "speed", sourceName: "in", outputName: "", policy: policy)
    let start = Self.processorTime()
    do {
      try transcoder.run(
        input: try InputFile(path: path), output: nil, rejected: nil, into: &report)
    } catch {
      fatalError("\(error)")
    }
    let time = Self.processorTime() - start
    guard report.conservation, report.bytesIn == byteCount else {
      fatalError("the conversion is wrong: \(report.bytesIn) of \(byteCount) bytes")
    }
    return Double(time) / Double(byteCount)
  }

  private static func processorTime() -> UInt64 {
    var time = timespec()
    unsafe _ = clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

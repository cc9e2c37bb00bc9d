import Glibc

/// What is fuzzed: `GAIJI_FUZZ` names one, for a whole run.
enum Target: String, CaseIterable {
  case decoder, layout, copybook, framing, numbers, tables, host, inflate, splitter
  case fonts, images, drawings, index

  func run(_ bytes: [UInt8]) {
    switch self {
    case .decoder: fuzzDecoder(bytes)
    case .layout: fuzzLayout(bytes)
    case .copybook: fuzzCopybook(bytes)
    case .framing: fuzzFraming(bytes)
    case .numbers: fuzzNumbers(bytes)
    case .tables: fuzzTables(bytes)
    case .host: fuzzHost(bytes)
    case .inflate: fuzzInflate(bytes)
    case .splitter: fuzzSplitter(bytes)
    case .fonts: fuzzFont(bytes)
    case .images: fuzzImage(bytes)
    case .drawings: fuzzDrawing(bytes)
    case .index: fuzzIndex(bytes)
    }
  }
}

private let target: Target = {
  let name = unsafe getenv("GAIJI_FUZZ").map { unsafe String(cString: $0) } ?? ""
  guard let target = Target(rawValue: name) else {
    fatalError(
      "GAIJI_FUZZ must be one of " + Target.allCases.map(\.rawValue).joined(separator: ", "))
  }
  return target
}()

/// libFuzzer's own main function under its public name; SwiftPM gives programs another entry.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main enum Fuzz {
  static func main() {
    var count = CommandLine.argc
    var arguments = unsafe CommandLine.unsafeArgv
    let status = unsafe runDriver(&count, &arguments) { start, count in
      // SAFETY: libFuzzer's buffer has `count` bytes during this call; they are copied.
      target.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
      return 0
    }
    exit(status)
  }
}

import GaijiModel
import GaijiTranscoding

// Text cut into records and fields: the fast engine against the general one, and both against a plain
// state machine. Whatever the blocks and however many threads: the same records, counters, findings
// and bytes; and where everything is kept, the bytes of the input.

/// Four bytes choose charset, format, what is done to characters, blocks and threads; the rest is text,
/// as it stands or as words for what is hard.
func fuzzSplitter(_ bytes: [UInt8]) {
  guard bytes.count >= 4 else { return }
  SplitterRun(bytes).check()
}

private struct SplitterRun {
  private let charset: String
  private let format: RecordFormat
  private let hasHeader: Bool
  private let keepsAll: Bool
  private let block: Int
  private let threads: Int
  private let policy: ConversionPolicy
  private let text: [UInt8]

  init(_ bytes: [UInt8]) {
    let choice = bytes[0]
    let charset = ["utf8", "utf8", "cp932", "eucjp-ms"][Int(choice & 3)]
    self.charset = charset
    let formats: [RecordFormat] = [.csv, .tsv, .lines, .delimited(0x3B)]
    format = formats[Int(choice >> 2 & 3)]
    hasHeader = choice & 16 != 0
    keepsAll = choice & 32 != 0
    var policy = ConversionPolicy(source: charset, target: .utf8)
    if keepsAll {
      policy.actions.undefined = .keep
      policy.actions.gaiji = .keep
      if charset == "utf8" {
        policy.actions.invalid = .keep
        policy.target = .utf8PrivateUse
      } else {
        // A byte that is no code could join with the next one, so a policy must not keep it.
        policy.target = .charset(charset)
      }
    } else if bytes[1] & 1 != 0 {
      policy.actions.gaiji = .reject
    } else if bytes[1] & 2 != 0 {
      policy.ivs = .always
    }
    self.policy = policy
    let sizes = [1, 2, 3, 16, 61, 63, 64, 65, 127, 128, 129, 192, 257, 1000, 4096, 1 << 18]
    block = sizes[Int(bytes[2] & 15)]
    // Threads cost more than all the rest.
    threads = bytes[3] & 7 == 1 ? 2 : bytes[3] & 7 == 2 ? 3 : 1
    let rest = bytes[4...]
    text = choice & 64 != 0 ? rest.flatMap { Self.word($0, charset) } : Array(rest)
  }

  /// A byte of the input as text: structure, runs that reach the edges of steps, and characters that
  /// are looked at closely.
  private static func word(_ byte: UInt8, _ charset: String) -> [UInt8] {
    if byte >= 0x80 { return [byte] }
    let value = Int(byte & 15)
    switch byte >> 4 {
    case 0: return Array(repeating: 0x61, count: value)
    case 1: return Array(repeating: 0x61, count: 16 * value + 15)
    case 2: return [[0x2C], [0x09], [0x3B], [0x0A]][value & 3]
    case 3: return [[0x22], [0x22, 0x22], [0x0D], [0x0D, 0x0A]][value & 3]
    case 4:
      switch charset {
      case "utf8":
        return [
          [0xEE, 0x80, 0x80], [0xEE, 0x80, 0x81], [0xEE, 0x85, 0x83], [0xF3, 0xB0, 0x80, 0x80],
          [0xF3, 0xA0, 0x84, 0x81], [0xEF, 0xB8, 0x80], [0xEF, 0xBB, 0xBF], [0xEF, 0xA3, 0xBF],
          [0xEF, 0xBC, 0xA1], [0xE8, 0x91, 0x9B], [0xE9, 0x82, 0x89], [0xF0, 0xA0, 0x80, 0x8B],
          [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x80, 0x80], [0xC2, 0x85],
        ][value]
      case "cp932":
        return [[0xF0, 0x40], [0xF0, 0x41], [0xF0, 0x42], [0x8A, 0x8B], [0xB1]][value % 5]
      default:
        return [
          [0xF5, 0xA1], [0x8F, 0xF5, 0xA1], [0x8E, 0xB1], [0x8F, 0xB0, 0xA1], [0xB3, 0xEB],
        ][
          value % 5]
      }
    default: return [byte]
    }
  }

  func check() {
    let system = charset == "eucjp-ms" || keepsAll ? nil : Store.system
    let plan: ConversionPlan
    do {
      plan = try ConversionPlan(policy: policy, release: Store.release, system: system)
    } catch {
      fatalError("\(error)")
    }
    var options = TranscodingOptions()
    options.hashes = false
    options.format = format
    options.hasHeader = hasHeader
    Store.write(text, to: "in")
    options.forcesScalarEngine = true
    let oracle = Store.run(plan, options)
    options.forcesScalarEngine = false
    let whole = Store.run(plan, options)
    compare(whole, oracle, "the fast engine")
    options.blockByteCount = block
    options.threads = threads
    compare(Store.run(plan, options), oracle, "blocks of \(block), \(threads) threads")

    let mark: [UInt8] =
      charset == "utf8" && text.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
    let plain = PlainSplitter(Array(text[mark.count...]), format)
    guard let oracle else {
      require(plain.isOpen, "an error without an open quote")
      return
    }
    require(!plain.isOpen, "an open quote is not seen")
    require(oracle.report.conservation, "characters are lost: \(oracle.report.columns)")
    let records = max(0, plain.records.count - (hasHeader ? 1 : 0))
    require(
      oracle.report.records == records, "\(oracle.report.records) records, and not \(records)")
    // CP932 and EUC have codes that are not written back as they are, and bytes that cannot be kept.
    guard keepsAll, charset == "utf8" else { return }
    require(oracle.output == text, "the output is not the input")
    checkColumns(plain, oracle.report)
  }

  private func compare(_ result: Store.Result?, _ oracle: Store.Result?, _ name: String) {
    guard let oracle else {
      require(result == nil, "\(name): an error is not seen")
      return
    }
    guard let result else { fatalError("\(name): an error of its own") }
    let same = zip(result.output, oracle.output).prefix { $0 == $1 }.count
    require(result.output == oracle.output, "\(name): another output from byte \(same) on")
    require(result.rejected == oracle.rejected, "\(name): other rejects")
    require(
      result.report.columns == oracle.report.columns,
      "\(name): other counts, \(result.report.columns) and not \(oracle.report.columns)")
    require(
      result.report.findings == oracle.report.findings,
      "\(name): other findings, \(result.report.findings) and not \(oracle.report.findings)")
    require(result.report == oracle.report, "\(name): another report")
  }

  /// The characters of each column, where the text is well-formed and no selector makes one of two.
  private func checkColumns(_ plain: PlainSplitter, _ report: RunReport) {
    guard let string = String(validating: text, as: UTF8.self) else { return }
    let hasSelectors = string.unicodeScalars.contains { scalar in
      let value = scalar.value
      return (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value)
    }
    if hasSelectors { return }
    var counts: [Int: Int] = [:]
    for (index, record) in plain.records.enumerated() {
      for (column, field) in record.enumerated() {
        let characters = field.content.count { $0 & 0xC0 != 0x80 }
        counts[hasHeader && index == 0 ? -1 : column, default: 0] += characters
      }
    }
    for column in report.columns {
      let count = counts.removeValue(forKey: column.index) ?? 0
      require(
        column.counts.charactersIn == count,
        "column \(column.index): \(column.counts.charactersIn) characters, and not \(count)")
    }
    require(counts.values.allSatisfy { $0 == 0 }, "columns without a report: \(counts)")
  }
}

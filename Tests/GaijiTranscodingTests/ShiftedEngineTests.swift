import GaijiModel
import GaijiTranscoding
import Testing

/// The fast engine towards charsets with shift states against the scalar engine.
@Suite struct ShiftedEngineTests {
  private static let pairs: [(source: String, target: String)] = [
    ("utf8", "ibm1399"), ("utf8", "ibm930"), ("utf8", "iso-2022-jp"), ("cp932", "ibm1399"),
    ("eucjp-ms", "ibm930"), ("cp932", "iso-2022-jp"),
  ]

  /// Scalars with a rule of their own: kana of one byte, letters that a charset may lack, kanji, signs,
  /// gaiji, selectors, structure.
  private static let scalars: [UInt32] = [
    0x61, 0x5C, 0x7E, 0xA5, 0xE9, 0x3B1, 0x3042, 0x304B, 0x309A, 0x30A2, 0xFF71, 0xFF9F, 0xFF21,
    0xFF08, 0x845B, 0x9089, 0x9AD9, 0x20BB7, 0xE000, 0xE001, 0xE757, 0xF0000, 0xE0101, 0xE0102,
    0xFE00, 0xFE35, 0xFFFD, 0xFEFF, 0x85, 0x2028, 0,
  ]

  private static func utf8(_ scalar: UInt32) -> [UInt8] {
    Array(String(Unicode.Scalar(scalar)!).utf8)
  }

  private static func file(_ charset: String, seed: UInt64, bytes: Int) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var file: [UInt8] = charset == "utf8" && seed % 3 == 0 ? [0xEF, 0xBB, 0xBF] : []
    file += Array("id,name,note\r\n".utf8)
    let structure: [[UInt8]] = [
      [0x2C], [0x22], [0x22, 0x22], [0x2C, 0x22], [0x22, 0x2C], [0x0A], [0x0D, 0x0A], [0x0D],
    ]
    while file.count < bytes {
      switch Int.random(in: 0..<16, using: &random) {
      case 0..<4: file += structure.randomElement(using: &random)!
      case 4..<7:
        for _ in 0..<Int.random(in: 1..<24, using: &random) {
          file.append(UInt8.random(in: 0x20..<0x7F, using: &random))
        }
      case 7: file.append(UInt8.random(in: 0x80...0xFF, using: &random))
      case 8: file += utf8(UInt32.random(in: 0x80..<0xD800, using: &random))
      default:
        for _ in 0..<Int.random(in: 1..<6, using: &random) {
          if charset == "utf8" {
            file += utf8(scalars.randomElement(using: &random)!)
          } else {
            file.append(UInt8.random(in: 0x81...0xFC, using: &random))
            file.append(UInt8.random(in: 0xA1...0xFE, using: &random))
          }
        }
      }
    }
    return file
  }

  private func compare(
    _ file: [UInt8], _ policy: ConversionPolicy, _ comment: Comment,
    blocks: [Int] = [16, 61, 1 << 20], configure: (inout TranscodingOptions) -> Void = { _ in }
  ) throws {
    func run(block: Int, scalar: Bool) throws -> Fixture.Run {
      try Fixture.run(
        file, policy: policy, system: policy.source == "eucjp-ms" ? nil : Fixture.reference
      ) {
        $0.columns = .some([.index(1)])
        $0.blockByteCount = block
        $0.forcesScalarEngine = scalar
        configure(&$0)
      }
    }
    let oracle = try run(block: 1 << 20, scalar: true)
    for block in blocks {
      let fast = try run(block: block, scalar: false)
      // What the one refuses (a file that is a byte order mark and no header), the other does too.
      try #require((fast.error == nil) == (oracle.error == nil), comment)
      if oracle.error != nil { continue }
      let place = zip(fast.output, oracle.output).prefix { $0 == $1 }.count
      let sameOutput = fast.output == oracle.output
      try #require(sameOutput, "\(comment), block \(block), byte \(place)")
      try #require(fast.report.columns == oracle.report.columns, comment)
      let sameFindings = fast.report.findings == oracle.report.findings
      try #require(sameFindings, comment)
      try #require(fast.report.records == oracle.report.records, comment)
      try #require(fast.report.shiftSequences == oracle.report.shiftSequences, comment)
      try #require(fast.report.conservation, comment)
      let check = try #require(fast.report.outputCheck)
      try #require(check.expectedCharacters == check.countedCharacters, comment)
      try #require(
        check.countedCharacters == oracle.report.outputCheck?.countedCharacters, comment)
    }
  }

  @Test(arguments: pairs.indices)
  func `Both engines give the same bytes, sums and findings towards shifted charsets`(
    _ number: Int
  ) throws {
    let (source, target) = Self.pairs[number]
    for seed in 0..<6 as Range<UInt64> {
      var policy = Fixture.policy(source, .charset(target))
      if seed % 4 == 2 { policy.ivs = .always }
      if seed % 4 == 3 { policy.actions.gaiji = .keep }
      var file = Self.file(source, seed: seed, bytes: 1400)
      // Close a quote that the file may have left open.
      let trial = try Fixture.run(
        file, policy: policy, system: source == "eucjp-ms" ? nil : Fixture.reference)
      if trial.error != nil { file += Array("\"\n".utf8) }
      try compare(file, policy, "\(source) to \(target), seed \(seed)")
    }
  }

  @Test func `Ends of files are as in the scalar engine`() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let ends: [[UInt8]] = [
      mark, mark + [0x0A], [0x61], [0x0A], [0x0D], [0x0D, 0x0A], Self.utf8(0x845B),
      [0x22, 0x61, 0x22], [0xE8], [0xE8, 0x91], [0xF3, 0xA0, 0x84], [0x61, 0xEF, 0xB8],
      Self.utf8(0x845B) + [0xF3], [0x2C], mark + [0x22, 0x0A, 0x22, 0x0A, 0x31],
      Self.utf8(0x845B) + [0x2C] + Self.utf8(0xE0101) + [0x0D], Self.utf8(0x845B) + [0x0D, 0x0A],
    ]
    for (number, end) in ends.enumerated() {
      for header in [false, true] {
        for front: [UInt8] in [[], Array("a,b\n".utf8)]
        where front.isEmpty || end.prefix(3) != mark[...] {
          let file = front + end
          try compare(
            file, Fixture.policy("utf8", .charset("ibm1399")), "end \(number)",
            blocks: [1, 4, file.count, 1 << 20]
          ) {
            $0.hasHeader = header
            $0.columns = .all
          }
        }
      }
    }
  }

  @Test func `Lines and tabs are structure where the format says so`() throws {
    for format in [RecordFormat.lines, .tsv, .delimited(0x3B)] {
      for seed in 20..<23 as Range<UInt64> {
        var file = Self.file("utf8", seed: seed, bytes: 1500)
        file.removeAll { $0 == 0x22 }
        for index in file.indices where file[index] == 0x2C && index % 2 == 0 { file[index] = 0x09 }
        try compare(
          file, Fixture.policy("utf8", .charset("ibm1399")), "\(format), seed \(seed)"
        ) {
          $0.format = format
          $0.columns = .all
          $0.hasHeader = false
        }
      }
    }
  }
}

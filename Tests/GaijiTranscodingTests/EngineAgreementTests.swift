import GaijiModel
import Testing

@testable import GaijiTranscoding

/// The byte engine against the scalar engine, and both against the verifier.
@Suite struct EngineAgreementTests {
  /// Random files of everything that can go wrong: gaiji, invalid and undefined codes, quotes,
  /// newlines of both kinds, selectors.
  private func randomFile(_ charset: String, seed: UInt64, bytes: Int) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var file = Array("id,name,note\r\n".utf8)
    let structure: [[UInt8]] = [[0x2C], [0x22], [0x22, 0x22], [0x0A], [0x0D, 0x0A], [0x0D]]
    while file.count < bytes {
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<4: file += structure.randomElement(using: &random)!
      case 4..<8:
        for _ in 0..<Int.random(in: 1..<24, using: &random) {
          file.append(UInt8.random(in: 0x30..<0x7F, using: &random))
        }
      case 8: file.append(UInt8.random(in: 0x80...0xFF, using: &random))
      case 9..<12: file += Self.gaiji(charset, &random)
      default:
        for _ in 0..<Int.random(in: 1..<8, using: &random) {
          file += Self.kanji(charset, &random)
        }
      }
    }
    return file
  }

  private static func gaiji(_ charset: String, _ random: inout SeededGenerator) -> [UInt8] {
    switch charset {
    case "cp932": [0xF0, UInt8.random(in: 0x40...0x4A, using: &random)]
    case "eucjp-ms":
      Bool.random(using: &random)
        ? [0xF5, 0xA1] : [0x8F, 0xF5, UInt8.random(in: 0xA1...0xFE, using: &random)]
    default:
      utf8(
        [0xE000, 0xE001, 0xE757, 0xF0000, 0x10FFFD, 0xE0101, 0xFE00, 0xE0110].randomElement(
          using: &random)!)
    }
  }

  private static func kanji(_ charset: String, _ random: inout SeededGenerator) -> [UInt8] {
    switch charset {
    case "cp932":
      Bool.random(using: &random)
        ? [
          UInt8.random(in: 0x81...0x9F, using: &random),
          UInt8.random(in: 0x40...0xFC, using: &random),
        ]
        : [UInt8.random(in: 0xA1...0xFC, using: &random)]
    case "eucjp-ms":
      switch Int.random(in: 0..<4, using: &random) {
      case 0: [0x8E, UInt8.random(in: 0xA1...0xDF, using: &random)]
      case 1:
        [
          0x8F, UInt8.random(in: 0xA1...0xFE, using: &random),
          UInt8.random(in: 0xA1...0xFE, using: &random),
        ]
      default:
        [
          UInt8.random(in: 0xA1...0xFE, using: &random),
          UInt8.random(in: 0xA1...0xFE, using: &random),
        ]
      }
    default:
      utf8(
        [0x845B, 0x9089, 0x9AD9, 0x20BB7, 0xE9, 0x3042, 0xFF21, 0x795E, 0xFA19]
          .randomElement(using: &random)!)
    }
  }

  private static func utf8(_ scalar: UInt32) -> [UInt8] {
    Array(String(Character(Unicode.Scalar(scalar)!)).utf8)
  }

  private static let pairs: [(String, TargetForm)] = [
    ("cp932", .utf8), ("cp932", .jisx0208), ("cp932", .tagged), ("cp932", .charset("eucjp-ms")),
    ("eucjp-ms", .utf8), ("eucjp-ms", .charset("cp932")), ("utf8", .utf8),
    ("utf8", .utf8PrivateUse), ("utf8", .charset("cp932")), ("utf8", .jisx0213),
    ("cp932", .charset("cp932")), ("eucjp-ms", .charset("eucjp-ms")),
  ]

  /// From a charset to itself, codes that are no characters can be kept too, and in UTF-8 also bytes.
  private func keepEverything(_ policy: inout ConversionPolicy) {
    guard policy.target.charsetName == policy.source else { return }
    if policy.source == "utf8" { policy.actions.invalid = .keep }
    policy.actions.undefined = .keep
  }

  /// The same file without an open quote at its end.
  private func closed(_ file: [UInt8], _ policy: ConversionPolicy) throws -> [UInt8] {
    let system = policy.source == "eucjp-ms" ? nil : Fixture.reference
    let run = try Fixture.run(file, policy: policy, system: system) {
      $0.columns = .some([.name("name")])
    }
    return run.error == nil ? file : file + [0x22, 0x0A]
  }

  @Test(arguments: 0..<12)
  func `Both engines give the same bytes, sums and findings, whatever the block size`(
    _ number: Int
  ) throws {
    let (charset, target) = Self.pairs[number]
    for seed in 0..<12 as Range<UInt64> {
      var policy = Fixture.policy(charset, target)
      if seed % 3 == 1 { policy.actions.gaiji = .reject }
      if seed % 4 == 2 { policy.ivs = .always }
      keepEverything(&policy)
      if seed % 5 == 3 {
        policy.actions.overflow = seed % 2 == 0 ? .reject : .substitute
        policy.limits = [.init(column: .index(2), unit: .bytes, maximum: 20)]
      }
      let file = try closed(randomFile(charset, seed: seed, bytes: 4000), policy)
      let system = charset == "eucjp-ms" ? nil : Fixture.reference
      func run(block: Int, scalar: Bool) throws -> Fixture.Run {
        try Fixture.run(file, policy: policy, system: system) {
          $0.columns = .some([.name("name")])
          $0.blockByteCount = block
          $0.forcesScalarEngine = scalar
          $0.usesWideSteps = (block + Int(seed)) % 2 == 0
        }
      }
      let oracle = try run(block: 1 << 20, scalar: true)
      let comment = Comment(rawValue: "\(charset) to \(target), seed \(seed)")
      #expect(oracle.error == nil, comment)
      let sums = oracle.report.columns.allSatisfy(\.counts.isConserved)
      #expect(sums, comment)
      #expect(
        oracle.report.outputCheck?.expectedCharacters
          == oracle.report.outputCheck?.countedCharacters, comment)
      for block in [16, 61, 4096, 1 << 20] {
        for scalar in [false, true] {
          let other = try run(block: block, scalar: scalar)
          // Compared to Bool first: the values are too long for a message.
          let sameOutput = other.output == oracle.output && other.rejected == oracle.rejected
          let sameFindings = other.report.findings == oracle.report.findings
          try #require(other.error == nil, comment)
          let firstDifference = zip(other.output, oracle.output).prefix { $0 == $1 }.count
          try #require(
            sameOutput, "\(comment), block \(block), scalar \(scalar), byte \(firstDifference)")
          try #require(other.report.columns == oracle.report.columns, comment)
          try #require(sameFindings, comment)
          try #require(other.report.conservation, comment)
        }
      }
    }
  }

  @Test(arguments: 0..<12)
  func `The verifier explains every field of every conversion`(_ number: Int) throws {
    let (charset, target) = Self.pairs[number]
    for seed in 100..<108 as Range<UInt64> {
      var policy = Fixture.policy(charset, target)
      if seed % 2 == 1 { policy.actions.gaiji = .reject }
      keepEverything(&policy)
      let system = charset == "eucjp-ms" ? nil : Fixture.reference
      let file = try closed(randomFile(charset, seed: seed, bytes: 3000), policy)
      let run = try Fixture.run(file, policy: policy, system: system) {
        $0.columns = .some([.name("name")])
      }
      let report = try Fixture.verify(file, run.output, policy: policy, system: system)
      let first = report.faults.first.map { "\($0)" } ?? ""
      #expect(report.faultCount == 0, "\(charset) to \(target), seed \(seed): \(first)")
      #expect(report.rejectedRecords == run.report.rejectedRecords)
    }
  }

  @Test(arguments: ["utf16le", "utf16be", "utf16", "utf32le", "iso-2022-jp", "ibm1399", "ibm930"])
  func `Charsets of every coding scheme convert to UTF-8 and back`(_ charset: String) throws {
    // IBM 930 has no lower-case letters where 939 and 1399 have them; upper case is everywhere.
    let text = "ID,NAME\n1,\"山田,葛\"\n2,アイウ高\n"
    let bytes = try Fixture.encode(text, charset)
    let run = try Fixture.run(bytes, policy: Fixture.policy(charset), system: nil)
    #expect(run.error == nil)
    #expect(run.text == text)
    #expect(run.report.conservation)
    let back = charset == "utf16" ? "utf16be" : charset
    var policy = Fixture.policy("utf8", .charset(back))
    policy.byteOrderMark = .remove
    let again = try Fixture.run(Array(text.utf8), policy: policy, system: nil)
    let back2 = try Fixture.run(again.output, policy: Fixture.policy(back), system: nil)
    #expect(back2.text == text)
    #expect(again.report.conservation)
  }

  @Test func `Gaiji of a host charset are found between shifts`() throws {
    // 0E 6941 0F: the first IBM gaiji; 0E 89BD 0F: the last of 1399.
    let source = try Fixture.encode("N\n", "ibm1399")
    let input = source + [0x0E, 0x69, 0x41, 0x89, 0xBD, 0x0F, 0x25]
    var policy = Fixture.policy("ibm1399")
    policy.actions.gaiji = .keep
    let run = try Fixture.run(input, policy: policy, system: nil)
    #expect(run.text == "N\n\u{E000}\u{F83C}\n")
    #expect(run.count(.gaiji) == 2)
    #expect(run.report.findings.map(\.firstOffset) == [source.count + 1, source.count + 3])
    #expect(run.report.shiftSequences == 2)
  }
}

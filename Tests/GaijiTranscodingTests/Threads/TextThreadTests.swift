import GaijiModel
import GaijiTranscoding
import Testing

/// Text with several threads: where blocks are cut is a guess, and wrong guesses must not show.
@Suite struct TextThreadTests {
  /// Rows in which a newline stands inside quotes as often as behind a record, with gaiji, quotes
  /// and bytes that are none.
  private static func rows(
    _ charset: String, seed: UInt64, count: Int, delimiter: UInt8 = 0x2C
  ) throws -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    let gaiji: [UInt8] =
      charset == "cp932" ? [0xF0, 0x40] : charset == "utf8" ? [0xEE, 0x80, 0x80] : []
    let kanji = try Fixture.encode("葛山田高", charset)
    var file =
      Array("id".utf8) + [delimiter] + Array("name".utf8) + [delimiter] + Array("note\n".utf8)
    for row in 0..<count {
      file += Array(String(row).utf8) + [delimiter]
      if Bool.random(using: &random) {
        file.append(0x22)
        for _ in 0..<Int.random(in: 0...6, using: &random) {
          file += [[0x0A], [0x22, 0x22], kanji, [0x0D, 0x0A], gaiji, [0x22, 0x22, 0x0A]]
            .randomElement(using: &random)!
        }
        file.append(0x22)
      } else {
        file += kanji + gaiji
      }
      file.append(delimiter)
      if Int.random(in: 0..<4, using: &random) == 0 {
        file.append(UInt8.random(in: 0x80...0xFF, using: &random))
      }
      file += Bool.random(using: &random) ? [0x0D, 0x0A] : [0x0A]
    }
    return file
  }

  @Test(arguments: ["cp932", "eucjp-ms", "utf8"], [false, true])
  func `Newlines inside quotes are found out, whoever converts them`(
    _ charset: String, scalar: Bool
  ) throws {
    var policy = Fixture.policy(charset)
    policy.actions.gaiji = .reject
    let system = charset == "eucjp-ms" ? nil : Fixture.reference
    let run = try ThreadTrial.agreed(
      Self.rows(charset, seed: 1, count: 60), policy: policy, system: system, charset
    ) {
      $0.columns = .some([.name("name")])
      $0.forcesScalarEngine = scalar
    }
    #expect(run.error == "")
    #expect(run.report.records == 60)
    #expect(run.report.conservation)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Quotes, delimiters and newlines in any order`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var file = Array("a,b\n".utf8)
    for _ in 0..<700 {
      file.append([0x22, 0x22, 0x0A, 0x2C, 0x0D, 0x41, 0xF0, 0x40].randomElement(using: &random)!)
    }
    // Now and then a quote is still open at the end, and the error is part of what agrees.
    try ThreadTrial.agreed(
      file, policy: Fixture.policy("cp932"), system: Fixture.reference, "seed \(seed)")
  }

  @Test func `Tab-separated text and lines`() throws {
    let tabs = try Self.rows("cp932", seed: 3, count: 40, delimiter: 0x09)
    for format in [RecordFormat.tsv, .lines] {
      let run = try ThreadTrial.agreed(
        tabs, policy: Fixture.policy("cp932"), system: Fixture.reference, format.word
      ) {
        $0.format = format
        $0.hasHeader = format == .tsv
      }
      #expect(run.report.conservation)
    }
  }

  @Test(arguments: [
    "utf16le", "utf16be", "utf16", "utf32le", "shift_jis", "iso-2022-jp", "ibm1399",
  ])
  func `Charsets of other schemes, to and fro`(_ charset: String) throws {
    var text = "ID,NAME\n"
    for row in 0..<50 { text += row % 3 == 0 ? "\(row),\"山田\n,葛\"\n" : "\(row),アイウ高\n" }
    let bytes = try Fixture.encode(text, charset)
    let run = try ThreadTrial.agreed(bytes, policy: Fixture.policy(charset), charset)
    #expect(String(decoding: run.output, as: UTF8.self) == text)
    // UTF-16 as a target has to name its byte order.
    if charset == "utf16" { return }
    let back = try ThreadTrial.agreed(
      Array(text.utf8), policy: Fixture.policy("utf8", .charset(charset)), "to \(charset)")
    #expect(back.error == "")
    #expect(back.report.conservation)
  }

  @Test(arguments: ["utf16", "utf16le", "utf32le"])
  func `A byte order mark decides for every block`(_ charset: String) throws {
    let text = "ID,NAME\n" + (0..<40).map { "\($0),\u{FEFF}山\u{0A0A}\n" }.joined()
    let little = charset == "utf32le" ? "utf32le" : "utf16le"
    let bytes = try Fixture.encode("\u{FEFF}" + text, little)
    let run = try ThreadTrial.agreed(bytes, policy: Fixture.policy(charset), charset)
    #expect(
      String(decoding: run.output, as: UTF8.self).unicodeScalars.elementsEqual(
        ("\u{FEFF}" + text).unicodeScalars))
    #expect(run.report.shiftSequences == 1)
    #expect(run.report.conservation)
  }

  @Test func `Text goes on with U+FEFF at the start of a block`() throws {
    let file = Array("a\n".utf8) + (0..<300).flatMap { _ in [0xEF, 0xBB, 0xBF, 0x0A] as [UInt8] }
    for target in ["utf32le", "utf16le", "utf8"] {
      let run = try ThreadTrial.agreed(
        file, policy: Fixture.policy("utf8", .charset(target)), target)
      #expect(run.report.columns.last?.counts.charactersIn == 300)
      #expect(run.report.conservation)
    }
  }

  @Test(arguments: [false, true])
  func `The first error is the same one, and so is the report up to it`(_ scalar: Bool) throws {
    var file = try Self.rows("cp932", seed: 9, count: 30)
    let good = file.count
    file += [0x31, 0x2C, 0x22, 0x0A, 0xF0, 0x4A, 0x22, 0x2C, 0x0A]
    file += try Self.rows("cp932", seed: 10, count: 30) + [0xF0, 0x4A]
    var policy = Fixture.policy("cp932")
    policy.actions.undefined = .stop
    policy.actions.gaiji = .stop
    policy.actions.invalid = .substitute
    let run = try ThreadTrial.agreed(
      file, policy: policy, system: Fixture.reference, "stop"
    ) { $0.forcesScalarEngine = scalar }
    #expect(run.error.contains("gaiji F04A"))
    #expect(run.report.bytesIn == good)
    #expect(run.report.records == 30)
  }

  @Test func `A record as long as the limit passes, and a longer one is an error`() throws {
    for (extra, isEnded) in [(0, true), (0, false), (1, true), (1, false)] {
      var file = Array("a\n".utf8) + (0..<200).flatMap { Array("\($0)\n".utf8) }
      let start = file.count
      // With its newline, where it has one, exactly 1500 bytes, or one more.
      file += [UInt8](repeating: 0x41, count: 1499 + extra + (isEnded ? 0 : 1))
      if isEnded { file.append(0x0A) }
      let run = try ThreadTrial.agreed(
        file, policy: Fixture.policy("cp932"), blocks: [1, 64, 1000, 1500, 1501, 4000, 1 << 18],
        "\(extra), \(isEnded)"
      ) { $0.maximumRecordByteCount = 1500 }
      if extra == 0 {
        #expect(run.error == "")
        #expect(run.report.records == 201)
      } else {
        #expect(run.error.contains("record 201, column 1, byte \(start): the record does not end"))
        #expect(run.report.records == 200)
        #expect(run.report.bytesIn == start)
      }
    }
  }

  @Test func `An input that ends with a block is not converted twice`() throws {
    let file = Array("a\n".utf8) + (0..<100).flatMap { _ in Array("123456\n".utf8) } + [0x31, 0x0A]
    for block in [file.count, file.count / 2, file.count / 4] {
      let run = try ThreadTrial.agreed(
        file, policy: Fixture.policy("cp932"), blocks: [block], "exact")
      #expect(run.output == file)
      #expect(run.report.records == 101)
    }
  }

  @Test func `Records of many blocks are put together`() throws {
    let long = [UInt8](repeating: 0x0A, count: 5000)
    var file = Array("a,b\n".utf8)
    for row in 0..<4 { file += Array("\(row),\"".utf8) + long + Array("\"\nx,y\n".utf8) }
    let run = try ThreadTrial.agreed(
      file, policy: Fixture.policy("cp932"), blocks: [64, 1000, 7000], "long")
    #expect(run.report.records == 8)
    #expect(run.report.conservation)
  }
}

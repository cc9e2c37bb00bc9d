import GaijiModel
import GaijiTranscoding
import Testing

/// Differences between the engines that were found by comparing them, each in its smallest form.
@Suite struct EngineFaultTests {
  @Test(arguments: [false, true])
  func `A file that is nothing but a header without a newline has no record`(
    _ scalar: Bool
  ) throws {
    for text in ["id,name", "id,name\n", "id,\"na\nme\"", "\r", "葛"] {
      let run = try Fixture.run(Array(text.utf8), policy: Fixture.policy("utf8"), system: nil) {
        $0.forcesScalarEngine = scalar
      }
      #expect(run.error == nil)
      #expect(run.report.records == 0, "\(text)")
      #expect(run.report.conservation, "\(text)")
      #expect(run.output == Array(text.utf8))
    }
  }

  @Test(arguments: [false, true])
  func `An open quote is named with its column`(_ scalar: Bool) throws {
    let file = Array("a,b,c\n1,2,3\n\"1,2\",2,\"x\ny,\n".utf8)
    let run = try Fixture.run(file, policy: Fixture.policy("utf8"), system: nil) {
      $0.forcesScalarEngine = scalar
    }
    #expect(
      "\(run.error, default: "none")".hasPrefix("record 2, column 3, byte 20: a quoted field"))
  }

  @Test(arguments: [false, true])
  func `A kept character that lacks its end is counted at the end of the output`(
    _ scalar: Bool
  ) throws {
    var policy = Fixture.policy("utf8")
    policy.actions.invalid = .keep
    for end: [UInt8] in [[0xC2], [0xE3, 0x81], [0xF0, 0xA0, 0x80]] {
      let run = try Fixture.run(Array("a\nx".utf8) + end, policy: policy, system: nil) {
        $0.forcesScalarEngine = scalar
      }
      #expect(run.output == Array("a\nx".utf8) + end)
      #expect(run.report.outputCheck?.holds == true)
      #expect(run.report.conservation)
    }
  }

  @Test(arguments: [false, true])
  func `Columns of what turned out to stand in quotes are not reported`(_ scalar: Bool) throws {
    // A block that ends behind a newline inside quotes is converted, and then again without its end.
    let file = Array("a,b\n1,2\n3,\"x\n,,,,,\ny\"\n4,5\n".utf8)
    for charset in ["utf8", "cp932"] {
      for block in [10, 14, 20, 21, 22, 1000] {
        let run = try Fixture.run(file, policy: Fixture.policy(charset), system: nil) {
          $0.blockByteCount = block
          $0.forcesScalarEngine = scalar
        }
        #expect(run.report.columns.map(\.index) == [-1, 0, 1], "blocks of \(block)")
      }
    }
  }

  @Test(arguments: [false, true])
  func `What stands before a finding is shown in a long field too`(_ scalar: Bool) throws {
    let file = "a\n" + String(repeating: "あ", count: 3000) + "いう\u{F8FF}え\n"
    let run = try Fixture.run(Array(file.utf8), policy: Fixture.policy("utf8"), system: nil) {
      $0.forcesScalarEngine = scalar
    }
    let sample = try #require(run.report.findings.first?.samples.first)
    #expect(sample.before == "ああああああああいう")
    #expect(sample.text == "\u{F8FF}")
    #expect(sample.after == "え")
  }

  @Test func `A quote behind a closed field of the header is ordinary`() throws {
    // As in every other record: the header has four columns, and its quotes do not open again.
    let file = Array("\"a\"b\"c,d\"\",\"e\"\"\"\"f\",\"\"\n1,2,3,4\n".utf8)
    for scalar in [false, true] {
      let run = try Fixture.run(file, policy: Fixture.policy("utf8"), system: nil) {
        $0.forcesScalarEngine = scalar
      }
      let names = ["(header)", "\"a\"b\"c", "d\"\"", "e\"\"f", ""]
      #expect(
        run.report.columns.map(\.name).elementsEqual(names) { $0.utf8.elementsEqual($1.utf8) })
      #expect(run.report.records == 1)
    }
  }

  @Test(arguments: [false, true])
  func `No selector belongs to a quote, in a text of lines either`(_ scalar: Bool) throws {
    let run = try Fixture.run(
      Array("a\"\u{E0101}b\n".utf8), policy: Fixture.policy("utf8"), system: nil
    ) {
      $0.format = .lines
      $0.hasHeader = false
      $0.forcesScalarEngine = scalar
    }
    #expect(run.counts(0).charactersIn == 4)
  }
}

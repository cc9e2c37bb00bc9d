import Foundation
import Testing

/// `gaiji verify` finds what is wrong with an output.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct VerifyTests {
  /// A part of the CP932 register and its truth, as raw records with their line ends: every record
  /// that a conversion changes more than its bytes, and some others.
  struct Part {
    var source: [Data]
    var output: [Data]

    static let shared = Result {
      let town = try Town.shared()
      let source = try records(town.register("cp932"))
      let truth = try records(town.truth("cp932"))
      try #require(source.count == truth.count)
      let geta = Data("〓".utf8)
      let chosen = truth.indices.filter {
        $0 < 12 || truth[$0].firstRange(of: geta) != nil || hasSelector(truth[$0])
      }
      return Part(source: chosen.map { source[$0] }, output: chosen.map { truth[$0] })
    }

    private static func records(_ path: String) throws -> [Data] {
      var records: [Data] = []
      var record = Data()
      var isQuoted = false
      for byte in try Data(contentsOf: URL(filePath: path)) {
        record.append(byte)
        if byte == 0x22 { isQuoted.toggle() }
        if byte == 0x0A, !isQuoted {
          records.append(record)
          record = Data()
        }
      }
      return records
    }

    /// U+E0100 to U+E01EF begin with F3 A0 in UTF-8.
    private static func hasSelector(_ record: Data) -> Bool {
      record.firstRange(of: [0xF3, 0xA0]) != nil
    }
  }

  /// Runs verify on a changed output.
  private func verify(_ output: Data) throws -> GaijiProcess.Outcome {
    let (town, part, folder) = (try Town.shared(), try Part.shared.get(), try Scratch())
    folder.write("in.csv", Data(part.source.joined()))
    folder.write("out.csv", output)
    return try gaiji(["verify", "in.csv", "out.csv"] + town.flags("cp932"), in: folder)
  }

  @Test func `The unchanged output holds, and it has what the other tests change`() throws {
    let part = try Part.shared.get()
    let run = try verify(Data(part.output.joined()))
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.outputText.contains("  mapped-gaiji: "))
    #expect(run.outputText.contains("  substituted: "))
    #expect(run.outputText.hasSuffix("\nunexplained: 0\n"))
  }

  @Test(arguments: 0..<8)
  func `One changed bit anywhere is found`(_ seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    var output = Data(try Part.shared.get().output.joined())
    let place = Int.random(in: 0..<output.count, using: &random)
    output[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    let run = try verify(output)
    #expect(run.status == 65, "byte \(place)")
    #expect(!run.outputText.contains("unexplained: 0\n"), "byte \(place)")
    #expect(run.errors.hasPrefix("record "), "\(run.errors)")
  }

  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (Part) throws -> Data

    init(_ name: String, _ change: @escaping @Sendable (Part) throws -> Data) {
      testDescription = name
      self.change = change
    }

    /// The first occurrence of a text in the output becomes another.
    static func replacing(_ name: String, _ old: String, _ new: String) -> Change {
      Change(name) { part in
        var output = Data(part.output.joined())
        let range = try #require(output.firstRange(of: Data(old.utf8)), "no \(old)")
        output.replaceSubrange(range, with: Data(new.utf8))
        return output
      }
    }
  }

  static let changes: [Change] = [
    .replacing("the substitute became a character", "〓", "山"),
    .replacing("the substitute was dropped", "〓", ""),
    .replacing("a character came in", "〓", "〓〓"),
    .replacing("a column got another name", "氏名カナ", "氏名かな"),
    .replacing("a field went", ",", ""),
    .replacing("a field came", ",", ",,"),
    .replacing("a full-width space became a plain one", "\u{3000}", " "),
    Change("a variation selector was dropped") { part in
      var output = Data(part.output.joined())
      let range = try #require(output.firstRange(of: [0xF3, 0xA0]))
      output.removeSubrange(range.lowerBound..<range.lowerBound + 4)
      return output
    },
    Change("a variation selector became another") { part in
      var output = Data(part.output.joined())
      let range = try #require(output.firstRange(of: [0xF3, 0xA0]))
      output[range.lowerBound + 3] ^= 0x07
      return output
    },
    Change("a selector came behind a plain character") { part in
      var output = Data(part.output.joined())
      let range = try #require(output.firstRange(of: Data("\u{3000}".utf8)))
      output.insert(contentsOf: Array("\u{E0100}".utf8), at: range.lowerBound)
      return output
    },
    Change("a record went") { Data($0.output[..<3].joined()) + Data($0.output[4...].joined()) },
    Change("the last record went") { Data($0.output.dropLast().joined()) },
    Change("a record was doubled") { Data($0.output.joined()) + $0.output[5] },
    Change("two records changed places") { part in
      var records = part.output
      records.swapAt(4, 9)
      return Data(records.joined())
    },
    Change("the end was cut off") { Data($0.output.joined()).dropLast(7) },
    Change("nothing is left") { _ in Data() },
    Change("it is the source itself") { Data($0.source.joined()) },
  ]

  @Test(arguments: changes)
  func `A changed output is not explained`(_ change: Change) throws {
    let run = try verify(try change.change(Part.shared.get()))
    #expect(run.status == 65)
    #expect(!run.wasKilled)
    #expect(!run.outputText.contains("unexplained: 0\n"), "\(run.outputText)")
    #expect(run.errors.hasPrefix("record "), "\(run.errors)")
  }

  @Test func `Another system's decisions do not explain the output`() throws {
    let (town, part, folder) = (try Town.shared(), try Part.shared.get(), try Scratch())
    folder.write("in.csv", Data(part.source.joined()))
    folder.write("out.csv", Data(part.output.joined()))
    var flags = town.flags("cp932")
    let place = try #require(flags.firstIndex(of: "--system"))
    flags.removeSubrange(place...place + 1)
    let run = try gaiji(["verify", "in.csv", "out.csv", "--json"] + flags, in: folder)
    #expect(run.status == 65)
    struct Document: Decodable { var unexplained: Int }
    let document = try JSONDecoder().decode(Document.self, from: run.output)
    #expect(document.unexplained > 0)
  }
}

import GaijiModel
import GaijiTranscoding
import Testing

/// Table charsets through steps of 64 bytes and pieces of some hundred characters against the general
/// engine: each piece of hostile text, in each context, at each distance from the start of a step.
@Suite struct WideStepTests {
  /// What a table charset has beside its plain codes. Delimiters of 0x7C are second bytes in CP932.
  private static let cp932: [HostileText.Piece] =
    [
      ("lead", [0x88]), ("lead and delimiter", [0x88, 0x2C]), ("lead and newline", [0x88, 0x0A]),
      ("lead and quote", [0x88, 0x22]), ("two leads", [0x88, 0x88, 0x88]), ("E0 FC", [0xE0, 0xFC]),
      ("undefined", [0x85, 0x40]), ("gaiji", [0xF0, 0x40]),
      ("gaiji twice", [0xF0, 0x40, 0xF0, 0x41]),
      ("unmapped gaiji", [0xF9, 0x40]), ("80", [0x80]), ("A0", [0xA0]), ("FD FF", [0xFD, 0xFF]),
      ("half width", [0xB1, 0xDE]), ("bar as a second byte", [0x83, 0x7C]),
      ("backslash as a second byte", [0x95, 0x5C]), ("NEC row 13", [0x87, 0x40]),
      ("IBM extension", [0xFA, 0x5C]), ("kana", [0x82, 0xA0, 0x83, 0x41]),
      ("gaiji at a lead", [0x88, 0xF0, 0x40]),
    ].map(HostileText.Piece.init)

  private static let eucjp: [HostileText.Piece] =
    [
      ("lead", [0xB0]), ("lead and delimiter", [0xB0, 0x2C]), ("8E", [0x8E]), ("8F", [0x8F]),
      ("8F B0", [0x8F, 0xB0]), ("half width", [0x8E, 0xB1]), ("JIS X 0212", [0x8F, 0xB0, 0xA1]),
      ("gaiji", [0xF5, 0xA1]), ("gaiji of three bytes", [0x8F, 0xF5, 0xA1]),
      ("undefined", [0xA9, 0xA1]), ("A0 FF", [0xA0, 0xFF]), ("kanji", [0xB0, 0xA1]),
      ("lead and 8E", [0xB0, 0x8E, 0xB1]), ("lead and 8F", [0xB0, 0x8F, 0xB0, 0xA1]),
      ("lead and newline", [0xB0, 0x0A]),
    ].map(HostileText.Piece.init)

  private struct Sort: Sendable {
    let charset: String
    let target: TargetForm
    let pieces: [HostileText.Piece]
    /// A character of two bytes, to fill up with.
    let kanji: [UInt8]
  }

  private static let sorts = [
    Sort(charset: "cp932", target: .utf8, pieces: cp932, kanji: [0x88, 0x9F]),
    Sort(charset: "cp932", target: .charset("eucjp-ms"), pieces: cp932, kanji: [0x8A, 0xBF]),
    Sort(charset: "eucjp-ms", target: .utf8, pieces: eucjp, kanji: [0xB4, 0xC1]),
    Sort(
      charset: "utf8", target: .charset("cp932"), pieces: HostileText.utf8,
      kanji: [0xE6, 0xBC, 0xA2]),
    Sort(charset: "utf8", target: .jisx0213, pieces: HostileText.utf8, kanji: [0xE6, 0xBC, 0xA2]),
  ]

  private static func trial(
    _ sort: Sort, _ number: Int, format: RecordFormat = .csv
  ) throws -> EngineTrial {
    var policy = Fixture.policy(sort.charset, sort.target)
    policy.actions.gaiji = [.substitute, .keep, .escape][number % 3]
    if number % 4 == 3 { policy.ivs = .always }
    return try EngineTrial(
      policy, format: format, columns: [.some([1]), .all, .some([])][number / 3 % 3],
      system: sort.charset == "eucjp-ms" ? nil : Fixture.reference)
  }

  /// `count` bytes and no more, of characters of one byte, of two, or of both.
  private static func filler(_ sort: Sort, _ kind: Int, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let isLong = kind % 3 == 1 || kind % 3 == 2 && bytes.count % 5 < 3
      let next = isLong ? sort.kanji : [UInt8(ascii: "a")]
      bytes += bytes.count + next.count <= count ? next : [UInt8(ascii: "z")]
    }
    return bytes
  }

  @Test(arguments: sorts.indices)
  func `Every piece at every distance from a step's start`(_ number: Int) throws {
    let sort = Self.sorts[number]
    let trials = try (0..<4).map { try Self.trial(sort, $0) }
    var turn = number
    for piece in sort.pieces {
      for (name, before, after) in HostileText.contexts {
        let distances =
          StepEdgeTests.isLong
          ? Array(0...130) : [60, 61, 62, 63, 64, 126, 127].filter { ($0 + turn) % 4 == 0 }
        for distance in distances {
          turn += 1
          let start = Self.filler(sort, turn, max(0, distance - before.count))
          try trials[turn % 4].agree(
            start + before + piece.bytes + after,
            "\(sort.charset) \(piece.name) \(name), \(start.count) bytes before")
        }
      }
    }
  }

  @Test(arguments: sorts.indices)
  func `Every piece around the end of a piece of characters`(_ number: Int) throws {
    let sort = Self.sorts[number]
    let trials = try (0..<4).map { try Self.trial(sort, $0) }
    for (turn, piece) in sort.pieces.enumerated() {
      for characters in [511, 512, 513, 574, 575, 576, 1100]
      where StepEdgeTests.isLong || (characters + turn) % 7 == 0 {
        let count = turn % 2 == 0 ? characters : characters * sort.kanji.count
        let filler = Self.filler(sort, turn % 2, count)
        try trials[turn % 4].agree(
          filler + piece.bytes + Array(",x\n1,".utf8) + filler + piece.bytes + [0x0A],
          "\(sort.charset) \(piece.name) behind \(characters) characters")
      }
    }
  }

  @Test func `A delimiter that is also a second byte`() throws {
    for format in [RecordFormat.delimited(0x7C), .lines, .tsv] {
      let sort = Self.sorts[0]
      let trial = try Self.trial(sort, 0, format: format)
      for (turn, piece) in sort.pieces.enumerated() {
        for distance in 55..<70 where distance % 3 == turn % 3 {
          let text = Self.filler(sort, turn, distance)
          try trial.agree(
            text + [0x7C] + piece.bytes + [0x83, 0x7C, 0x7C, 0x09] + text + [0x0D, 0x0A],
            "\(format.word) \(piece.name) at \(distance)")
        }
      }
    }
  }

  @Test func `Nothing but structure, and rows of many fields`() throws {
    let trial = try Self.trial(Self.sorts[0], 1)
    for unit in ["\n", "\r\n", ",", "\"\"\n", "a,\n", "\r", ",,,,,,,\r\n"] {
      for count in [1, 63, 64, 65, 700] + (unit == "," ? [2600] : []) {
        let text = (0..<count).flatMap { _ in Array(unit.utf8) }
        try trial.agree(text, "\(count) times \(Array(unit.utf8))")
      }
    }
  }

  @Test func `The first time a character is met it is what it is later`() throws {
    for (index, sort) in Self.sorts.enumerated() {
      let trial = try Self.trial(sort, index)
      for (number, piece) in sort.pieces.enumerated() where number % 3 == index % 3 {
        let text = Self.filler(sort, 2, 64 + number % 7) + piece.bytes + [0x2C]
        try trial.agree(text + text + [0x0A], isFresh: true, "\(sort.charset) \(piece.name)")
      }
    }
  }
}

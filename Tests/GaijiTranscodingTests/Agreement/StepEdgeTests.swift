import GaijiModel
import GaijiTranscoding
import Glibc
import Testing

/// UTF-8 through the steps of 64 bytes against the general engine: each piece of hostile text, in each
/// context, at each distance from the start of a step.
///
/// A plain run takes some of the fillers and alignments, all of them by turns. `GAIJI_LONG_TESTS=N`
/// takes every alignment with N of the eight fillers, some minutes each.
@Suite struct StepEdgeTests {
  private static let fillerCount = unsafe getenv("GAIJI_LONG_TESTS").map {
    max(1, Int(unsafe String(cString: $0)) ?? 1)
  }
  static var isLong: Bool { fillerCount != nil }

  /// Policies under which characters stay what they are, which is what the steps are for.
  private static func trial(_ number: Int, format: RecordFormat = .csv) throws -> EngineTrial {
    let targets: [TargetForm] = [.utf8, .utf8PrivateUse, .tagged]
    var policy = Fixture.policy("utf8", targets[number % 3])
    policy.actions.invalid = [.escape, .substitute, .keep][number % 3]
    policy.actions.gaiji = [.substitute, .keep, .escape][number % 3]
    return try EngineTrial(
      policy, format: format, columns: [.some([1]), .all, .some([])][number / 3 % 3])
  }

  /// Alignments near the ends of the first two steps, and some of the others by turns.
  private static func alignments(_ turn: Int) -> [Int] {
    if isLong { return Array(0...130) }
    return [58, 59, 60, 61, 62, 63, 64, 65, 66, 127, 128].filter { ($0 + turn) % 3 == 0 }
      + [(turn * 37) % 131]
  }

  @Test(arguments: HostileText.contexts.indices)
  func `Every piece at every distance from a step's start`(_ context: Int) throws {
    let (name, before, after) = HostileText.contexts[context]
    let trials = try (0..<9).map { try Self.trial($0) }
    var turn = context
    for piece in HostileText.utf8 {
      for alignment in Self.alignments(turn) {
        turn += 1
        for filler in turn..<turn + (Self.fillerCount ?? 1) {
          let start = HostileText.filler(filler, max(0, alignment - before.count))
          let block = start + before + piece.bytes + after
          try trials[(turn + filler) % 9].agree(
            block, "\(piece.name) \(name), \(start.count) bytes of sort \(filler % 8) before")
        }
      }
    }
  }

  @Test func `The first time a character is met it is what it is later`() throws {
    // New engines for each block cost much; a few alignments are enough.
    for (index, piece) in HostileText.utf8.enumerated() {
      let (name, before, after) = HostileText.contexts[index % HostileText.contexts.count]
      let trial = try Self.trial(index)
      let count = Self.isLong ? 131 : 3
      for step in 0..<count {
        let alignment = Self.isLong ? step : 61 + (index + step) % 5
        let block = HostileText.filler(index, alignment) + before + piece.bytes + after
        try trial.agree(block, isFresh: true, "\(piece.name) \(name), fresh, at \(alignment)")
      }
    }
  }

  @Test func `Two pieces, one in each of two steps or both in one`() throws {
    var random = SeededGenerator(seed: 41)
    let trials = try (0..<9).map { try Self.trial($0) }
    for round in 0..<(Self.isLong ? 100_000 : 1500) {
      var block: [UInt8] = []
      for _ in 0..<Int.random(in: 2...4, using: &random) {
        block += HostileText.filler(
          Int.random(in: 0..<8, using: &random), Int.random(in: 0...70, using: &random))
        block += HostileText.utf8.randomElement(using: &random)!.bytes
      }
      if Bool.random(using: &random) { block.append(0x0A) }
      try trials[round % 9].agree(
        block, firstRecord: round % 5 == 0 ? 0 : 1, isLast: round % 4 != 0, "round \(round)")
    }
  }

  @Test(arguments: [RecordFormat.lines, .tsv, .delimited(0x3B), .delimited(0x7C)])
  func `The same with other delimiters and with none`(_ format: RecordFormat) throws {
    let delimiter: UInt8 =
      switch format {
      case .delimited(let byte): byte
      case .lines: 0x2C
      }
    let trials = try (0..<9).map { try Self.trial($0, format: format) }
    for (index, piece) in HostileText.utf8.enumerated() {
      for turn in 0..<(Self.isLong ? 131 : 3) {
        let (name, before, after) = HostileText.contexts[
          (index + turn) % HostileText.contexts.count]
        let alignment = Self.isLong ? turn : 60 + (index * 3 + turn) % 9
        let text = HostileText.filler(turn + index, alignment) + before + piece.bytes + after
        let block = text.map { $0 == 0x2C ? delimiter : $0 }
        try trials[(index + turn) % 9].agree(block, "\(format.word), \(piece.name) \(name)")
      }
    }
  }
}

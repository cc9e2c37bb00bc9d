import GaijiModel
import GaijiTranscoding
import Testing

/// Text that is written straight into records against the same by the general code.
@Suite struct DirectRecordTests {
  private static let pieces: [[UInt32]] = [
    [0x31], [0x41, 0x42], [0x20], [0x2D], [0x7E], [0xFF71, 0xFF8A, 0xFF9F], [0x5C71, 0x7530],
    [0x3042], [0x304B, 0x309A], [0x30A2], [0x845B], [0x845B, 0xE0101], [0x9089, 0xE010F],
    [0x20BB7], [0xE000], [0xE001, 0xE0101], [0xF0000], [0xFF21], [0x3000], [0xFE00], [0xFE35],
    [0x41, 0xFE00], [0xE9], [0x3B1], [0x7B], [0xFFFD],
  ]

  private static let layout = RecordLayout(
    name: "R",
    fields: [
      LayoutField(name: "A", kind: .single, offset: 2, byteCount: 6),
      LayoutField(name: "B", kind: .double, offset: 8, byteCount: 10),
      LayoutField(name: "C", kind: .mixed, offset: 20, byteCount: 16),
      LayoutField(name: "D", kind: .mixed, offset: 36, byteCount: 9, padding: .leading),
      LayoutField(
        name: "E", kind: .packed(DecimalShape(digits: 7, scale: 2, isSigned: true)), offset: 45,
        byteCount: 4),
      LayoutField(
        name: "F", kind: .zoned(DecimalShape(digits: 5), .trailing), offset: 49, byteCount: 5),
      LayoutField(name: "G", kind: .raw, offset: 54, byteCount: 3),
      LayoutField(
        name: "H", kind: .binary(DecimalShape(digits: 4, isSigned: true), .big), offset: 57,
        byteCount: 2),
    ], maximumByteCount: 61)
  private static let file = RecordFileLayout(
    framing: .fixed(byteCount: 61), types: [.init(layout: layout)])

  /// A cell for each field; text of any kind, numbers that fit.
  private static func row(_ random: inout SeededGenerator, dirt: Int) -> [UInt8] {
    func text(_ range: ClosedRange<Int>, _ kinds: [[UInt32]]) -> [UInt8] {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: range, using: &random) {
        for scalar in kinds.randomElement(using: &random)! { view.append(Unicode.Scalar(scalar)!) }
      }
      var bytes = Array(String(view).utf8)
      if Int.random(in: 0..<100, using: &random) < dirt {
        bytes.append(UInt8.random(in: 0x80...0xFF, using: &random))
      }
      if Int.random(in: 0..<100, using: &random) < dirt { bytes += [0x0D, 0x31] }
      if Int.random(in: 0..<100, using: &random) < dirt { bytes += [0x61, 0x22, 0x62] }
      if Int.random(in: 0..<100, using: &random) < dirt {
        bytes = [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x0A, 0x2C, 0x22]
      }
      return bytes
    }
    let common = Array(pieces[0..<4])
    let any = dirt == 0 ? Array(pieces[0..<9]) : pieces
    var cells = [
      text(0...3, dirt == 0 ? common : any), text(0...4, dirt == 0 ? [pieces[6]] : any),
      text(0...4, any), text(0...2, any),
    ]
    let numbers = ["0", "1", "-12.3", "007", "+5", "12345.67", "-0", ".5", "3."]
    cells.append(Array(numbers.randomElement(using: &random)!.utf8))
    cells.append(Array(["", "  ", "12345", "7"].randomElement(using: &random)!.utf8))
    cells.append(Array(["", "40C1fF", "000000"].randomElement(using: &random)!.utf8))
    cells.append(Array(["-1", "9999", "{bytes:FFFE}"].randomElement(using: &random)!.utf8))
    let end: [UInt8] = Bool.random(using: &random) ? [0x0A] : [0x0D, 0x0A]
    return Array(cells.joined(separator: [0x2C])) + end
  }

  private func run(_ text: [UInt8], general: Bool, block: Int, overflow: Bool = true) throws
    -> Fixture.Run
  {
    var policy = Fixture.policy("utf8", .charset("jef-ebcdik"))
    policy.actions.overflow = overflow ? .substitute : .stop
    return try HostTrial.run(text, policy: policy, block: block, verifies: !general) {
      $0.outputLayout = Self.file
      $0.forcesScalarEngine = general
      $0.columns = .some([.name("B"), .name("C")])
    }.run
  }

  @Test(arguments: [0, 2, 12])
  func `Records are the same as by the general code, with every finding`(dirt: Int) throws {
    for seed in 0..<6 as Range<UInt64> {
      var random = SeededGenerator(seed: seed &* 31 &+ UInt64(dirt))
      var text = Array("A,B,C,D,E,F,G,H\n".utf8)
      for _ in 0..<30 { text += Self.row(&random, dirt: dirt) }
      if seed % 2 == 0 { while text.last == 0x0A || text.last == 0x0D { text.removeLast() } }
      let oracle = try run(text, general: true, block: 1 << 18)
      try #require(oracle.error == nil, "\(String(describing: oracle.error))")
      #expect(oracle.output.count == 30 * 61)
      for block in [1, 97, 1 << 18] {
        let direct = try run(text, general: false, block: block)
        try #require(direct.error == nil, "\(String(describing: direct.error))")
        let place = zip(direct.output, oracle.output).prefix { $0 == $1 }.count
        let same = direct.output == oracle.output
        try #require(same, "seed \(seed), record \(place / 61), byte \(place % 61)")
        try #require(direct.report.columns == oracle.report.columns)
        let sameFindings = direct.report.findings == oracle.report.findings
        try #require(sameFindings, "seed \(seed)")
        try #require(direct.report.conservation)
        try #require(direct.report.outputCheck == oracle.report.outputCheck)
      }
    }
  }

  @Test func `What the general code refuses is refused at the same place`() throws {
    let good = "A,B,C,D,E,F,G,H\n1,山,x,,0,0,,0\n"
    for bad in [
      "1,山,x,,0,0,,0,9\n", "1,山,x,,0,0,\n", "\n", "1,山,x,,0,0,,0\n1\n", "1,山,x,,,0,,0\n",
      "1,山,x,,0,0,4,0\n", "1,山,x,,0,99999999,,0\n", "1,山山山山山山山山,x,,0,0,,0\n",
      "1,\"山\"x,y,,0,0,,0\n",
      "1,山,x,,0,0,,0\n\"1", "1,山,\u{E000},,0,0,,0,9\n",
    ] {
      let text = Array((good + bad).utf8)
      let oracle = try run(text, general: true, block: 1 << 18, overflow: false)
      let direct = try run(text, general: false, block: 1 << 18, overflow: false)
      let said = "\(String(describing: direct.error))"
      #expect(oracle.error != nil, "\(bad)")
      #expect(said == "\(String(describing: oracle.error))", "\(bad)")
    }
  }
}

import Testing

@testable import GaijiIdentification

/// The files with the right answers of evaluation sets, as they are and as they must not be.
@Suite struct EvaluationTruthTests {
  private static let images =
    "query\tindex\tbyte_offset\twidth\theight\tucs\tvs\tfont\tsize\tnote\tmj_exact\tmj_same_ucs\n"
  private static let font = "query\tpua\tucs\tvs\tfont\tkind\tmj_exact\tmj_same_ucs\n"

  private func read(_ text: String) throws -> [EvaluationQuery] {
    try EvaluationTruth(Array(text.utf8), path: "t.tsv").queries
  }

  @Test func `Reads rows of images and of a font, and tells positives, soft ones and negatives`()
    throws
  {
    let rows = try read(
      Self.images + "q0\t0\t0\t16\t24\tU+5D9D\t-\tipamj\t16\tlv0\tmj010693\tmj010693,mj010694\n"
        + "q1\t1\t41\t48\t48\tU+9375\t-\thana\t48\tsoft-ivs\t-\tmj027070,mj027071\r\n"
        + "q2\t2\t99\t48\t48\tU+236AF\t-\thanaB\t48\textB\t-\t-\n")
    #expect(rows.map(\.kind) == [.positive, .soft, .negative])
    #expect(rows[0].place == .image(index: 0, width: 16, height: 24))
    #expect(rows[0].exact == ["mj010693"] && rows[0].same == ["mj010693", "mj010694"])
    #expect(
      rows[0].conditions == [
        .init(name: "font", value: "ipamj"), .init(name: "size", value: "16"),
        .init(name: "note", value: "lv0"),
      ])
    let codes = try read(Self.font + "G-0\tU+E000\tU+7A61\tU+E0101\thanaA\tpos-ivs\tmj1\tmj1,mj2\n")
    #expect(codes[0].place == .code(0xE000))
    #expect(codes[0].conditions.last == .init(name: "kind", value: "pos-ivs"))
  }

  struct Fault: Sendable {
    var text: String
    var message: String

    init(_ parts: String..., message: String) {
      text = parts.joined()
      self.message = message
    }
  }

  static let faults: [Fault] = [
    Fault(message: "t.tsv: empty"),
    Fault("query\tindex\n", message: "t.tsv:1: no column \"mj_exact\""),
    Fault("query\tmj_exact\tmj_same_ucs\n", message: "t.tsv:1: no column \"index\""),
    Fault("query\tquery\n", message: "t.tsv:1: column \"query\" stands twice"),
    Fault(font, message: "t.tsv: no queries"),
    Fault(font, "a\tU+E000\n", message: "t.tsv:2: 2 fields"),
    Fault(font, "a\tE000\t\t\t\t\t-\t-\n", message: "t.tsv:2: pua \"E000\""),
    Fault(font, "a\tU+FFFFFF\t\t\t\t\t-\t-\n", message: "t.tsv:2: pua"),
    Fault(
      font, "a\tU+E000\t\t\t\t\t-\t-\n", "a\tU+E001\t\t\t\t\t-\t-\n",
      message: "t.tsv:3: query \"a\" stands twice"),
    Fault(images, "a\t-1\t0\t1\t1\t\t\t\t\t\t-\t-\n", message: "t.tsv:2: index \"-1\""),
    Fault(
      images, "a\t99999999999999999999\t0\t1\t1\t\t\t\t\t\t-\t-\n",
      message: "t.tsv:2: index"),
    Fault(images, "a\t0\t0\t1e9\t1\t\t\t\t\t\t-\t-\n", message: "t.tsv:2: width"),
  ]

  @Test(arguments: faults)
  func `What is wrong is named with its line`(_ fault: Fault) {
    do throws(IdentificationFileError) {
      _ = try EvaluationTruth(Array(fault.text.utf8), path: "t.tsv")
      Issue.record("was read; expected \(fault.message)")
    } catch {
      #expect("\(error)".hasPrefix(fault.message), "\(error)")
    }
  }

  @Test func `Bytes that are no UTF-8 are refused`() {
    #expect(throws: IdentificationFileError.self) {
      try EvaluationTruth(Array(Self.font.utf8) + [0x61, 0xFF, 0x0A], path: "t.tsv")
    }
  }
}

import GaijiModel
import GaijiReports
import GaijiTranscoding
import Testing

/// Findings that only host data has: counted in fields or in shifts, not in characters.
@Suite struct HostFindingTests {
  private static let fieldKinds: [FindingKind] = [
    .overflow, .openShift, .badNumber, .respelled, .cutField,
  ]

  /// Every such kind in two columns.
  private func report() -> RunReport {
    var report = SampleReport.make()
    report.sourceCharset = "jef-ebcdik"
    report.findings = []
    for column in 1...2 {
      for kind in Self.fieldKinds {
        report.findings.append(
          Finding(
            key: .init(column: column, kind: kind, code: 0, codeByteCount: 0), count: 10 * column,
            record: 7, offset: 70,
            samples: [.init(record: 7, offset: 70, before: "", text: "秘密123", after: "")]))
      }
      report.findings.append(
        Finding(
          key: .init(column: column, kind: .sizeShift, code: 0x30E2, codeByteCount: 2),
          count: column, record: 8, offset: 80,
          samples: [.init(record: 8, offset: 80, before: "", text: "", after: "見出")]))
      report.findings.append(
        Finding(
          key: .init(column: column, kind: .cutCharacter, code: 0xB0, codeByteCount: 1),
          action: .escape, output: "{bytes:B0}", count: 4, record: 9, offset: 90,
          samples: [.init(record: 9, offset: 90, before: "山", text: "\u{FFFD}", after: "")]))
    }
    report.findings.sort { $0.key < $1.key }
    return report
  }

  private func text(_ name: String, options: ReportOptions = .init()) throws -> String {
    let folder = try TemporaryFolder()
    try ReportWriter.write(report(), to: folder.path, options: options)
    return try folder.text(name)
  }

  private func rows(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n").map { String($0).replacing("\r", with: "") }
  }

  @Test func `Fields have no code; shifts and cut characters have their bytes`() throws {
    let rows = rows(try text("unmapped.csv"))
    let short = rows.dropFirst().map { row in
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      return [0, 2, 3, 7].map { String(fields[$0]) }
    }
    #expect(
      short == [
        ["2", "overflow", "", "10"], ["2", "open-shift", "", "10"],
        ["2", "cut-character", "B0", "4"], ["2", "bad-number", "", "10"],
        ["2", "cut-field", "", "10"],
        ["3", "overflow", "", "20"], ["3", "open-shift", "", "20"],
        ["3", "cut-character", "B0", "4"], ["3", "bad-number", "", "20"],
        ["3", "cut-field", "", "20"],
      ])
    #expect(rows[3].hasSuffix("9: 山[B0],,"))
    for kind in FindingKind.allCases where kind.isOfField {
      let key = FindingKey(column: 0, kind: kind, code: 0, codeByteCount: 0)
      #expect(key.codeText(isUnicode: false) == "")
      var line: [UInt8] = []
      OccurrenceWriter.appendLine(
        to: &line, record: 1, key: key, offset: 5, isUnicode: false, output: [])
      #expect(String(decoding: line, as: UTF8.self) == "1,1,5,\(kind.word),,\"\"\r\n")
    }
    #expect(FindingKind.allCases.filter(\.isOfField) == Self.fieldKinds)
  }

  @Test func `Fields stay apart by column, shifts are one row`() throws {
    let rows = rows(try text("mapped.csv"))
    #expect(rows.count == 4)
    #expect(rows[1] == "size-shift,30E2,,,,,,,3,2 3,8,80")
    #expect(rows[2] == "respelled,,,,,,,,10,2,7,70")
    #expect(rows[3] == "respelled,,,,,,,,20,3,7,70")
  }

  @Test func `The text of a field is masked as context is`() throws {
    for name in ["unmapped.csv", "report.html"] {
      #expect(try text(name).contains("秘密123"))
      #expect(!(try text(name, options: .init(masksContext: true)).contains("秘密123")))
    }
  }

  @Test func `Counts of characters leave fields and shifts out`() {
    let report = report()
    #expect(report.unmappedCount == 8)
  }

  @Test(arguments: [ReportOptions.Language.japanese, .english])
  func `The page tells sizes that were lost and fields that were respelled`(
    _ language: ReportOptions.Language
  ) throws {
    let page = try text("report.html", options: .init(language: language))
    #expect(
      page.contains(
        language == .japanese
          ? "文字サイズを指定するシフト 3 件のサイズ情報は、出力に残りません。"
          : "The output does not have the character sizes of 3 shift sequences."))
    #expect(
      page.contains(
        language == .japanese
          ? "30 項目は、意味を変えずに元と異なるバイト列で書き戻しました。"
          : "30 fields were written back with other bytes of the same meaning."))
  }

  @Test func `The page names the choices of host charsets that were made`() throws {
    var report = report()
    report.policy.preference = .position
    report.policy.projection = 0xE92E
    report.policy.doubleSpace = .twoSpaces
    let folder = try TemporaryFolder()
    try ReportWriter.write(report, to: folder.path, options: .init(language: .english))
    let page = try folder.text("report.html")
    #expect(page.contains("position (row and cell of JIS X 0208:1990)"))
    #expect(page.contains("U+E92E"))
    #expect(page.contains("4040 is two spaces of one byte"))
    #expect(!(try text("report.html", options: .init(language: .english)).contains("U+E92E")))
  }
}

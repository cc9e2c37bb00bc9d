import GaijiModel
import GaijiReports
import GaijiTranscoding
import Testing

@Suite struct FindingCSVTests {
  private func lines(
    _ name: String, of report: RunReport, options: ReportOptions = .init()
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    try ReportWriter.write(report, to: folder.path, options: options)
    let text = try folder.text(name)
    #expect(text.unicodeScalars.first == "\u{FEFF}")
    #expect(text.utf8.suffix(2).elementsEqual([0x0D, 0x0A]))
    return text.unicodeScalars.dropFirst().split(separator: "\n").map {
      String(String.UnicodeScalarView($0.dropLast()))
    }
  }

  @Test func `Unmapped characters, one row a code and column`() throws {
    let lines = try lines("unmapped.csv", of: SampleReport.make())
    // One literal: the compiler gives up on a long list of concatenations.
    let expected = """
      column,column_name,kind,code,scalar,identity,grade,count,first_record,last_record,\
      first_offset,last_offset,action,output,output_scalars,sample_1,sample_2,sample_3
      2,氏名,invalid,81,,,,2,7,7,512,512,escape,{81},U+007B U+0038 U+0031 U+007D,7: 山田[81],,
      2,氏名,gaiji,F040,U+E000,,,412,12,199000,900,12500000,substitute,〓,U+3013,\
      12: 東京都[U+E000]飾区,15: 渡[U+E000]太郎,
      2,氏名,gaiji,F041,U+E001,,,35,12,199000,900,12500000,substitute,〓,U+3013,\
      12: 東京都[U+E000]飾区,15: 渡[U+E000]太郎,
      2,氏名,gaiji,F07E,U+E002,,,13,12,199000,900,12500000,substitute,〓,U+3013,\
      12: 東京都[U+E000]飾区,15: 渡[U+E000]太郎,
      2,氏名,unencodable,F050,U+E010,MJ026193,exact,3,9,9,700,700,substitute,〓,U+3013,\
      9: 渡[邉]花子,,
      2,氏名,overflow,,,,,3,40,40,4000,4000,reject,,,40: [長い名前],,
      3,住所,undefined,8540,,,,1,8,8,600,600,escape,{8540},\
      U+007B U+0038 U+0035 U+0034 U+0030 U+007D,"8: =1+1,""[8540]""丁目",,
      3,住所,gaiji,F040,U+E000,,,206,24,199000,1800,12500000,substitute,〓,U+3013,\
      24: 東京都[U+E000]飾区,30: 渡[U+E000]太郎,
      3,住所,gaiji,F041,U+E001,,,17,24,199000,1800,12500000,substitute,〓,U+3013,\
      24: 東京都[U+E000]飾区,30: 渡[U+E000]太郎,
      3,住所,gaiji,F07E,U+E002,,,6,24,199000,1800,12500000,substitute,〓,U+3013,\
      24: 東京都[U+E000]飾区,30: 渡[U+E000]太郎,
      4,"備考 <b onclick=""x"">&'",kept-gaiji,F040,U+E000,,,7,55,55,5000,5000,keep,\u{E000},\
      U+E000,55: <i>[U+E000][U+202E],,
      """
    #expect(lines.joined(separator: "\n") == expected)
  }

  @Test func `Mapped characters, one row a code over all columns`() throws {
    let lines = try lines("mapped.csv", of: SampleReport.make())
    let expected = """
      kind,code,scalar,identity,grade,ground,output,output_scalars,count,columns,first_record,\
      first_offset
      mapped-gaiji,F060,U+E020,MJ026190,exact,,辺\u{E0101},U+8FBA U+E0101,300,2 3,3,300
      lossy,81CA,U+FFE2,,,,￢,U+FFE2,5,2,5,500
      shrunk,F061,U+E021,MJ026191,similar,koseki-notice,邉,U+9089,44,2,4,400
      """
    #expect(lines.joined(separator: "\n") == expected)
  }

  @Test func `Masked samples show no character of the context`() throws {
    let lines = try lines(
      "unmapped.csv", of: SampleReport.make(), options: .init(masksContext: true))
    let text = lines.joined()
    for sample in ["太郎", "花子", "飾区", "長い名前", "東京", "=1+1"] { #expect(!text.contains(sample)) }
    #expect(lines[2].hasSuffix("12: ＊＊＊[U+E000]＊＊,15: ＊[U+E000]＊＊,"))
    #expect(lines[6].hasSuffix("40: [＊＊＊＊],,"))
  }

  @Test func `A column name cannot become a formula`() throws {
    var report = SampleReport.make()
    report.columns[2].name = "=HYPERLINK(\"x\")"
    let lines = try lines("unmapped.csv", of: report)
    #expect(lines[1].hasPrefix("2,\"'=HYPERLINK(\"\"x\"\")\",invalid,81,"))
  }

  @Test func `Codes of a Unicode source are scalars`() throws {
    var report = SampleReport.make()
    report.sourceCharset = "utf8"
    report.findings = [
      Finding(
        key: .init(
          column: 1, kind: .unregisteredSequence, code: 0x8FBA, codeByteCount: 7, second: 0xE01EF),
        scalar: 0x8FBA, action: .keep, output: "辺\u{E01EF}", record: 1, offset: 0),
      Finding(
        key: .init(column: 1, kind: .invalid, code: 0xF0, codeByteCount: 1), action: .escape,
        record: 1, offset: 9),
    ]
    let lines = try lines("unmapped.csv", of: report)
    #expect(lines[1].hasPrefix("2,氏名,invalid,F0,,"))
    #expect(
      lines[2].hasPrefix("2,氏名,unregistered-sequence,8FBA E01EF,U+8FBA U+E01EF,,,1,1,1,0,0,keep,"))
  }

  @Test func `Compatibility ideographs stay apart`() throws {
    var report = SampleReport.make()
    report.findings = [("\u{FA19}", 1), ("\u{795E}", 2)].map { output, column in
      Finding(
        key: .init(column: column, kind: .lossy, code: 0xFA19, codeByteCount: 2), scalar: 0xFA19,
        output: output, record: 1, offset: 0)
    }
    let lines = try lines("mapped.csv", of: report)
    #expect(lines.count == 3)
  }
}

import Foundation
import GaijiModel
import GaijiTranscoding
import Mustache
import Testing

@testable import GaijiReports

@Suite struct ReportPageTests {
  private func page(
    _ report: RunReport = SampleReport.make(), _ options: ReportOptions = .init()
  ) -> String {
    reportHTML(of: report, options: options)
  }

  @Test func `Every tag of the template has a value`() throws {
    var names: Set<String> = []
    func visit(_ value: Any) {
      for child in Mirror(reflecting: value).children {
        if let label = child.label { names.insert(label) }
        visit(child.value)
      }
    }
    visit(ReportPage(SampleReport.make(), options: .init()))
    var missing: Set<String> = []
    for match in reportTemplate.matches(of: /\{\{\{?[#^\/]?([A-Za-z.]+)\}?\}\}/) {
      for part in match.output.1.split(separator: ".") where !names.contains(String(part)) {
        missing.insert(String(part))
      }
    }
    #expect(missing == [])
    #expect(names.count > 80)
  }

  @Test func `Rows answer for all their properties`() throws {
    let page = ReportPage(SampleReport.make(), options: .init())
    let rows: [[any MustacheParent]] = [
      page.gaiji, page.gaiji.flatMap(\.samples), page.columns, page.cards, page.facts, page.grades,
      page.outputChecks, page.terms,
    ]
    for row in rows {
      let first = try #require(row.first)
      for child in Mirror(reflecting: first).children {
        let name = try #require(child.label)
        let answer = try #require(first.child(named: name), "\(type(of: first)).\(name)")
        #expect(String(describing: answer) == String(describing: child.value))
      }
      #expect(first.child(named: "no such property") == nil)
    }
  }

  @Test(arguments: ReportOptions.Language.allCases)
  func `Refers to nothing outside itself`(_ language: ReportOptions.Language) {
    let html = page(SampleReport.make(), .init(language: language))
    for text in ["http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link"] {
      #expect(!html.contains(text), "\(text)")
    }
    #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
    #expect(!html.contains("{{"))
  }

  @Test func `Escapes names from the data`() {
    let html = page()
    #expect(html.contains("備考 &lt;b onclick=&quot;x&quot;&gt;&amp;&#39;"))
    #expect(!html.contains("<b onclick"))
    #expect(html.contains("&lt;i&gt;"))
  }

  @Test func `A combining mark does not smuggle markup through`() {
    var report = SampleReport.make()
    // Each is one Character together with the mark, and not equal to the bare one.
    report.columns[1].name = "<\u{301}b>\u{E0101}\"\u{FE00}'\u{301}&\u{301}"
    let scalars = Array(page(report).unicodeScalars)
    let expected = "&lt;\u{301}b&gt;\u{E0101}&quot;\u{FE00}&#39;\u{301}&amp;\u{301}".unicodeScalars
    // A flag, so that a failure does not print the page scalar by scalar.
    let isEscaped = scalars.contains(Array(expected))
    #expect(isEscaped)
  }

  @Test func `Shows private-use and invisible characters as codes`() {
    let html = page()
    #expect(html.contains("<mark>[U+E000]</mark>"))
    #expect(html.contains("[U+202E]"))
    let unseen = html.unicodeScalars.filter { scalar in
      [.privateUse, .control, .format].contains(scalar.properties.generalCategory) && scalar != "\n"
    }
    #expect(unseen.map { String($0.value, radix: 16) } == [])
  }

  @Test func `Lists unmapped gaiji over all columns, most frequent first`() throws {
    let html = page()
    let first = try #require(html.range(of: "<td class=\"code\">F040</td>"))
    let second = try #require(html.range(of: "<td class=\"code\">F041</td>"))
    #expect(first.lowerBound < second.lowerBound)
    let row = html[first.lowerBound...].prefix { $0 != "\n" }
    #expect(row.contains("<td class=\"n\">618</td><td>氏名、住所</td>"))
    #expect(row.contains("12 件目 / 位置 900"))
    #expect(html.contains("3 種類、延べ 689 件"))
  }

  @Test func `Says in words whether the account holds`() {
    #expect(page().contains("すべての列で文字数が一致しました。計上されていない文字はありません。"))
    var report = SampleReport.make()
    report.columns[2].counts.mappedExactly -= 1
    report.conservation = false
    report.exit = .conservationBroken
    let broken = page(report)
    #expect(broken.contains("文字数が一致しない列があります。出力を使用しないでください。"))
    #expect(broken.contains("<div class=\"verdict bad\"><strong>文字数が一致しない"))
    #expect(broken.contains("<span class=\"ng\">不一致</span>"))
    var failed = SampleReport.make()
    failed.exit = .failed
    failed.exitDetail = "住民.csv: No space left on device"
    #expect(
      page(failed).contains(
        "<div class=\"verdict bad\"><strong>エラーにより途中で終了しました。</strong>すべての列で"))
    var above = SampleReport.make()
    above.exit = .unmappedAboveLimit
    #expect(page(above).contains("<div class=\"verdict warn\"><strong>変換は完了しましたが、"))
    var miscounted = SampleReport.make()
    miscounted.outputCheck?.countedCharacters -= 1
    #expect(page(miscounted).contains("<div class=\"verdict bad\"><strong>文字数が一致しない"))
  }

  @Test func `Says that hashing was switched off`() {
    var report = SampleReport.make()
    report.hashes = .init(
      hashed: false, release: report.hashes.release, policy: report.hashes.policy)
    let html = page(report)
    #expect(html.contains("入力と出力のハッシュ計算は --no-hash により行っていません。"))
    #expect(html.contains("計算していません"))
    #expect(!page().contains("--no-hash"))
  }

  @Test func `Masks the context and says so`() {
    let html = page(SampleReport.make(), .init(masksContext: true))
    for sample in ["太郎", "花子", "飾区", "長い名前"] { #expect(!html.contains(sample)) }
    #expect(html.contains("文脈の文字は ＊ に置き換えてあります。"))
    #expect(html.contains("＊＊＊<mark>[U+E000]</mark>＊＊"))
  }

  @Test func `Cuts very long tables and says where the rest is`() {
    var report = SampleReport.make()
    report.findings = (0..<1880).map { index in
      Finding(
        key: .init(column: 1, kind: .gaiji, code: 0xF040 + UInt32(index), codeByteCount: 2),
        scalar: 0xE000 + UInt32(index), action: .substitute, output: "〓", record: 1, offset: index)
    }
    let html = page(report)
    #expect(html.contains("1,880 種類、延べ 1,880 件"))
    #expect(html.contains("全件は unmapped.csv にあります。"))
    #expect(html.components(separatedBy: "<td class=\"code\">F").count - 1 == 500)
  }

  @Test(arguments: [
    (0, 0, "–"), (0, 5, "0 %"), (5, 5, "100 %"), (999_999_999, 1_000_000_000, "99.999 %"),
    (1, 1_000_000_000, "< 0.001 %"), (1, 3, "33.333 %"), (1, 1000, "0.100 %"),
    (Int.max / 2, Int.max, "50.000 %"),
  ])
  func `Shares never round up to everything or down to nothing`(
    _ part: Int, _ whole: Int, _ text: String
  ) {
    #expect(share(part, of: whole) == text)
  }

  @Test func `Numbers are grouped`() {
    let texts = [0, 12, 999, 1000, 1_234_567, -1000, Int.max].map(grouped)
    #expect(
      texts == ["0", "12", "999", "1,000", "1,234,567", "-1,000", "9,223,372,036,854,775,807"])
    #expect(seconds(1_239_999_999) == "1.23")
    #expect(seconds(61_005_000_000) == "61.00")
  }
}

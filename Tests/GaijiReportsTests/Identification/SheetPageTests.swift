import Foundation
import GaijiGlyphs
import GaijiIdentification
import Testing

@testable import GaijiReports

@Suite struct SheetPageTests {
  private func missingTags(of template: String, in value: Any) -> Set<String> {
    var names: Set<String> = []
    func visit(_ value: Any) {
      for child in Mirror(reflecting: value).children {
        if let label = child.label { names.insert(label) }
        visit(child.value)
      }
    }
    visit(value)
    var missing: Set<String> = []
    for match in template.matches(of: /\{\{\{?[#^\/]?([A-Za-z.]+)\}?\}\}/) {
      for part in match.output.1.split(separator: ".") where !names.contains(String(part)) {
        missing.insert(String(part))
      }
    }
    return missing
  }

  @Test func `Every tag of the templates has a value`() throws {
    let page = try SheetPage(SampleSheet.make(), .japanese)
    #expect(missingTags(of: sheetTemplate, in: page) == [])
    let contact = try ContactPage(SampleContact.make(), .japanese)
    #expect(missingTags(of: contactTemplate, in: contact) == [])
  }

  @Test(arguments: ReportOptions.Language.allCases)
  func `Refers to nothing outside itself and needs no script`(
    _ language: ReportOptions.Language
  ) throws {
    for html in [try SampleSheet.make().html(language), try SampleContact.make().html(language)] {
      for text in ["http:", "https:", "url(", "@import", "<script", "<link", "{{", "onerror"] {
        #expect(!html.contains(text), "\(text)")
      }
      for source in html.matches(of: /src="([^"]*)"/) {
        #expect(source.output.1.hasPrefix("data:image/png;base64,iVBOR"))
      }
      for link in html.matches(of: /href="([^"]*)"/) { #expect(link.output.1.hasPrefix("#")) }
      #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
      #expect(html.contains("img-src data:"))
    }
  }

  @Test func `Escapes names of files, reasons and further fonts`() throws {
    for language in ReportOptions.Language.allCases {
      let html = try SampleSheet.make().html(language)
      #expect(html.contains("港町&lt;script&gt;.ttf") && html.contains("u2&lt;b&gt;"))
      #expect(!html.contains("<b>") && !html.contains("<はし>") && !html.contains("<hashi>"))
    }
    let html = try SampleSheet.make().html()
    #expect(html.contains("しきい値に満たない &amp; [U+202E]x") && html.contains("読み&lt;はし&gt;"))
    // A private-use character has whatever figure the reader's fonts give it.
    #expect(html.contains("[U+E000]"))
    let unseen = html.unicodeScalars.filter {
      [.privateUse, .control, .format].contains($0.properties.generalCategory) && $0 != "\n"
    }
    #expect(unseen.isEmpty)
  }

  @Test func `Shows probabilities, facts, evidence and where it comes from`() throws {
    let html = try SampleSheet.make().html()
    // Never rounded up to certainty, nor down to impossibility.
    #expect(html.contains("99.99 %") && !html.contains("100.00 %") && html.contains("&lt; 0.01 %"))
    #expect(html.contains("U+9089、U+9089 U+E010F") && html.contains("ヘン・あたり"))
    #expect(html.contains("162 ⾡") && html.contains("17/19") && html.contains("MJ026190"))
    #expect(html.contains("×24") && html.contains("×12") && html.contains("÷3.3"))
    #expect(html.contains("外字だけにある画（赤・右上がりの縞・＋）"))
    #expect(html.contains("同じ文字の別の字形") && html.contains("MJ026197"))
    for digit in "cdef" { #expect(html.contains(String(repeating: digit, count: 64))) }
    #expect(html.contains("ipamjm.ttf") && html.contains("99.9 %") && html.contains("港町/register"))
    let english = try SampleSheet.make().html(.english)
    #expect(english.contains("only in the gaiji (red, rising stripes, plus)"))
    #expect(english.contains("one stroke in the upper right"))
  }

  @Test(arguments: GlyphProposal.Decision.allCases)
  func `Every decision has words and a page, with and without candidates`(
    _ decision: GlyphProposal.Decision
  ) throws {
    var proposal = SampleSheet.proposal(decision, code: nil, candidates: 0)
    proposal.siblings = []
    let sheet = IdentificationSheet(
      proposal: proposal, query: GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: 16),
      provenance: .init(tool: "gaiji"))
    for language in ReportOptions.Language.allCases {
      let words = SheetWords.words(language)
      let html = try sheet.html(language)
      #expect(html.contains("<strong>" + words.decision(decision) + "</strong>"))
      #expect(html.contains(words.noCandidates) && html.contains("U+E000"))
      #expect(!html.contains(words.overlayNote) && !html.contains(words.siblingsNote))
    }
  }

  @Test func `The same sheet gives the same page`() throws {
    #expect(try SampleSheet.make().html() == SampleSheet.make().html())
    #expect(try SampleContact.make().html() == SampleContact.make().html())
  }

  @Test func `A raster too large to be shown is an error, not a page of gigabytes`() {
    var sheet = SampleSheet.make()
    sheet.query = GlyphRaster(width: 1, height: 1, ink: [255], pixelsPerEm: 100_000)
    #expect(throws: PNGWriterError.self) { try sheet.html() }
  }

  @Test(arguments: [
    (0.0, "×1.0"), (0.69315, "×2.0"), (-0.69315, "÷2.0"), (2.5, "×12"), (-6, "÷403"),
    (10, "×22,026"), (30, "×> 1,000,000"), (Double.infinity, "×∞"), (-.infinity, "÷∞"),
    (.nan, "–"),
  ])
  func `Factors say how much likelier`(_ logarithm: Double, _ text: String) {
    #expect(SheetNumbers.factor(logarithm) == text)
  }

  @Test(arguments: [
    (0.0, "0.00 %"), (1, "100.00 %"), (0.999999, "99.99 %"), (0.5, "50.00 %"), (0.1207, "12.07 %"),
    (1e-9, "< 0.01 %"), (2, "100.00 %"), (-1, "0.00 %"), (.nan, "–"),
  ])
  func `Probabilities are never rounded up`(_ probability: Double, _ text: String) {
    #expect(SheetNumbers.percent(probability) == text)
  }
}

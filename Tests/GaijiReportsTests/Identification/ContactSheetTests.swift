import Foundation
import GaijiGlyphs
import Testing

@testable import GaijiIdentification
@testable import GaijiReports

enum SampleContact {
  static func make() -> ContactSheet {
    func pair(
      _ decision: GlyphProposal.Decision, _ code: String, _ probability: Double
    ) -> ContactSheet.Pair {
      var proposal = SampleSheet.proposal(decision, code: code, candidates: 1)
      proposal.candidates[0].sameCharacter = probability
      return .init(
        proposal: proposal, query: SampleSheet.cross(32, hasDot: true),
        candidate: SampleSheet.cross(32, hasDot: false))
    }
    return ContactSheet(
      title: "港町/<b>",
      pairs: [
        pair(.automatic, "F040", 0.999), pair(.review, "F041", 0.9), pair(.review, "F042", 0.4),
        pair(.none, "F043", 0.01),
        .init(
          proposal: SampleSheet.proposal(.blank, code: "F044", candidates: 0), query: nil,
          candidate: nil),
      ], total: 7, tool: "gaiji identify 0.1.0")
  }
}

@Suite struct ContactSheetTests {
  @Test func `Sorts by decision, the least sure first, with an anchor for each section`() throws {
    let html = try SampleContact.make().html()
    let places = try ["F042", "F041", "F043", "F040", "F044"].map { code in
      try #require(html.range(of: "<span>\(code)</span>")).lowerBound
    }
    #expect(places == places.sorted())
    for anchor in ["review", "none", "automatic", "blank"] {
      #expect(
        html.contains("<a href=\"#\(anchor)\">") && html.contains("<section id=\"\(anchor)\">"))
    }
    #expect(!html.contains("id=\"duplicate\""))
    #expect(html.contains("外字 7 字") && html.contains("うち 5 字を表示しています。"))
    #expect(html.contains("港町/&lt;b&gt;") && html.components(separatedBy: "<img").count - 1 == 8)
  }

  @Test func `A run of many glyphs is cut, and says so`() throws {
    let pair = SampleContact.make().pairs[4]
    let sheet = ContactSheet(
      title: "港町", pairs: Array(repeating: pair, count: ContactSheet.maximumPairs + 1), tool: "g")
    let page = try ContactPage(sheet, .english)
    #expect(page.sections.map(\.pairs.count) == [ContactSheet.maximumPairs])
    #expect(page.missing == ["4,000 of them are shown."])
  }
}

/// The picture of two glyphs over each other.
@Suite struct OverlayDrawingTests {
  private func pixel(_ drawing: OverlayDrawing, _ x: Int, _ y: Int) -> [UInt8] {
    let place = 3 * (y * drawing.side + x)
    return Array(drawing.pixels[place..<place + 3])
  }

  private func isRed(_ pixel: [UInt8]) -> Bool {
    pixel[0] > 150 && pixel[1] < 100 && pixel[2] < 100
  }
  private func isBlue(_ pixel: [UInt8]) -> Bool { pixel[2] > 140 && pixel[0] < 100 }

  @Test func `What only the gaiji has is red, striped and marked`() {
    let drawing = OverlayDrawing(SampleSheet.overlay())
    #expect(drawing.side == 384)
    let dot = (276..<312).flatMap { x in (48..<96).map { y in pixel(drawing, x, y) } }
    #expect(dot.contains(where: isRed))
    // Stripes: not one flat colour.
    #expect(Set(dot).count > 3)
    #expect(!drawing.pixels.isEmpty && !dot.contains(where: isBlue))
    // Ink of both is grey.
    #expect(pixel(drawing, 192, 300) == [118, 124, 134])
    #expect(pixel(drawing, 5, 5) == [255, 255, 255])
  }

  @Test func `What only the candidate has is blue`() {
    let drawing = OverlayDrawing(SampleSheet.overlay(hasDot: false, hasBar: false))
    let bar = (60..<160).flatMap { x in (176..<208).map { y in pixel(drawing, x, y) } }
    #expect(bar.contains(where: isBlue) && !bar.contains(where: isRed))
  }

  @Test func `A stroke within the tolerance is pale, without a sign`() {
    var overlay = SampleSheet.overlay()
    overlay = .init(
      query: overlay.query, candidate: overlay.candidate,
      map: ResidualMap(
        side: 32, extra: Array(repeating: 0, count: 1024), missing: Array(repeating: 0, count: 1024)
      ))
    let drawing = OverlayDrawing(overlay)
    #expect(pixel(drawing, 294, 72) == [240, 205, 200])
    for y in 0..<drawing.side {
      for x in 0..<drawing.side where isRed(pixel(drawing, x, y)) || isBlue(pixel(drawing, x, y)) {
        Issue.record("a strong colour at \(x), \(y)")
        return
      }
    }
  }

  @Test func `Maps of the wrong size and empty frames draw nothing wrong`() {
    let overlay = SampleSheet.overlay()
    let odd = OverlayDrawing(
      .init(
        query: overlay.query, candidate: overlay.candidate,
        map: ResidualMap(side: 32, extra: [9], missing: [])))
    #expect(odd.pixels.count == 3 * 384 * 384)
    let blank = GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: 1)
    let none = OverlayDrawing(
      .init(query: blank, candidate: overlay.candidate, map: overlay.map))
    #expect(none.pixels.isEmpty && none.side == 0)
  }
}

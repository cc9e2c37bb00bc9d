import Foundation
import GaijiGlyphs
import Testing

@testable import GaijiIdentification

/// The search among figures that are in no index, against distances taken one by one.
@Suite(.enabled(if: TestFonts.hasIPAmj, TestFonts.missing)) struct CodedFiguresTests {
  private func bench(_ test: (Matcher, MatcherScratch, [GlyphRaster]) throws -> Void) throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let index = try TestFonts.smallIndex(model, count: 120, path: folder + "/a.gaijiindex")
    let matcher = Matcher(model: model, index: index)
    let scratch = matcher.makeScratch()
    let rasters = try (0..<60).map {
      try scratch.raster(ofEntry: $0, pixelsPerEm: $0 % 3 == 0 ? 48 : 96)
    }
    try test(matcher, scratch, rasters)
  }

  @Test func `Finds what is within the limit, nearest first, as one by one`() throws {
    try bench { matcher, scratch, rasters in
      var builder = CodedFigures.Builder(matcher, threads: 2)
      let figures = rasters.prefix(30).enumerated().map { ("figure \($0.offset)", $0.element) }
      builder.add(Array(figures.prefix(20)).map { (digest: $0.0, raster: $0.1) })
      builder.add([(digest: "blank", raster: .init(width: 0, height: 0, ink: [], pixelsPerEm: 9))])
      builder.add(figures.dropFirst(20).map { (digest: $0.0, raster: $0.1) })
      builder.add([])
      let coded = builder.figures()
      #expect(coded.count == 30)
      var queries = Array(rasters)
      queries.insert(.init(width: 2, height: 2, ink: [0, 0, 0, 0], pixelsPerEm: 2), at: 3)
      var distances: [[Float]] = []
      for query in queries {
        distances.append(
          figures.map {
            matcher.distances(between: query, and: $0.1, scratch: scratch)?.reduce(0, +) ?? .nan
          })
      }
      let limit = distances.joined().filter { !$0.isNaN }.sorted()[200]
      let found = coded.near(queries, within: limit, scratch: scratch)
      #expect(found.count == queries.count && found[3].isEmpty)
      for (place, own) in distances.enumerated() where place != 3 {
        let expected = own.enumerated().filter { $0.element <= limit }
          .sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
          .map { CodedFigures.Near(digest: "figure \($0.offset)", squaredDistance: $0.element) }
        #expect(found[place] == expected)
      }
      #expect(found[0].first == .init(digest: "figure 0", squaredDistance: 0))
    }
  }

  @Test func `Threads and portions change nothing`() throws {
    try bench { matcher, scratch, rasters in
      let figures = rasters.enumerated().map { (digest: "\($0.offset)", raster: $0.element) }
      let found = [(1, 60), (3, 17)].map { threads, portion in
        var builder = CodedFigures.Builder(matcher, threads: threads)
        for first in stride(from: 0, to: figures.count, by: portion) {
          builder.add(Array(figures[first..<min(figures.count, first + portion)]))
        }
        return builder.figures().near(rasters, within: .infinity, scratch: scratch)
      }
      #expect(found[0] == found[1] && found[0].allSatisfy { $0.count == 32 })
    }
  }

  @Test func `Without figures nothing is near`() throws {
    try bench { matcher, scratch, rasters in
      let coded = CodedFigures.Builder(matcher, threads: 1).figures()
      let found = coded.near(rasters, within: .infinity, scratch: scratch)
      #expect(coded.count == 0 && found == rasters.map { _ in [] })
    }
  }
}

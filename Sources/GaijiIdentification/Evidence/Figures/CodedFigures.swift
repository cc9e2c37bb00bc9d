public import GaijiGlyphs
internal import GaijiModel

/// Figures that are in no index, coded by the model as those of an index are, so that a gaiji finds the
/// ones that look like it: figures that people have approved elsewhere.
///
/// About 0.9 KB for each figure. Made by one thread; any number may look something up.
public struct CodedFigures: Sendable {
  /// A figure found.
  public struct Near: Hashable, Sendable {
    public var digest: String
    /// The sum of the squared distances in all views (1 = one standard deviation of noise in one
    /// dimension).
    public var squaredDistance: Float

    public init(digest: String, squaredDistance: Float) {
      self.digest = digest
      self.squaredDistance = squaredDistance
    }
  }

  /// Figures that are compared in all views, after the search by the first: as an index has confusable
  /// figures of a character, so can this one.
  private static let shortlist = 32

  private let matcher: Matcher
  /// `GlyphRaster.digest` of each.
  private let digests: [String]
  /// By part of the codes, as in an index.
  private let codes: [FlatTable<Int8>]
  private let norms: FlatTable<Int32>

  public var count: Int { digests.count }

  /// Takes figures in portions, so that their images need not all be in memory.
  public struct Builder {
    private let matcher: Matcher
    private let threads: Int
    private var digests: [String] = []
    private var codes: [[Int8]]

    public init(_ matcher: Matcher, threads: Int) {
      self.matcher = matcher
      self.threads = threads
      codes = matcher.layout.parts.map { _ in [] }
    }

    /// Figures to give at once: enough for every thread to be busy.
    public static let portion = 1024

    /// - Parameter figures: With their digests; each digest once. One without ink is left out.
    public mutating func add(_ figures: [(digest: String, raster: GlyphRaster)]) {
      let batch = GlyphCoder.batch
      let coded = Parallel.run(
        (figures.count + batch - 1) / batch, threads: threads, worker: matcher.makeFigureScratch
      ) { [matcher] scratch, piece in
        let part = figures[piece * batch..<min(figures.count, (piece + 1) * batch)]
        return matcher.coded(part.map(\.raster), scratch)
      }
      for (piece, found) in coded.enumerated() {
        for (slot, place) in found.places.enumerated() where place != nil {
          digests.append(figures[piece * batch + slot].digest)
        }
        for part in codes.indices { codes[part] += found.codes[part] }
      }
    }

    public func figures() -> CodedFigures {
      CodedFigures(matcher: matcher, digests: digests, codes: codes)
    }
  }

  private init(matcher: Matcher, digests: [String], codes: [[Int8]]) {
    self.matcher = matcher
    self.digests = digests
    norms = FlatTable(
      SearchKernels.norms(codes[0], dimensions: matcher.layout.parts[0].count))
    self.codes = codes.map { FlatTable($0) }
  }

  /// For each glyph the figures that are no further away than `limit`, nearest first; of equal distance
  /// in the order in which they were added.
  ///
  /// - Parameter limit: A sum of squared distances, as in `Near`.
  /// - Returns: none for a glyph without ink.
  public func near(
    _ rasters: [GlyphRaster], within limit: Float, scratch: MatcherScratch
  ) -> [[Near]] {
    guard count > 0 else { return rasters.map { _ in [] } }
    let batch = GlyphCoder.batch
    return stride(from: 0, to: rasters.count, by: batch).flatMap { first in
      search(Array(rasters[first..<min(rasters.count, first + batch)]), limit, scratch)
    }
  }

  private func search(
    _ rasters: [GlyphRaster], _ limit: Float, _ scratch: MatcherScratch
  ) -> [[Near]] {
    let places = scratch.code(rasters)
    scratch.nearest.search(
      scratch.codes[0], count: places.count { $0 != nil }, entries: codes[0], norms: norms,
      dimensions: matcher.layout.parts[0].count, limit: Self.shortlist)
    return places.map { place in
      guard let place else { return [] }
      let found = scratch.nearest.entries(ofQuery: place).map { figure in
        let distances = matcher.distances { part, count in
          SearchKernels.distance(
            scratch.codes[part], at: place * count, codes[part], at: figure * count,
            dimensions: count)
        }
        return (figure: figure, distance: distances.reduce(0, +))
      }
      return found.filter { $0.distance <= limit }
        .sorted { ($0.distance, $0.figure) < ($1.distance, $1.figure) }
        .map { Near(digest: digests[$0.figure], squaredDistance: $0.distance) }
    }
  }
}

extension Matcher {
  /// What codes figures and looks at no entry.
  func makeFigureScratch() -> MatcherScratch { makeScratch(cacheByteCount: 0) }

  /// The codes of up to `GlyphCoder.batch` glyphs, those without ink left out.
  func coded(
    _ rasters: [GlyphRaster], _ scratch: MatcherScratch
  ) -> (places: [Int?], codes: [[Int8]]) {
    let places = scratch.code(rasters)
    let inked = places.count { $0 != nil }
    return (
      places, zip(layout.parts, scratch.codes).map { Array($1.prefix(inked * $0.count)) }
    )
  }
}

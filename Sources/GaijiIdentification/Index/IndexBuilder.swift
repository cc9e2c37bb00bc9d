internal import GaijiGlyphs
internal import GaijiHashing

/// Draws glyphs and makes the tables of an index from them.
struct IndexBuilder {
  /// Glyphs that a thread does at a time.
  private static let blockSize = 64
  /// Glyphs whose mean is taken off all: enough for a middle, few enough to cost nothing.
  private static let sampleSize = 1024

  let fonts: [FontFile]
  let model: IdentifierModel
  let glyphs: [IndexGlyph]
  let threads: Int

  /// What a thread has of its own.
  private final class Worker {
    let faces: [FontFace]
    let coder: GlyphCoder

    init(_ fonts: [FontFile], _ model: IdentifierModel, offsets: [[Float]]) throws(GlyphError) {
      var faces: [FontFace] = []
      for font in fonts { faces.append(try font.face()) }
      self.faces = faces
      coder = GlyphCoder(model, offsets: offsets)
    }

    func draw(_ glyph: IndexGlyph) throws(GlyphError) -> GlyphRaster {
      try faces[glyph.font].raster(
        glyph: glyph.glyph, pixelsPerEm: GlyphIndex.masterPixelsPerEm)
    }
  }

  private struct Block: Sendable {
    /// The places of its glyphs that have ink, and for each the SHA-256 of its picture.
    var inked: [Int] = []
    var pictures: [SHA256Digest] = []
    /// By part of the `CodeLayout`.
    var codes: [[Int8]] = []
  }

  func tables(digests: [String]) throws(GlyphError) -> [IndexTable] {
    let offsets = try self.offsets()
    let count = (glyphs.count + Self.blockSize - 1) / Self.blockSize
    let blocks = try Parallel.run(count, threads: threads) { () throws(GlyphError) in
      try Worker(fonts, model, offsets: offsets)
    } _: { worker, number throws(GlyphError) in
      let first = number * Self.blockSize
      return try block(first..<min(first + Self.blockSize, glyphs.count), worker)
    }
    let inked = blocks.flatMap(\.inked).map { glyphs[$0] }
    var firsts: [SHA256Digest: Int] = [:]
    let groups = blocks.flatMap(\.pictures).enumerated().map { place, picture in
      if let first = firsts[picture] { return first }
      firsts[picture] = place
      return place
    }
    let layout = CodeLayout(model)
    let facts = IndexFacts(
      model: model.digest.description,
      fonts: zip(digests, fonts).map { IndexFacts.Font(digest: $0, path: Self.line($1.path)) },
      entryCount: inked.count, codes: layout.parts)
    let entries = EntryTables(inked, groups: groups)
    let norms = blocks.flatMap {
      SearchKernels.norms($0.codes[0], dimensions: layout.parts[0].count)
    }
    return [
      IndexTable(Array(facts.text.utf8)), IndexTable(FlatBytes.bytes(of: entries.records)),
      IndexTable(entries.names), IndexTable(FlatBytes.bytes(of: entries.bases)),
      IndexTable(FlatBytes.bytes(of: entries.pairs)),
      IndexTable(FlatBytes.bytes(of: offsets.flatMap { $0 })),
      IndexTable(FlatBytes.bytes(of: norms)),
    ]
      + layout.parts.indices.map { part in
        IndexTable(pieces: blocks.map { FlatBytes.bytes(of: $0.codes[part]) })
      }
  }

  /// A path on one line.
  private static func line(_ path: String) -> String {
    String(decoding: path.utf8.map { $0 < 0x20 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }

  private func block(_ places: Range<Int>, _ worker: Worker) throws(GlyphError) -> Block {
    var block = Block()
    var waiting = 0
    func flush(_ block: inout Block) {
      guard waiting > 0 else { return }
      worker.coder.project(waiting)
      var codes = worker.coder.emptyCodes(waiting)
      worker.coder.code(waiting, into: &codes)
      if block.codes.isEmpty { block.codes = worker.coder.emptyCodes(0) }
      for part in codes.indices { block.codes[part] += codes[part] }
      waiting = 0
    }
    for place in places {
      let picture = try worker.draw(glyphs[place])
      guard worker.coder.take(picture, slot: waiting) else { continue }
      waiting += 1
      block.inked.append(place)
      block.pictures.append(Self.digest(of: picture))
      if waiting == GlyphCoder.batch { flush(&block) }
    }
    flush(&block)
    if block.codes.isEmpty { block.codes = worker.coder.emptyCodes(0) }
    return block
  }

  private static func digest(of picture: GlyphRaster) -> SHA256Digest {
    let hash = SHA256()
    hash.update(Array("\(picture.width) \(picture.height)\n".utf8))
    hash.update(picture.ink)
    return hash.finalize()
  }

  /// The mean projection of glyphs spread evenly over all.
  private func offsets() throws(GlyphError) -> [[Float]] {
    let worker = try Worker(fonts, model, offsets: GlyphCoder.zeroOffsets(model))
    let step = max(1, glyphs.count / Self.sampleSize)
    var sums = model.views.map { [Double](repeating: 0, count: $0.matrix.paddedDimensions) }
    var count = 0
    for place in stride(from: 0, to: glyphs.count, by: step) {
      guard worker.coder.take(try worker.draw(glyphs[place]), slot: 0) else { continue }
      worker.coder.project(1)
      count += 1
      for view in sums.indices {
        for (place, value) in worker.coder.projection(view: view, slot: 0).enumerated() {
          sums[view][place] += Double(value)
        }
      }
    }
    return sums.map { $0.map { count == 0 ? 0 : Float($0 / Double(count)) } }
  }
}

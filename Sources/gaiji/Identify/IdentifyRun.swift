import Foundation
import GaijiFiles
import GaijiGlyphs
import GaijiIdentification
import Synchronization

/// Identifies the glyphs of some collections and hands on what is proposed, in their order.
struct IdentifyRun {
  let identifier: Identifier
  let threads: Int
  /// Candidates to name.
  let count: Int
  let code: (CollectedGlyph) -> (text: String?, value: UInt32?)
  let progress: IdentifyProgress
  var evidence = EvidenceSet.none

  /// - Parameter take: Is given each glyph's place in the collection, its proposal, and what draws it
  ///   with so many pixels per em.
  func identify(
    _ collection: GlyphCollection,
    _ take: (Int, GlyphProposal, _ picture: (Int) throws -> GlyphRaster) throws -> Void
  ) throws {
    let reader = try collection.reader()
    let marks = reader.marks()
    let all = collection.glyphs.indices
    for lower in stride(from: 0, to: all.count, by: Identifier.largestCollection) {
      let numbers = lower..<min(all.count, lower + Identifier.largestCollection)
      let glyphs = try identifier.identify(
        collection, numbers, marks: marks, count: count, threads: threads,
        approved: evidence.figures
      ) { [progress] done in
        progress.add(done)
      } shouldStop: {
        if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
      }
      let priors = identifier.priors(glyphs)
      let input = Identifier.ProposalInput(count: count, evidence: evidence, code: code)
      for glyph in glyphs {
        var original: IdentifiedGlyph?
        if case .duplicate(let earlier) = glyph.state, earlier >= lower {
          original = glyphs[earlier - lower]
        }
        let proposal = identifier.proposal(
          glyph, of: collection, priors, input, original: original)
        try take(glyph.number, proposal) {
          try reader.raster(glyph.number, pixelsPerEm: $0)
        }
      }
    }
  }
}

/// A line on a terminal's standard error; nothing anywhere else.
final class IdentifyProgress: Sendable {
  private let isShown: Bool
  private let total: Int
  private let state = Mutex((done: 0, last: ContinuousClock.now))

  init(isWanted: Bool, total: Int) {
    isShown = isWanted && isatty(2) == 1
    self.total = total
  }

  func add(_ count: Int) {
    guard isShown else { return }
    let done = state.withLock { state -> Int? in
      state.done += count
      let now = ContinuousClock.now
      guard now - state.last >= .milliseconds(200) else { return nil }
      state.last = now
      return state.done
    }
    if let done {
      FileHandle.standardError.write(Data("\r\(done) of \(total) glyphs\u{1B}[K".utf8))
    }
  }

  func clear() {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }
}

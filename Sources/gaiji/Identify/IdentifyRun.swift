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

  /// A glyph of the collection, by its place there, and what is proposed for it.
  struct Identified: Sendable {
    var number: Int
    var proposal: GlyphProposal
  }

  /// Proposals that are handed on together: enough for every thread to be busy with them.
  private static let portion = 512

  /// - Parameter take: Is given the proposals in the order of the glyphs, some at a time, and what draws
  ///   a glyph with so many pixels per em.
  func identify(
    _ collection: GlyphCollection,
    _ take: ([Identified], _ picture: (_ number: Int, _ pixelsPerEm: Int) throws -> GlyphRaster)
      throws -> Void
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
      for first in stride(from: 0, to: glyphs.count, by: Self.portion) {
        let portion = glyphs[first..<min(glyphs.count, first + Self.portion)].map { glyph in
          var original: IdentifiedGlyph?
          if case .duplicate(let earlier) = glyph.state, earlier >= lower {
            original = glyphs[earlier - lower]
          }
          return Identified(
            number: glyph.number,
            proposal: identifier.proposal(glyph, of: collection, priors, input, original: original))
        }
        try take(portion) { try reader.raster($0, pixelsPerEm: $1) }
        if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
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

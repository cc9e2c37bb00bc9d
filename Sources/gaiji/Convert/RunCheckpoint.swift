import Foundation
import GaijiFiles
import GaijiHostRecords
import GaijiTranscoding

/// The checkpoint of one run: what an earlier run left, and what this one puts in its place.
final class RunCheckpoint {
  let path: String
  let interval: CheckpointInterval
  /// What the conversion is, to be compared with that of an earlier run.
  private let facts: [Checkpoint.Fact]
  /// Where an earlier run had come to.
  private(set) var found: Checkpoint?
  /// A checkpoint stands under the name, so the parts of the output must stay.
  private(set) var isSaved = false

  /// - Throws: usage, when what stands under the name is not a checkpoint of this conversion.
  init(path: String, seconds: Double, facts: [Checkpoint.Fact]) throws {
    self.path = path
    self.facts = facts
    interval = .seconds(seconds)
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw FileError(.open, path: path, code: errno)
    }
    do {
      let checkpoint = try Checkpoint([UInt8](bytes))
      try checkpoint.check(facts)
      found = checkpoint
      isSaved = true
    } catch {
      throw failure(.usage, "checkpoint \(path): \(error)")
    }
  }

  /// Makes what was written so far durable, and then the checkpoint of it.
  func save(
    _ state: RunState, _ output: OutputFile, _ rejected: OutputFile?, _ occurrences: OccurrenceFile?
  ) throws {
    let checkpoint = Checkpoint(
      facts: facts, state: state, output: try output.checkpoint(),
      rejected: try rejected?.checkpoint(), occurrences: try occurrences?.checkpoint())
    try DurableFile.replace(path: path, with: checkpoint.bytes)
    isSaved = true
  }

  /// Whether a later run should go on after this error: not when it would only meet it again.
  func keepsParts(after error: any Error) -> Bool {
    isSaved && !(error is ConversionStop) && !(error is FramingError)
  }

  /// From here on the run is as good as done.
  func remove() throws {
    guard isSaved else { return }
    isSaved = false
    try DurableFile.remove(path: path)
  }

  /// How to go on, for a run that ended too early.
  var hint: String {
    "gaiji: what was done is kept; the same command goes on from \(path) (remove that file and the "
      + ".part files to begin anew)"
  }
}

import ArgumentParser

/// How a run can be gone on with after a crash.
struct CheckpointFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep a checkpoint: the same command goes on from it after a crash or a signal.",
      discussion: """
        What is converted so far is made durable every --checkpoint-every seconds. A run that finds \
        the file goes on where it says, with any number of threads, and ends with the same output \
        and report; it refuses when input, release, policy, layouts or flags are others than then. \
        An input that is a pipe or compressed is read again up to there. The file holds samples of \
        the data, as the report does, and is removed in the end.
        """, valueName: "file"))
  var checkpoint: String?

  @Option(help: ArgumentHelp("Seconds between two checkpoints.", valueName: "seconds"))
  var checkpointEvery: Double = 10

  func validate() throws {
    if !(0...86_400).contains(checkpointEvery) {
      throw ValidationError("--checkpoint-every \(checkpointEvery): expected 0 to 86400 seconds")
    }
  }
}

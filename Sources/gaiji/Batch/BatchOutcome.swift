import GaijiFiles
import GaijiReports

/// How a batch ended, from how its files did.
struct BatchOutcome {
  private var states: [BatchFile.State: Int] = [:]
  private var statuses: Set<Int32> = []

  mutating func add(_ file: BatchFile) {
    states[file.state, default: 0] += 1
    if file.status != 0 { statuses.insert(Int32(file.status)) }
  }

  private func count(_ state: BatchFile.State) -> Int { states[state] ?? 0 }

  var exit: BatchRun.ExitReason {
    if Interruption.signal != 0 { return .interrupted }
    if count(.failed) + count(.notMatched) + count(.notReached) > 0 { return .incomplete }
    return count(.unmappedAboveLimit) > 0 ? .unmappedAboveLimit : .complete
  }

  /// The gravest: a fault of this program, then an output that could not be written. Everything else
  /// that went wrong with a file is bad data of the batch, 64 among it: other files are converted,
  /// and 64 by itself says that nothing was done.
  var status: Int32 {
    switch exit {
    case .interrupted: 128 + Interruption.signal
    case .complete: ExitStatus.success.rawValue
    case .unmappedAboveLimit: ExitStatus.unmapped.rawValue
    case .incomplete:
      [ExitStatus.software, .ioError].first { statuses.contains($0.rawValue) }?.rawValue
        ?? ExitStatus.badData.rawValue
    }
  }

  /// For standard error.
  var text: String {
    let words = BatchFile.State.allCases.compactMap { state in
      states[state].map { "\($0) \(state.rawValue)" }
    }
    return "\(states.values.reduce(0, +)) files: " + words.joined(separator: ", ")
  }
}

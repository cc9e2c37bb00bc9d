import ArgumentParser
import GaijiCatalog
import GaijiFiles
import GaijiHostRecords
import GaijiPolicies
import GaijiRelease
import GaijiReports
import GaijiTranscoding

/// Runs a command's body and turns what it throws into one message and an exit status.
func withExitStatus(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch {
    guard let status = exitStatus(of: error) else { throw error }
    printError("gaiji: \(error)")
    throw ExitCode(status)
  }
}

/// The exit status that stands for an error, where the message is the error's own; `nil` for what
/// the argument parser knows itself, and for what nobody expects.
func exitStatus(of error: any Error) -> Int32? {
  switch error {
  case PlanError.release(let error): error.exitStatus.rawValue
  case is PolicyError, is PlanError, is ColumnError, is HostPlanError, is CheckpointError,
    is BatchUsageError:
    ExitStatus.usage.rawValue
  case is FramingError, is ConversionStop, is EarlierBatchError: ExitStatus.badData.rawValue
  case is ConservationError: ExitStatus.software.rawValue
  case let error as FileError where error.isInterruption: 128 + Interruption.signal
  case let error as FileError:
    switch error.operation {
    case .open: ExitStatus.noInput.rawValue
    case .replace, .same, .resume: ExitStatus.usage.rawValue
    case .decompress where error.code == 0: ExitStatus.badData.rawValue
    default: ExitStatus.ioError.rawValue
    }
  case let error as InterruptedError: 128 + error.signal
  case let error as ReleaseError: error.exitStatus.rawValue
  case let error as CatalogError: error.exitStatus.rawValue
  case is ReportFileError: ExitStatus.ioError.rawValue
  default: nil
  }
}

/// The exit statuses, for `--help`.
let exitStatusHelp = """
  EXIT STATUS
    0    success
    2    success, but more unmapped characters than --fail-on-unmapped allows
    64   usage: unknown flag, policy key, column, charset or system
    65   bad data: the policy says stop, a quote is not closed, a release is corrupt, a compressed
         file is damaged or cut off
    66   the input, the release or the catalogue cannot be opened
    70   conservation does not hold: a fault of this program, the output is removed
    74   input or output failed (disk full, pipe closed)
    130, 143  ended by a signal
  In every case but 0 and 2 no file stands under the output's name.
  """

import ArgumentParser
import GaijiCatalog
import GaijiFiles
import GaijiHostRecords
import GaijiPolicies
import GaijiRelease
import GaijiTranscoding

/// Runs a command's body and turns what it throws into one message and an exit status.
func withExitStatus(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as ExitCode {
    throw error
  } catch let error as ValidationError {
    throw error
  } catch let error as PolicyError {
    throw failure(.usage, error.description)
  } catch let error as PlanError {
    throw failure(.usage, error.description)
  } catch let error as ColumnError {
    throw failure(.usage, error.description)
  } catch let error as HostPlanError {
    throw failure(.usage, error.description)
  } catch let error as CheckpointError {
    throw failure(.usage, error.description)
  } catch let error as FramingError {
    throw failure(.badData, error.description)
  } catch let error as ConversionStop {
    throw failure(.badData, error.description)
  } catch let error as FileError where error.isInterruption {
    printError("gaiji: \(error)")
    throw ExitCode(128 + Interruption.signal)
  } catch let error as FileError {
    switch error.operation {
    case .open: throw failure(.noInput, error.description)
    case .replace, .same, .resume: throw failure(.usage, error.description)
    case .decompress where error.code == 0: throw failure(.badData, error.description)
    default: throw failure(.ioError, error.description)
    }
  } catch let error as InterruptedError {
    printError("gaiji: \(error)")
    throw ExitCode(128 + error.signal)
  } catch let error as ReleaseError {
    throw failure(error.exitStatus, error.description)
  } catch let error as CatalogError {
    throw failure(error.exitStatus, error.description)
  } catch let error as ReportFileError {
    throw failure(.ioError, error.description)
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

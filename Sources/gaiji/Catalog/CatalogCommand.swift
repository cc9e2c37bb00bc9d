import ArgumentParser
import Foundation
import GaijiCatalog
import GaijiRelease

/// `gaiji catalog …`: the system of record.
struct CatalogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Make, fill, look at and compile the catalogue of gaiji identifications.",
    discussion: """
      The catalogue is one SQLite file. Without --catalog it is the file that the environment \
      variable GAIJI_CATALOG names, else .gaiji/catalog.sqlite in the working directory.

      Exit statuses: 0 success, 64 usage, 65 wrong data, 66 no input, 74 input/output error.
      """,
    subcommands: [
      CatalogInitCommand.self, CatalogImportCommand.self, CatalogImportGJCommand.self,
      CatalogStatusCommand.self, CatalogShowCommand.self, CatalogExportCommand.self,
      CatalogCompileCommand.self, CatalogVerifyReleaseCommand.self, CatalogUpgradeCommand.self,
    ])
}

/// The option that all catalogue commands share.
struct CatalogOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The catalogue.", valueName: "file"))
  var catalog: String?

  var path: String { catalog ?? DefaultPath.catalog }

  /// Opens the catalogue for one command.
  func open(_ access: Catalog.Access) throws -> Catalog {
    try exiting { try Catalog.open(at: path, access) }
  }
}

/// Runs the body and turns the layers' errors to a message and an exit status.
func exiting<R>(_ body: () throws -> R) throws -> R {
  do { return try body() } catch let error as CatalogError {
    throw failure(error.exitStatus, "\(error)")
  } catch let error as ReleaseError {
    throw failure(error.exitStatus, "\(error)")
  }
}

extension CatalogError {
  var exitStatus: ExitStatus {
    switch self {
    case .notFound, .cannotOpen: .noInput
    case .alreadyExists: .usage
    case .notACatalogue, .damaged, .tooOld, .tooNew, .source, .unknown, .refused, .inconsistent:
      .badData
    case .readOnly, .locked, .writeFailed: .ioError
    }
  }
}

extension ReleaseError {
  var exitStatus: ExitStatus {
    switch self {
    case .cannotOpen: .noInput
    case .cannotWrite: .ioError
    case .inFile(_, let error): error.exitStatus
    default: .badData
    }
  }
}

import ArgumentParser
import GaijiCatalog
import GaijiFiles
import GaijiGlyphs
import GaijiIdentification

/// Runs the body of a command of identification and turns what it throws into one message and an exit
/// status.
func withIdentifierStatus(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as GlyphError {
    throw failure(error.exitStatus, "\(error)")
  } catch let error as GlyphIndexError {
    throw failure(error.exitStatus, "\(error)")
  } catch let error as IdentifierModelError {
    throw failure(.badData, "\(error)")
  } catch let error as IdentificationFileError {
    throw failure(.badData, "\(error)")
  } catch {
    guard let status = exitStatus(of: error) else { throw error }
    printError("gaiji: \(error)")
    throw ExitCode(status)
  }
}

extension GlyphError {
  var exitStatus: ExitStatus {
    switch kind {
    case .unreadable: .noInput
    case .absent: .usage
    case .unknownForm, .damaged, .tooLarge, .unsupported: .badData
    }
  }
}

extension GlyphIndexError {
  var exitStatus: ExitStatus {
    switch self {
    case .unreadable: .noInput
    case .damaged, .other: .badData
    case .cannotMake: .ioError
    }
  }
}

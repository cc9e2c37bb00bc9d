import ArgumentParser
import Foundation
import GaijiIdentification

/// Where the identifier's model lies.
enum ModelPlace {
  /// The model's folder: the one that is named, else the first that has an `identifier.json`:
  /// `$GAIJI_DATA/identifier`, `../share/gaiji/identifier` beside the program, `Data/identifier` of
  /// the checkout that the program was built in.
  static func folder(_ given: String?) throws -> String {
    if let given { return given }
    let places = candidates()
    if let found = places.first(where: { hasModel($0) }) { return found }
    throw failure(
      .noInput,
      "no identifier model; looked for \(IdentifierModel.fileName) in "
        + places.joined(separator: ", ") + "; name its folder with --model")
  }

  private static func candidates() -> [String] {
    var places: [String] = []
    if let data = ProcessInfo.processInfo.environment["GAIJI_DATA"], !data.isEmpty {
      places.append(data + "/identifier")
    }
    // The folder of the program itself, behind all links.
    var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    places.append(
      folder.deletingLastPathComponent().appending(path: "share/gaiji/identifier").path)
    while folder.path != "/" {
      let place = folder.appending(path: "Data/identifier").path
      // Above a program that stands in a checkout there is its Package.swift.
      let package = folder.appending(path: "Package.swift").path
      if FileManager.default.fileExists(atPath: package) {
        places.append(place)
        break
      }
      folder = folder.deletingLastPathComponent()
    }
    return places
  }

  private static func hasModel(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/" + IdentifierModel.fileName)
  }
}

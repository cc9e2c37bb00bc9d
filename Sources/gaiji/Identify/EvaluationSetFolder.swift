import Foundation
import GaijiIdentification

/// One split of an evaluation set: the right answers, and the file with the glyphs.
struct EvaluationSplitFiles: Hashable {
  /// The folder's name.
  var set: String
  /// `dev`, `holdout`, ...
  var split: String
  var truth: String
  /// Concatenated images, or a font.
  var glyphs: String

  private static let ending = ".truth.tsv"

  /// All splits of a set's folder, or of a folder of sets, by name.
  ///
  /// `X.truth.tsv` is the truth of the split X; its glyphs are in the one other file whose name without
  /// its ending is X or ends with `_X` or `-X`.
  static func find(in folder: String) throws -> [Self] {
    let own = try splits(in: folder)
    if !own.isEmpty { return own }
    let below = try names(in: folder).map { folder + "/" + $0 }.filter(isFolder)
    let found = try below.flatMap { try splits(in: $0) }
    guard !found.isEmpty else {
      throw IdentificationFileError(
        folder, "no evaluation set: a file like dev\(ending) is expected in it or in its folders")
    }
    return found
  }

  private static func splits(in folder: String) throws -> [Self] {
    let names = try names(in: folder)
    return try names.filter { $0.hasSuffix(ending) && $0 != ending }.map { truth in
      let split = String(truth.dropLast(ending.count))
      let glyphs = names.filter { name in
        let stem = (name as NSString).deletingPathExtension
        return !name.hasSuffix(".tsv") && !isFolder(folder + "/" + name)
          && (stem == split || stem.hasSuffix("_" + split) || stem.hasSuffix("-" + split))
      }
      guard glyphs.count == 1 else {
        throw IdentificationFileError(
          folder + "/" + truth,
          glyphs.isEmpty
            ? "no glyphs beside it: a file named \(split).pbm, \(split).pgm or …_\(split).ttf is "
              + "expected"
            : "several files could be its glyphs: \(glyphs.joined(separator: ", ")); leave one")
      }
      let path = URL(filePath: folder).standardizedFileURL
      return Self(
        set: path.lastPathComponent, split: split, truth: folder + "/" + truth,
        glyphs: folder + "/" + glyphs[0])
    }
  }

  private static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    } catch {
      throw failure(.noInput, "cannot open \(folder): it is no folder that can be read")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

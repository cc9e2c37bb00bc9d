internal import Foundation
public import GaijiCharsets
internal import GaijiHashing

/// The files that the embedded default catalogue is made of.
public struct CatalogSources: Sendable {
  /// IPAmj明朝: MJ glyph names, cmap 12 and 14.
  public var font: String
  /// Folder of `Unihan_*.txt.bz2`.
  public var unihan: String
  /// `_jntajis.h` of the package jntajis-python.
  public var jntajis: String
  /// Charsets to draw; the standard ones unless a test wants fewer.
  public var charsets: [String]

  /// The places where Debian's fonts-ipamj-mincho and unicode-data put theirs.
  public static let debianFont = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf"
  public static let debianUnihan = "/usr/share/unicode"

  public init(
    font: String = debianFont, unihan: String = debianUnihan, jntajis: String,
    charsets: [String] = CharsetNames.standard
  ) {
    self.font = font
    self.unihan = unihan
    self.jntajis = jntajis
    self.charsets = charsets
  }
}

/// One source as it goes into the table `source`.
public struct SourceRecord: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case font, unihan, jntajis, icu, unicode, gj, mapping
    /// A table of a code system.
    case charset
    /// A font or image with gaiji of an organisation.
    case glyphs
  }

  public var kind: Kind
  /// The last component of the file's path, or a library's name.
  public var file: String
  /// Of the file, in lower-case hexadecimal; only `icu`, `unicode` and folders of glyphs have none.
  public var sha256: String?
  /// As the publisher names it; empty when it has no name.
  public var edition: String
  public var licence: String

  public init(kind: Kind, file: String, sha256: String?, edition: String, licence: String) {
    self.kind = kind
    self.file = file
    self.sha256 = sha256
    self.edition = edition
    self.licence = licence
  }
}

/// A source file in memory.
struct SourceFile {
  let path: String
  let bytes: [UInt8]

  /// The last component of the path: where the file lay on a machine is not a fact about it.
  var name: String { URL(filePath: path).lastPathComponent }

  /// - Parameter hint: What to say after "it is not there".
  init(_ path: String, hint: String = "") throws(CatalogError) {
    self.path = path
    do {
      bytes = [UInt8](try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe))
    } catch {
      let reason = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "is not there"
      throw .cannotOpen(path: path, reason: "it " + reason + hint)
    }
  }

  func record(
    _ kind: SourceRecord.Kind, edition: String, licence: String
  ) -> SourceRecord {
    SourceRecord(
      kind: kind, file: name, sha256: SHA256.digest(of: bytes).description, edition: edition,
      licence: licence)
  }

  /// Runs a reader and says of which file its error is.
  func parse<R>(_ body: ([UInt8]) throws -> R) throws(CatalogError) -> R {
    do { return try body(bytes) } catch { throw .source(file: path, reason: "\(error)") }
  }
}

/// The licences under which the sources' facts come; shown by `gaiji catalog status`.
enum Licence {
  static let ipaFont = "IPA Font License v1.0 (mapping facts of the font)"
  static let gjFont = "SIL OFL 1.1 (mapping facts of the font)"
  static let gjList = "list of the Digital Agency (facts)"
  static let unicode = "Unicode License v3"
  static let jntajis =
    "shrink map: CC BY-SA 2.1 JP (文字情報技術促進協議会); "
    + "JIS shrink map: CC BY 4.0 (国税庁); package: BSD-3-Clause"
  static let icu = "Unicode License v3 (ICU)"
  static let mapping = "of the organisation that made it"
}

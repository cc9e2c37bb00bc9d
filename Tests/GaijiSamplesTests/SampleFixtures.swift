import Foundation
import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

/// What the sample tests share: the real vocabulary and real tables, made-up character forms.
enum Fixtures {
  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let vocabularyFolder = packageRoot.appending(path: "Data/sample").path

  static let vocabulary = Result { try Vocabulary(directory: vocabularyFolder) }

  static let jntajisHeader =
    (ProcessInfo.processInfo.environment["GAIJI_DATA"].map { URL(filePath: $0) }
    ?? packageRoot.appending(path: ".gaiji/data")).appending(path: "jntajis/_jntajis.h")
  /// Without the header that `Scripts/setup` fetches, the two JIS X 0213 charsets are left out.
  static let hasJISX0213 = FileManager.default.fileExists(atPath: jntajisHeader.path)
  static let charsetNames = CharsetNames.standard.filter {
    hasJISX0213 || $0 != "shift_jis-2004" && $0 != "euc-jis-2004"
  }

  private static let rows = Result {
    try hasJISX0213 ? JISX0213Rows(jntajisHeader: [UInt8](Data(contentsOf: jntajisHeader))) : nil
  }

  /// Each table is drawn once for the whole run.
  private static let charsets = Result {
    try Dictionary(
      uniqueKeysWithValues: charsetNames.map {
        ($0, try CharsetBuilder.build($0, jisx0213: rows.get()))
      })
  }

  static func charset(_ name: String) throws -> CharsetTable {
    try #require(try charsets.get()[name], "charset \(name)")
  }

  /// Made up, so that the tests need no font: every kanji from U+4E00 to U+9FFF has one character
  /// for its code point and three that only variation sequences write; 𠮷 and 㐂 have their own.
  static let forms: [CharacterForms] = {
    var forms: [CharacterForms] = []
    func identity() -> CharacterIdentity {
      CharacterIdentity(.mj, number: UInt32(forms.count + 1))!
    }
    for scalar in [UInt32(0x20BB7), 0x3402] + Array(0x4E00...0x9FFF) {
      forms.append(CharacterForms(identity: identity(), direct: [scalar]))
      for selector in UInt32(0xE0101)...0xE0103 {
        forms.append(
          CharacterForms(
            identity: identity(), ivs: [CharacterSequence(scalar, selector: selector)]))
      }
    }
    return forms
  }()

  private static let plans = Result {
    try charsets.get().mapValues {
      try GaijiPlan(charset: $0, forms: forms, vocabulary: vocabulary.get())
    }
  }

  static func plan(_ name: String) throws -> GaijiPlan {
    try #require(try plans.get()[name], "charset \(name)")
  }

  /// A finished sample with its header.
  static func sample(
    _ name: String, rows: Int, seed: UInt64 = 1,
    newline: SampleGenerator.Newline = .crlf, gaijiShare: Int? = nil
  ) throws -> SampleGenerator {
    var generator = try SampleGenerator(
      charset: charset(name), vocabulary: vocabulary.get(), plan: plan(name), seed: seed,
      newline: newline, gaijiShare: gaijiShare)
    generator.appendHeader()
    for _ in 0..<rows { generator.appendRecord() }
    generator.finish()
    return generator
  }

  /// Code to scalars, from the text of the mapping file.
  static func usableMapping(_ plan: GaijiPlan) throws -> [UInt32: [UInt32]] {
    let forms = Dictionary(uniqueKeysWithValues: forms.map { ($0.identity, $0) })
    var mapping: [UInt32: [UInt32]] = [:]
    for record in csvFields(try decodeUTF8(plan.mappingCSV())).dropFirst() {
      let fields = record.map(\.text)
      guard fields[6] == "approved", fields[5] != "none" else { continue }
      let code = try #require(UInt32(fields[3], radix: 16))
      let identity = try #require(CharacterIdentity(fields[4]))
      let form = try #require(forms[identity])
      mapping[code] = form.direct.first.map { [$0] } ?? form.ivs[0].scalars
    }
    return mapping
  }
}

extension [UInt32] {
  /// As text, one `Unicode.Scalar` each.
  var text: String { String(String.UnicodeScalarView(compactMap { Unicode.Scalar($0) })) }
}

/// Splits CSV (RFC 4180) into records and fields; quotes stay in the fields.
func csvFields(_ scalars: some Sequence<UInt32>) -> [[[UInt32]]] {
  var records: [[[UInt32]]] = []
  var record: [[UInt32]] = []
  var field: [UInt32] = []
  var isQuoted = false
  for scalar in scalars {
    switch scalar {
    case 0x22:
      isQuoted.toggle()
      field.append(scalar)
    case 0x2C where !isQuoted:
      record.append(field)
      field = []
    case 0x0A where !isQuoted:
      if field.last == 0x0D { field.removeLast() }
      records.append(record + [field])
      record = []
      field = []
    default: field.append(scalar)
    }
  }
  return records
}

/// The scalars of UTF-8.
func decodeUTF8(_ bytes: [UInt8]) throws -> [UInt32] {
  try #require(String(validating: bytes, as: UTF8.self)).unicodeScalars.map(\.value)
}

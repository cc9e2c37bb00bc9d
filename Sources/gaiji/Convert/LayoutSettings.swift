import ArgumentParser
import GaijiHashing
import GaijiLayouts
import GaijiModel
import GaijiTranscoding

/// Which side of a conversion is host records, and how they are cut: by flags, or by an entry of a
/// job file.
struct LayoutSettings {
  /// Path of the layout or copybook of the input.
  var layout: String?
  /// Path of the output's layout, or `same`.
  var outLayout: String?
  /// What host records become.
  var outFormat = LayoutFlags.OutputWord.csv
  /// Over what the layout says.
  var framing: RecordFraming?
  /// The level 01 of a copybook that has several.
  var item: String?
  var copybook = CopybookOptions()
}

extension LayoutSettings {
  var isUsed: Bool { layout != nil || outLayout != nil }

  /// Reads the layouts of both sides. Once for a run: its digests are then of what it used.
  func read() throws -> HostLayouts {
    let input = try layout.map(read)
    return HostLayouts(
      input: input, output: outLayout == "same" ? input : try outLayout.map(read),
      isSame: outLayout == "same")
  }

  /// The layouts of both sides, in the options of a run.
  func apply(_ layouts: HostLayouts, to options: inout TranscodingOptions) {
    if let input = layouts.input {
      options.inputLayout = input.layout
      options.hasHeader = outFormat != .jsonl
      options.writesJSONLines = outFormat == .jsonl
      options.format = outFormat == .tsv ? .tsv : .csv
    }
    options.outputLayout = layouts.output?.layout
  }

  private func read(_ path: String) throws -> LayoutFile {
    guard LayoutReader.isCopybook(path: path) || copybook == CopybookOptions() else {
      throw ValidationError(
        "\(path) is a layout file; how its copybooks are read stands in it ([cobol], use)")
    }
    return try readingLayout { () throws(LayoutError) in
      try LayoutReader.read(
        path: path, framing: framing, options: copybook, item: item)
    }
  }
}

/// The layouts that a conversion was given.
struct HostLayouts {
  var input: LayoutFile?
  var output: LayoutFile?
  /// The output's is the input's.
  var isSame: Bool

  /// The charset that the input's layout names.
  var inputCharset: String? { input?.charset }

  /// The charset that an output layout of its own names.
  var outputCharset: String? { isSame ? nil : output?.charset }

  /// What the layouts' notes say, for the user.
  var notes: [String] {
    ((input?.notes ?? []) + (isSame ? [] : output?.notes ?? [])).map(\.description)
  }

  /// SHA-256 of the layouts of both sides, whatever files they were read from.
  func digests() throws -> (input: String?, output: String?) {
    func digest(_ file: LayoutFile) throws -> String {
      var shown = ShownLayout(file)
      shown.notes = []
      let hash = SHA256()
      unsafe Array(try JSONText.text(shown).utf8).withUnsafeBytes { unsafe hash.update($0) }
      return hash.finalize().description
    }
    let first = try input.map(digest)
    return (first, isSame ? first : try output.map(digest))
  }
}

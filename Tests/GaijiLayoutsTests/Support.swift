import Foundation
import GaijiLayouts
import GaijiModel

/// The layouts of a copybook that is one text.
func layouts(
  _ text: String, _ change: (inout CopybookOptions) -> Void = { _ in }
) throws -> Copybook {
  var options = CopybookOptions()
  change(&options)
  return try CopybookParser.parse(text, name: "test.cpy", options: options)
}

/// `NAME offset length kind` of each field of the only layout.
func fields(
  _ text: String, _ change: (inout CopybookOptions) -> Void = { _ in }
) throws -> [String] {
  let copybook = try layouts(text, change)
  return copybook.layouts.count == 1 ? lines(copybook.layouts[0]) : []
}

func lines(_ layout: RecordLayout) -> [String] {
  layout.fields.map { "\($0.name) \($0.offset) \($0.byteCount) \($0.kindWord)" }
}

/// The one field of `01 R.` and an entry below it.
func field(
  _ clauses: String, _ change: (inout CopybookOptions) -> Void = { _ in }
) throws -> LayoutField? {
  try layouts("01 R. 05 A \(clauses).", change).layouts.first?.fields.first
}

/// The messages of a copybook that cannot be read; empty when it can.
func problems(
  _ text: String, _ change: (inout CopybookOptions) -> Void = { _ in }
) -> [String] {
  do {
    _ = try layouts(text, change)
    return []
  } catch let error as LayoutError {
    return error.problems.map(\.description)
  } catch {
    return ["another error: \(error)"]
  }
}

/// Every byte of a record is in exactly one field.
func coversEveryByte(_ layout: RecordLayout) -> Bool {
  var end = 0
  for field in layout.fields {
    guard field.offset == end, field.byteCount > 0 else { return false }
    end += field.byteCount
  }
  return end == layout.maximumByteCount
}

/// The text of a file of `Data/layouts`.
func sample(_ name: String) throws -> String {
  try String(contentsOfFile: samplePath(name), encoding: .utf8)
}

/// `Data/layouts` of the package that this file stands in.
func samplePath(_ name: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Data/layouts/" + name).path
}

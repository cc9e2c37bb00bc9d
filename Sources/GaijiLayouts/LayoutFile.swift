public import GaijiModel

/// What a layout file says.
public struct LayoutFile: Hashable, Sendable {
  public var layout: RecordFileLayout
  /// Name of the charset of the text fields; `nil` when the file does not say.
  public var charset: String?
  /// What was decided without being asked.
  public var notes: [LayoutMessage]

  public init(layout: RecordFileLayout, charset: String? = nil, notes: [LayoutMessage] = []) {
    self.layout = layout
    self.charset = charset
    self.notes = notes
  }
}

extension RecordLayout {
  /// The layout with a raw FILLER behind its last field, so that its longest record has `byteCount`
  /// bytes; itself when it is that long already.
  func extended(to byteCount: Int) -> RecordLayout {
    guard byteCount > maximumByteCount else { return self }
    let taken = Set(fields.map { FoldedName($0.name) })
    var number = 1
    while taken.contains(FoldedName("FILLER-\(number)"))
      || taken.contains(FoldedName("FILLER-\(number)(1)"))
    { number += 1 }
    var longer = self
    longer.fields.append(
      LayoutField(
        name: "FILLER-\(number)", kind: .raw, offset: maximumByteCount,
        byteCount: byteCount - maximumByteCount))
    longer.maximumByteCount = byteCount
    return longer
  }
}

internal import GaijiCharsets
internal import GaijiModel

/// One kind of record of a layout, as the generator fills it.
struct HostRecordType: Sendable {
  struct Field: Sendable {
    let field: LayoutField
    let role: HostRole
    /// Number of the element of a table that it belongs to; 0: of none.
    let element: Int
    let number: HostNumber?
    /// The variable table whose elements it counts.
    let counts: Int?
    let column: Int
    /// What the record type's condition wants to stand here.
    var fixed: Fixed?
  }

  enum Fixed: Sendable {
    case piece(HostPiece)
    case number(Int)
  }

  /// Bytes at an offset by which records of this type are known.
  struct Mark: Sendable {
    let offset: Int
    let bytes: [UInt8]

    func holds(for record: [UInt8]) -> Bool {
      offset + bytes.count <= record.count
        && bytes.indices.allSatisfy { record[offset + $0] == bytes[$0] }
    }
  }

  let layout: RecordLayout
  private(set) var fields: [Field]
  /// `nil`: every record that no other type takes.
  let mark: Mark?

  /// - Parameter columns: of the fields.
  init(
    _ type: RecordFileLayout.RecordType, columns: [Int], maker: HostPieceMaker
  ) throws(SampleError) {
    let layout = type.layout
    self.layout = layout
    var fields: [Field] = []
    for (index, field) in layout.fields.enumerated() {
      let isNumber = !field.kind.isText && field.kind != .raw
      fields.append(
        Field(
          field: field, role: HostRole(field), element: HostRole.element(field.name),
          number: isNumber
            ? HostNumber(
              kind: field.kind, byteCount: field.byteCount, isEBCDIC: maker.codes.isEBCDIC) : nil,
          counts: layout.tables.firstIndex { $0.counter == index }, column: columns[index]))
    }
    guard let condition = type.condition, let value = condition.values.first else {
      self.fields = fields
      mark = nil
      return
    }
    guard
      let place = fields.firstIndex(where: {
        $0.field.offset == condition.offset && $0.field.byteCount == condition.byteCount
          && $0.field.cell == nil
      })
    else {
      throw .layout(
        record: layout.name,
        reason: "its condition looks at bytes \(condition.offset)..."
          + "\(condition.offset + condition.byteCount - 1), which are no field; make them one")
    }
    let fixed = try Self.fixed(value, fields[place], in: layout.name, maker)
    fields[place].fixed = fixed.value
    self.fields = fields
    mark = Mark(offset: condition.offset, bytes: fixed.bytes)
  }

  private static func fixed(
    _ value: RecordFileLayout.Condition.Value, _ field: Field, in record: String,
    _ maker: HostPieceMaker
  ) throws(SampleError) -> (value: Fixed, bytes: [UInt8]) {
    let codes = maker.codes
    let text: [UInt32]
    switch value {
    case .text(let word): text = scalars(word)
    case .bytes(let bytes):
      // Bytes of one-byte characters; what they are is known from the table.
      text = bytes.map { DecodeEntry(rawValue: codes.charset.states[0].one[Int($0)]).value }
    }
    if let piece = field.field.kind == .double ? maker.double(text) : maker.single(text),
      piece.bytes.count <= field.field.byteCount
    {
      var bytes = piece.bytes
      while bytes.count < field.field.byteCount { bytes.append(codes.space) }
      if field.field.kind.isText { return (.piece(piece), bytes) }
      let digits = text.compactMap { (0x30...0x39).contains($0) ? Int($0 - 0x30) : nil }
      if case .zoned(let shape, _) = field.field.kind, !shape.isSigned, shape.scale == 0,
        digits.count == field.field.byteCount, digits.count <= 18
      {
        return (.number(digits.reduce(0) { $0 * 10 + $1 }), bytes)
      }
    }
    throw .layout(
      record: record,
      reason: "its condition on field \(field.field.name) is not one that the sample can fill; "
        + "compare a text field, or unsigned digits, with as many characters as it has bytes")
  }
}

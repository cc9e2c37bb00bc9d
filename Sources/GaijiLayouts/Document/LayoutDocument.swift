public import GaijiModel

/// A record layout as JSON: every number written out, so that another program needs no copybook.
public struct LayoutDocument: Codable, Hashable, Sendable {
  public var name: String
  /// With every variable table at its maximum.
  public var maximumByteCount: Int
  /// With every variable table at its minimum.
  public var minimumByteCount: Int
  public var fields: [Field]
  public var tables: [Table]

  public struct Field: Codable, Hashable, Sendable {
    public var name: String
    /// `single`, `double`, `mixed`, `zoned`, `packed`, `binary`, `float`, `raw`.
    public var type: String
    public var offset: Int
    public var length: Int
    /// For people.
    public var picture: String
    public var digits: Int?
    public var scale: Int?
    public var signed: Bool?
    public var sign: String?
    public var order: String?
    public var format: String?
    public var padding: String
    /// Index in `tables`, from 0, and the element, from 1.
    public var table: Int?
    public var element: Int?
  }

  public struct Table: Codable, Hashable, Sendable {
    /// Name of the field that holds the number of elements.
    public var counter: String
    public var offset: Int
    public var elementLength: Int
    public var minimum: Int
    public var maximum: Int
  }

  public init(_ layout: RecordLayout) {
    name = layout.name
    maximumByteCount = layout.maximumByteCount
    minimumByteCount = layout.minimumByteCount
    fields = layout.fields.map { Field($0) }
    tables = layout.tables.map {
      Table(
        counter: layout.fields[$0.counter].name, offset: $0.offset,
        elementLength: $0.elementByteCount, minimum: $0.minimum, maximum: $0.maximum)
    }
  }

  /// The layout that this document describes; `nil` when a word in it is not known or a counter is
  /// no field.
  public var layout: RecordLayout? {
    var layout = RecordLayout(name: name, fields: [], maximumByteCount: maximumByteCount)
    for field in fields {
      guard let read = field.layoutField else { return nil }
      layout.fields.append(read)
    }
    for table in tables {
      let counter = fields.firstIndex { $0.name.utf8.elementsEqual(table.counter.utf8) }
      guard let counter else { return nil }
      layout.tables.append(
        VariableTable(
          counter: counter, offset: table.offset, elementByteCount: table.elementLength,
          minimum: table.minimum, maximum: table.maximum))
    }
    return layout
  }
}

extension LayoutDocument.Field {
  init(_ field: LayoutField) {
    name = field.name
    type = field.kindWord
    offset = field.offset
    length = field.byteCount
    picture = field.pictureText
    padding = field.padding.word
    table = field.cell?.table
    element = field.cell?.element
    switch field.kind {
    case .zoned(let shape, let place):
      set(shape)
      sign = place.word
    case .packed(let shape): set(shape)
    case .binary(let shape, let byteOrder):
      set(shape)
      order = byteOrder.word
    case .float(let floatFormat): format = floatFormat.word
    case .single, .double, .mixed, .raw: break
    }
  }

  private mutating func set(_ shape: DecimalShape) {
    (digits, scale, signed) = (shape.digits, shape.scale, shape.isSigned)
  }

  fileprivate var layoutField: LayoutField? {
    guard let kind, let padding = FieldPadding(word: padding) else { return nil }
    var cell: LayoutField.TableCell?
    if let table, let element { cell = .init(table: table, element: element) }
    return LayoutField(
      name: name, kind: kind, offset: offset, byteCount: length, cell: cell, padding: padding)
  }

  private var kind: FieldKind? {
    let shape = DecimalShape(digits: digits ?? 0, scale: scale ?? 0, isSigned: signed ?? false)
    switch type {
    case "single": return .single
    case "double": return .double
    case "mixed": return .mixed
    case "raw": return .raw
    case "packed": return .packed(shape)
    case "zoned": return sign.flatMap { SignPlace(word: $0) }.map { .zoned(shape, $0) }
    case "binary": return order.flatMap { ByteOrder(word: $0) }.map { .binary(shape, $0) }
    case "float": return format.flatMap { FloatFormat(word: $0) }.map { .float($0) }
    default: return nil
    }
  }
}

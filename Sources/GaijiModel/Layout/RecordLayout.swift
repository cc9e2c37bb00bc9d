/// Where the fields of one kind of record lie and what their bytes mean. Flat: every occurrence of
/// a table is a field of its own, in the order of the output columns.
///
/// Offsets are those of a record in which every variable table (OCCURS DEPENDING ON) has its
/// maximum; `offset(of:counts:)` gives the place in a record at hand.
public struct RecordLayout: Hashable, Sendable {
  public var name: String
  public var fields: [LayoutField]
  /// OCCURS DEPENDING ON, by ascending offset, none inside another.
  public var tables: [VariableTable]
  /// Bytes of a record with every variable table at its maximum.
  public var maximumByteCount: Int

  public init(
    name: String, fields: [LayoutField], tables: [VariableTable] = [], maximumByteCount: Int
  ) {
    self.name = name
    self.fields = fields
    self.tables = tables
    self.maximumByteCount = maximumByteCount
  }

  /// Bytes of a record with every variable table at its minimum.
  public var minimumByteCount: Int {
    tables.reduce(maximumByteCount) { $0 - ($1.maximum - $1.minimum) * $1.elementByteCount }
  }

  /// Where a field begins in a record whose variable tables have these numbers of elements
  /// (by table), or `nil` when the field's element is not there.
  public func offset(of field: LayoutField, counts: [Int]) -> Int? {
    if let cell = field.cell, cell.element > counts[cell.table] { return nil }
    var offset = field.offset
    for (table, count) in zip(tables, counts) where table.endOffset <= field.offset {
      offset -= (table.maximum - count) * table.elementByteCount
    }
    return offset
  }
}

/// One elementary item, or one occurrence of it.
public struct LayoutField: Hashable, Sendable {
  /// Unique in its layout: `SHIMEI`, `KAZOKU-NAME(2)`.
  public var name: String
  public var kind: FieldKind
  /// Bytes from the record's start, with every variable table before it at its maximum.
  public var offset: Int
  public var byteCount: Int
  /// The element of a variable table that it belongs to.
  public var cell: TableCell?
  /// What fills a text field behind (or before) its text, and is not part of it.
  public var padding: FieldPadding

  /// An element (1 is the first) of a table of `RecordLayout.tables`.
  public struct TableCell: Hashable, Sendable {
    public var table: Int
    public var element: Int

    public init(table: Int, element: Int) {
      self.table = table
      self.element = element
    }
  }

  public init(
    name: String, kind: FieldKind, offset: Int, byteCount: Int, cell: TableCell? = nil,
    padding: FieldPadding = .trailing
  ) {
    self.name = name
    self.kind = kind
    self.offset = offset
    self.byteCount = byteCount
    self.cell = cell
    self.padding = padding
  }
}

/// Where the padding of a text field stands. The padding byte is the charset's space.
public enum FieldPadding: UInt8, Hashable, Sendable {
  /// Behind the text; removed when it is read.
  case trailing = 0
  /// Before the text (JUSTIFIED RIGHT).
  case leading = 1
  /// Padding is text: nothing is removed.
  case kept = 2
}

/// OCCURS DEPENDING ON: how many elements a record has, and where.
public struct VariableTable: Hashable, Sendable {
  /// Index in `RecordLayout.fields` of the number of elements. It lies before the table.
  public var counter: Int
  public var offset: Int
  public var elementByteCount: Int
  public var minimum: Int
  public var maximum: Int

  public init(counter: Int, offset: Int, elementByteCount: Int, minimum: Int, maximum: Int) {
    self.counter = counter
    self.offset = offset
    self.elementByteCount = elementByteCount
    self.minimum = minimum
    self.maximum = maximum
  }

  /// Behind the last possible element.
  public var endOffset: Int { offset + maximum * elementByteCount }
}

/// What the bytes of a field mean.
public enum FieldKind: Hashable, Sendable {
  /// One-byte codes only.
  case single
  /// Two-byte codes only, without shift sequences (PIC N).
  case double
  /// One- and two-byte codes; the field begins and should end in the one-byte state.
  case mixed
  /// Decimal digits, one a byte (PIC 9, USAGE DISPLAY).
  case zoned(DecimalShape, SignPlace)
  /// Packed decimal (COMP-3).
  case packed(DecimalShape)
  /// Two's complement (COMP, COMP-5); `digits` bounds the value of COMP and not that of COMP-5.
  case binary(DecimalShape, ByteOrder)
  /// Floating point of 4 or 8 bytes.
  case float(FloatFormat)
  /// Bytes without a meaning here: hexadecimal in a text output.
  case raw

  public var isText: Bool {
    switch self {
    case .single, .double, .mixed: true
    case .zoned, .packed, .binary, .float, .raw: false
    }
  }
}

/// Digits of a decimal number.
public struct DecimalShape: Hashable, Sendable {
  /// 1...38. For a binary number that the field's width alone bounds (COMP-5): 0.
  public var digits: Int
  /// Digits behind the decimal point; negative for trailing zeros that are not stored (PIC 9P).
  public var scale: Int
  public var isSigned: Bool

  public init(digits: Int, scale: Int = 0, isSigned: Bool = false) {
    self.digits = digits
    self.scale = scale
    self.isSigned = isSigned
  }
}

/// Where a zoned number has its sign.
public enum SignPlace: UInt8, Hashable, Sendable, CaseIterable {
  /// In the zone of the last digit; also the place for unsigned numbers, whose zone is plain.
  case trailing = 0
  case leading = 1
  /// A `+` or `-` of its own behind or before the digits.
  case trailingSeparate = 2
  case leadingSeparate = 3
}

public enum ByteOrder: UInt8, Hashable, Sendable {
  case big = 0
  case little = 1
}

public enum FloatFormat: UInt8, Hashable, Sendable {
  /// IBM hexadecimal floating point (COMP-1, COMP-2 of a host; Fujitsu's M format).
  case hexadecimal = 0
  case ieee = 1
  case ieeeLittleEndian = 2
}

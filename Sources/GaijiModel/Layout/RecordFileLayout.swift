/// How a file is cut into records, and which layout each of them has.
public struct RecordFileLayout: Hashable, Sendable {
  public var framing: RecordFraming
  /// In the order in which their conditions are tried; the first that holds counts. The last one
  /// may be without a condition.
  public var types: [RecordType]

  public init(framing: RecordFraming, types: [RecordType]) {
    self.framing = framing
    self.types = types
  }

  /// One kind of record of a file.
  public struct RecordType: Hashable, Sendable {
    public var layout: RecordLayout
    /// `nil`: every record that no other type takes.
    public var condition: Condition?

    public init(layout: RecordLayout, condition: Condition? = nil) {
      self.layout = layout
      self.condition = condition
    }
  }

  /// Holds when the bytes of a field of the record are one of these values.
  public struct Condition: Hashable, Sendable {
    public var offset: Int
    public var byteCount: Int
    public var values: [Value]

    public init(offset: Int, byteCount: Int, values: [Value]) {
      self.offset = offset
      self.byteCount = byteCount
      self.values = values
    }

    public enum Value: Hashable, Sendable {
      /// Text in the file's charset, padded with its space.
      case text(String)
      case bytes([UInt8])
    }
  }
}

/// How records follow each other.
public enum RecordFraming: Hashable, Sendable {
  /// Records of one length, without anything between them.
  case fixed(byteCount: Int)
  /// A record descriptor word before each record: two bytes of length, itself included, high byte
  /// first, and two more. Segments of spanned records are joined.
  case descriptors
  /// Blocks that begin with a block descriptor word and hold records with descriptor words.
  /// `blockByteCount` is the largest block that is written.
  case blocked(blockByteCount: Int)
  /// A record ends with these bytes (15, 25, 0D0A, ...), which are not part of it.
  case delimited(terminator: [UInt8])
}

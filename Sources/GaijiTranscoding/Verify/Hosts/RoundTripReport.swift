/// What a conversion of host records to text and back gave.
public struct RoundTripReport: Sendable {
  /// A field of one record whose bytes did not come back.
  public struct Difference: Sendable, Hashable {
    /// Counted from 1.
    public var record: Int
    /// The field's name; `nil` for bytes that are in no field, and for the record's length.
    public var field: String?
    /// Bytes from the start of the source to the field, or to the record's first byte.
    public var offset: Int
    /// The source's bytes and those that came back, `maximumByteCount` at most.
    public var source: [UInt8]
    public var returned: [UInt8]
    /// The findings that say so: of the conversion to text, then of the one back. Empty: nothing
    /// announced the difference, which is a fault.
    public var announcedBy: [FindingKind]

    public static let maximumByteCount = 64
  }

  public var records = 0
  /// Records that came back as they were.
  public var identicalRecords = 0
  public var differences = 0
  /// Differences by the finding that announced them; one with several counts for each.
  public var announced: [FindingKind: Int] = [:]
  /// Differences that no finding announced.
  public var faultCount = 0
  public var holds: Bool { faultCount == 0 }

  public init() {}
}

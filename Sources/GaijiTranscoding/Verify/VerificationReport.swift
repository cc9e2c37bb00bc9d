/// What a verification found.
public struct VerificationReport: Sendable {
  /// One field in which the output is not explained.
  public struct Fault: Sendable, Hashable {
    public var record: Int
    /// Zero-based; -1 in the header.
    public var column: Int
    /// Bytes from the start of the source to what is not explained: the character; the end of the
    /// field where the output has more; the record where it is not there as a whole.
    public var offset: Int
    public var reason: String
  }

  public var records = 0
  public var rejectedRecords = 0
  public var fields = 0
  public var characters = 0
  /// Source characters by what explains their output.
  public var explained: [String: Int] = [:]
  public var faultCount = 0
  /// The first faults, `maximumFaults` at most.
  public var faults: [Fault] = []
  public var holds: Bool { faultCount == 0 }

  public static let maximumFaults = 100
}

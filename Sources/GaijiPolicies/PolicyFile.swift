public import GaijiHashing
public import GaijiModel

/// A conversion policy with what a policy file adds to it: which columns, whose gaiji, whether there
/// is a header.
///
/// Read one with `PolicyReader`, or make one from flags; both are checked by `PolicyValidator` and
/// hashed through `canonicalJSON(of:)`.
public struct PolicyFile: Hashable, Sendable {
  public var policy: ConversionPolicy
  /// The columns whose gaiji are converted; `nil` leaves it to the command line.
  public var columns: Columns?
  /// Whose gaiji mapping of the release is used; `nil` leaves it to the command line.
  public var system: SystemName?
  /// Whether the first record holds column names; `nil` leaves it to the command line.
  public var header: Bool?
  /// The file's path as given, for messages; `nil` for a policy made of flags.
  public var path: String?
  /// SHA-256 of the file's bytes; `nil` for a policy made of flags. Reports carry the digest of the
  /// canonical text instead, since flags override the file.
  public var sha256: SHA256Digest?

  public init(
    policy: ConversionPolicy, columns: Columns? = nil, system: SystemName? = nil,
    header: Bool? = nil, path: String? = nil, sha256: SHA256Digest? = nil
  ) {
    self.policy = policy
    self.columns = columns
    self.system = system
    self.header = header
    self.path = path
    self.sha256 = sha256
  }

  public enum Columns: Hashable, Sendable {
    case all
    case some([ColumnReference])
  }

  /// The owner of a gaiji mapping, written `ORGANISATION/SYSTEM`.
  public struct SystemName: Hashable, Sendable, CustomStringConvertible {
    public let organization: String
    public let system: String

    /// `nil` unless the text has exactly one slash with something on both sides.
    public init?(_ text: String) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      organization = String(parts[0])
      system = String(parts[1])
    }

    public var description: String { organization + "/" + system }
  }
}

public import GaijiCharsets
public import GaijiModel

/// Everything that a mapping release holds, as values: what the catalogue hands to the writer.
///
/// The writer sorts nothing by insertion order: the same contents in any order give the same bytes.
public struct ReleaseContents: Sendable {
  /// Names the data, not the moment: font version, catalogue data sources (`ipamj-005.01`, ...).
  public var dataEdition: String
  public var charsets: [CharsetTable]
  public var forms: [CharacterForms]
  public var shrink: [CharacterIdentity: [ShrinkTarget]]
  /// Code points of the JIS X 0213 repertoire (Unicode of the standard, single scalars).
  public var jisx0213: Set<UInt32>
  public var jisx0208: Set<UInt32>
  /// 国税庁 JIS縮退マップ: a JIS X 0213 scalar and the one to four JIS X 0208 scalars for it.
  public var taxAgency: [UInt32: [UInt32]]
  public var systems: [System]

  public struct System: Sendable {
    public var organization: String
    public var system: String
    /// Canonical charset name.
    public var charset: String
    public var mappings: [GaijiMapping]

    public init(
      organization: String, system: String, charset: String, mappings: [GaijiMapping]
    ) {
      self.organization = organization
      self.system = system
      self.charset = charset
      self.mappings = mappings
    }
  }

  public init(dataEdition: String) {
    self.dataEdition = dataEdition
    charsets = []
    forms = []
    shrink = [:]
    jisx0213 = []
    jisx0208 = []
    taxAgency = [:]
    systems = []
  }
}

public import GaijiModel

/// Why a character or field is named in the report.
public enum FindingKind: UInt8, Sendable, CaseIterable, Hashable, Comparable {
  /// Bytes that cannot be a code of the charset.
  case invalid = 0
  /// A well-formed code without a character.
  case undefined = 1
  /// A gaiji without a usable identification, in a selected column.
  case gaiji = 2
  /// A known character that the target cannot write.
  case unencodable = 3
  /// A field longer than its limit; counted in fields, not in characters.
  case overflow = 4
  /// A base and a variation selector that the release does not know as a sequence.
  case unregisteredSequence = 5
  /// A gaiji that a decision of the release mapped.
  case mappedGaiji = 6
  /// A code that shares its output with another code (many-to-one).
  case lossy = 7
  /// Written with another character on a ground of the shrink maps (縮退).
  case shrunk = 8
  /// A gaiji in a column that was not selected: its private-use code was kept.
  case keptGaiji = 9
  /// A shift sequence that also says how large the characters are printed (JEF 38 and 30 E2): the
  /// size is not in the output. Counted in shifts.
  case sizeShift = 10
  /// A field or record that ends in the two-byte state. Counted in fields.
  case openShift = 11
  /// A field that ends inside a character.
  case cutCharacter = 12
  /// A numeric field whose bytes are no number. Counted in fields.
  case badNumber = 13
  /// A field that is written back with other bytes than it has, though with the same meaning (an
  /// unusual sign, shift sequences that do nothing). Counted in fields.
  case respelled = 14
  /// A field that the end of its record cuts. Counted in fields.
  case cutField = 15

  /// The word in `summary.json` and the CSV files.
  public var word: String {
    switch self {
    case .invalid: "invalid"
    case .undefined: "undefined"
    case .gaiji: "gaiji"
    case .unencodable: "unencodable"
    case .overflow: "overflow"
    case .unregisteredSequence: "unregistered-sequence"
    case .mappedGaiji: "mapped-gaiji"
    case .lossy: "lossy"
    case .shrunk: "shrunk"
    case .keptGaiji: "kept-gaiji"
    case .sizeShift: "size-shift"
    case .openShift: "open-shift"
    case .cutCharacter: "cut-character"
    case .badNumber: "bad-number"
    case .respelled: "respelled"
    case .cutField: "cut-field"
    }
  }

  /// Whether a person has to look at it: it stands in `unmapped.csv`. The others were converted as
  /// the release and the policy say.
  public var isUnmapped: Bool {
    switch self {
    case .invalid, .undefined, .gaiji, .unencodable, .overflow, .unregisteredSequence, .keptGaiji,
      .openShift, .cutCharacter, .badNumber, .cutField:
      true
    case .mappedGaiji, .lossy, .shrunk, .sizeShift, .respelled: false
    }
  }

  /// Whether its count is one of characters; of fields or shift sequences otherwise.
  public var countsCharacters: Bool {
    switch self {
    case .overflow, .sizeShift, .openShift, .badNumber, .respelled, .cutField: false
    case .invalid, .undefined, .gaiji, .unencodable, .unregisteredSequence, .keptGaiji,
      .mappedGaiji, .lossy, .shrunk, .cutCharacter:
      true
    }
  }

  /// Whether it is about a whole field: its count is one of fields, it has no code, and its sample
  /// is the field's text.
  public var isOfField: Bool { !countsCharacters && self != .sizeShift }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What one finding is about. Findings with equal keys are one line of the report.
public struct FindingKey: Hashable, Sendable, Comparable {
  /// 0 is the first column, -1 the header record. Reports print this plus one.
  public var column: Int
  public var kind: FindingKind
  /// The bytes of the code or shift sequence, most significant first; the scalar for a Unicode
  /// source; 0 for a finding of a field (`isOfField`).
  public var code: UInt32
  /// How many bytes of the source `code` stands for: 1 to 4.
  public var codeByteCount: Int
  /// The second scalar of a two-scalar character (a variation selector, ゚); 0 otherwise.
  public var second: UInt32

  public init(
    column: Int, kind: FindingKind, code: UInt32, codeByteCount: Int, second: UInt32 = 0
  ) {
    self.column = column
    self.kind = kind
    self.code = code
    self.codeByteCount = codeByteCount
    self.second = second
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.column, a.kind, UInt64(a.code) << 32 | UInt64(a.second), a.codeByteCount)
      < (b.column, b.kind, UInt64(b.code) << 32 | UInt64(b.second), b.codeByteCount)
  }
}

/// One distinct gaiji, failure or lossy character of one column: how often, where, what was done.
public struct Finding: Hashable, Sendable {
  public var key: FindingKey
  /// The Unicode scalar of the source character (the private-use projection of a gaiji); 0 where
  /// there is none, as for `invalid`.
  public var scalar: UInt32
  public var identity: CharacterIdentity?
  public var grade: IdentificationGrade?
  /// Why another character could be written: `shrunk` only.
  public var ground: ShrinkGround?
  /// `nil` for what was mapped without an action of the policy.
  public var action: ConversionPolicy.Action?
  /// The scalars that were written for it; empty when nothing was.
  public var output: String
  /// Occurrences.
  public var count: Int
  /// Record numbers start at 1; the header, where there is one, is record 0.
  public var firstRecord: Int
  public var lastRecord: Int
  /// Bytes from the start of the source.
  public var firstOffset: Int
  public var lastOffset: Int
  /// The first occurrences, `maximumSamples` at most, in source order.
  public var samples: [Sample]

  public static let maximumSamples = 3

  /// The first occurrence; add more with `merge`.
  public init(
    key: FindingKey, scalar: UInt32 = 0, identity: CharacterIdentity? = nil,
    grade: IdentificationGrade? = nil, ground: ShrinkGround? = nil,
    action: ConversionPolicy.Action? = nil, output: String = "", count: Int = 1, record: Int,
    offset: Int, samples: [Sample] = []
  ) {
    self.key = key
    self.scalar = scalar
    self.identity = identity
    self.grade = grade
    self.ground = ground
    self.action = action
    self.output = output
    self.count = count
    firstRecord = record
    lastRecord = record
    firstOffset = offset
    lastOffset = offset
    self.samples = samples
  }

  /// Adds the occurrences of another finding with the same key, found anywhere in the source.
  public mutating func merge(_ other: Finding) {
    precondition(key == other.key, "findings of different keys")
    count += other.count
    firstRecord = min(firstRecord, other.firstRecord)
    lastRecord = max(lastRecord, other.lastRecord)
    firstOffset = min(firstOffset, other.firstOffset)
    lastOffset = max(lastOffset, other.lastOffset)
    if !other.samples.isEmpty {
      let all = (samples + other.samples).sorted { $0.offset < $1.offset }
      samples = Array(all.prefix(Self.maximumSamples))
    }
  }

  /// One occurrence with its neighbours, for a person to recognise it.
  public struct Sample: Hashable, Sendable {
    public var record: Int
    public var offset: Int
    /// Up to a few characters of the same field before the character; decoded, not converted.
    public var before: String
    /// The character itself as the source has it.
    public var text: String
    public var after: String

    public init(record: Int, offset: Int, before: String, text: String, after: String) {
      self.record = record
      self.offset = offset
      self.before = before
      self.text = text
      self.after = after
    }
  }
}

extension FindingKind {
  /// The policy's word for it, where it is a failure.
  var failure: ConversionPolicy.Failure? {
    switch self {
    case .invalid, .cutCharacter, .badNumber, .cutField: .invalid
    case .undefined: .undefined
    case .gaiji: .gaiji
    case .unencodable: .unencodable
    case .overflow: .overflow
    case .unregisteredSequence, .mappedGaiji, .lossy, .shrunk, .keptGaiji, .sizeShift,
      .openShift, .respelled:
      nil
    }
  }
}

/// What a conversion does, by name and by value: everything but the file names.
///
/// The text form (TOML or JSON) is described in the README; the report carries its SHA-256.
public struct ConversionPolicy: Hashable, Sendable {
  /// Name of the source charset, such as `cp932`.
  public var source: String
  public var target: TargetForm
  public var ivs: IVSUse
  public var actions: Actions
  /// What stands in for a character when the action is `substitute`; Unicode scalars.
  public var substitutes: Substitutes
  /// Statuses whose identifications are used. Approved only, unless the policy says otherwise.
  public var acceptedStatuses: Set<IdentificationStatus>
  /// Grades whose identifications are used.
  public var acceptedGrades: Set<IdentificationGrade>
  public var shrink: ShrinkPolicy
  public var byteOrderMark: ByteOrderMark
  public var limits: [ColumnLimit]
  /// The reading of the standard area, of the source and of the target.
  public var preference: CharsetPreference
  /// The scalar of the lowest gaiji code of the source, and of the target: in `projectionRange`.
  /// `nil`: as the charset's table has it.
  public var projection: UInt32?
  /// The code of the ideographic space, of the source and of the target.
  public var doubleSpace: DoubleSpace

  public init(source: String, target: TargetForm = .utf8) {
    self.source = source
    self.target = target
    ivs = .whenNeeded
    actions = Actions()
    substitutes = Substitutes()
    acceptedStatuses = [.approved]
    acceptedGrades = [.exact, .design, .similar]
    shrink = ShrinkPolicy()
    byteOrderMark = .keep
    limits = []
    preference = .glyph
    projection = nil
    doubleSpace = .table
  }

  /// Why a character or field needs an action.
  public enum Failure: UInt8, Sendable, CaseIterable, Hashable {
    /// Bytes that cannot be a code of the charset.
    case invalid = 0
    /// A well-formed code without a character.
    case undefined = 1
    /// A code of a gaiji area (or a private-use code point) without a usable identification.
    case gaiji = 2
    /// A known character that the target form cannot write.
    case unencodable = 3
    /// A field longer than its limit.
    case overflow = 4

    public var word: String {
      switch self {
      case .invalid: "invalid"
      case .undefined: "undefined"
      case .gaiji: "gaiji"
      case .unencodable: "unencodable"
      case .overflow: "overflow"
      }
    }
  }

  public enum Action: UInt8, Sendable, CaseIterable, Hashable {
    /// Write it as it is: the source bytes of invalid data, the private-use code of a gaiji.
    case keep = 0
    /// Write the substitute.
    case substitute = 1
    /// Write an ASCII-safe text from which it can be recovered, such as `{MJ026190}`.
    case escape = 2
    /// Leave the whole record out and put it into the side file.
    case reject = 3
    /// End the run with an error.
    case stop = 4

    public var word: String {
      switch self {
      case .keep: "keep"
      case .substitute: "substitute"
      case .escape: "escape"
      case .reject: "reject"
      case .stop: "stop"
      }
    }

    public init?(word: some StringProtocol) {
      guard let found = Self.allCases.first(where: { $0.word.utf8.elementsEqual(word.utf8) })
      else { return nil }
      self = found
    }
  }

  /// The action for each failure.
  public struct Actions: Hashable, Sendable {
    public var invalid = Action.escape
    public var undefined = Action.escape
    public var gaiji = Action.substitute
    public var unencodable = Action.substitute
    public var overflow = Action.keep

    public init() {}

    public subscript(failure: Failure) -> Action {
      get {
        switch failure {
        case .invalid: invalid
        case .undefined: undefined
        case .gaiji: gaiji
        case .unencodable: unencodable
        case .overflow: overflow
        }
      }
      set {
        switch failure {
        case .invalid: invalid = newValue
        case .undefined: undefined = newValue
        case .gaiji: gaiji = newValue
        case .unencodable: unencodable = newValue
        case .overflow: overflow = newValue
        }
      }
    }
  }

  /// The scalars written by `substitute`, by failure. 〓 (U+3013, geta) by default.
  public struct Substitutes: Hashable, Sendable {
    public var invalid: [UInt32] = [0x3013]
    public var undefined: [UInt32] = [0x3013]
    public var gaiji: [UInt32] = [0x3013]
    public var unencodable: [UInt32] = [0x3013]
    /// Written where the end of an overlong field is cut; empty by default.
    public var overflow: [UInt32] = []

    public init() {}

    public subscript(failure: Failure) -> [UInt32] {
      get {
        switch failure {
        case .invalid: invalid
        case .undefined: undefined
        case .gaiji: gaiji
        case .unencodable: unencodable
        case .overflow: overflow
        }
      }
      set {
        switch failure {
        case .invalid: invalid = newValue
        case .undefined: undefined = newValue
        case .gaiji: gaiji = newValue
        case .unencodable: unencodable = newValue
        case .overflow: overflow = newValue
        }
      }
    }
  }

  public enum IVSUse: UInt8, Sendable, CaseIterable, Hashable {
    /// The bare code point where the font shows that very figure for it, the IVS otherwise.
    case whenNeeded = 0
    /// The IVS wherever one is registered.
    case always = 1

    public var word: String { self == .whenNeeded ? "when-needed" : "always" }
  }

  public enum ByteOrderMark: UInt8, Sendable, CaseIterable, Hashable {
    /// As the input has it; UTF-16 and UTF-32 targets get one.
    case keep = 0
    case add = 1
    case remove = 2

    public var word: String {
      switch self {
      case .keep: "keep"
      case .add: "add"
      case .remove: "remove"
      }
    }
  }

  /// Which shrink candidates are used, and in which order.
  public struct ShrinkPolicy: Hashable, Sendable {
    /// Tried in this order; a ground that is not listed is not used.
    public var grounds: [ShrinkGround] = [
      .jisUnification, .notice582, .kosekiNotice, .dictionary, .taxAgency,
    ]
    /// Several candidates on one ground: take the first (lowest code point), or treat the
    /// character as one that the target cannot write, so that a person chooses.
    public var takesFirstOfMany = false
    /// A person's choice for one identity; goes before every ground.
    public var choices: [CharacterIdentity: UInt32] = [:]

    public init() {}
  }

  /// A limit on what one output field may hold, without its quotes.
  public struct ColumnLimit: Hashable, Sendable {
    public enum Unit: UInt8, Sendable, Hashable {
      case bytes = 0
      case characters = 1
    }
    public var column: ColumnReference
    public var unit: Unit
    public var maximum: Int

    public init(column: ColumnReference, unit: Unit, maximum: Int) {
      self.column = column
      self.unit = unit
      self.maximum = maximum
    }
  }
}

/// A column by header name or by position.
public enum ColumnReference: Hashable, Sendable, CustomStringConvertible {
  case name(String)
  /// 1 is the first column.
  case index(Int)

  public var description: String {
    switch self {
    case .name(let name): name
    case .index(let index): String(index)
    }
  }
}

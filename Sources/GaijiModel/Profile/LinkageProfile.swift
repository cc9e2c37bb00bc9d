/// What a delimited file that systems exchange has to look like: how it is written, and what each
/// column holds.
///
/// No official rule set is built in. The layouts that such files follow (中間標準レイアウト,
/// 基本データリスト) leave many of these to the interface at hand, so each one is a parameter.
public struct LinkageProfile: Hashable, Sendable {
  public var name: String
  /// For people; may be empty.
  public var summary: String
  /// Charset name, such as `cp932` or `utf8`.
  public var encoding: String
  public var byteOrderMark = MarkRule.optional
  public var newline = NewlineRule.either
  /// Whether the last record ends with a newline.
  public var finalNewline = MarkRule.optional
  /// One ASCII character between two fields.
  public var delimiter = UInt8(ascii: ",")
  public var quoting = QuotingRule.any
  /// The names of the first record, one a column; `nil`: the first record is data.
  public var header: [String]?
  public var null = NullForm.empty
  /// At least one, in the order of the file.
  public var columns: [ProfileColumn]

  public init(name: String, summary: String = "", encoding: String, columns: [ProfileColumn]) {
    self.name = name
    self.summary = summary
    self.encoding = encoding
    self.columns = columns
  }

  /// Whether something has to be there.
  public enum MarkRule: UInt8, Sendable, CaseIterable, Hashable {
    case optional = 0
    case required = 1
    case forbidden = 2

    public var word: String {
      switch self {
      case .optional: "optional"
      case .required: "required"
      case .forbidden: "forbidden"
      }
    }
  }

  public enum NewlineRule: UInt8, Sendable, CaseIterable, Hashable {
    case either = 0
    case lf = 1
    case crlf = 2

    public var word: String {
      switch self {
      case .either: "either"
      case .lf: "lf"
      case .crlf: "crlf"
      }
    }
  }

  public enum QuotingRule: UInt8, Sendable, CaseIterable, Hashable {
    case any = 0
    /// Every field that is not NULL.
    case always = 1
    /// Only fields with a delimiter, a quote or a newline in them, and a text that without quotes
    /// would be NULL.
    case whenNeeded = 2
    case never = 3

    public var word: String {
      switch self {
      case .any: "any"
      case .always: "always"
      case .whenNeeded: "when-needed"
      case .never: "never"
      }
    }
  }

  /// How a field says that it has no value.
  public enum NullForm: Hashable, Sendable {
    /// Nothing between the delimiters, with or without quotes.
    case empty
    /// Nothing, and no quotes; `""` is a text without characters.
    case unquotedEmpty
    /// This text without quotes; an empty field is a text without characters.
    case literal(String)

    /// The word of a profile file.
    public var word: String {
      switch self {
      case .empty: "empty"
      case .unquotedEmpty: "unquoted-empty"
      case .literal: "literal"
      }
    }
  }
}

/// One column of a `LinkageProfile`.
public struct ProfileColumn: Hashable, Sendable {
  public var name: String
  public var type: ProfileType
  /// NULL and a text without characters are violations.
  public var isRequired = false
  /// Most characters; a variation selector belongs to the character before it.
  public var maximumCharacters: Int?
  /// Most bytes in the profile's encoding, without the quotes around the field, a doubled quote as
  /// one.
  public var maximumBytes: Int?
  /// Characters that each value has; not for NULL.
  public var exactCharacters: Int?
  /// The column may hold gaiji, and a conversion maps them.
  public var hasGaiji = false
  /// Part of the key, which is unique in the file.
  public var isKey = false
  /// Values that are right whatever the type says, such as `00000000` for an unknown date.
  public var specialValues: [String] = []

  public init(name: String, type: ProfileType) {
    self.name = name
    self.type = type
  }
}

/// What the characters of a field have to be.
public enum ProfileType: Hashable, Sendable {
  /// Any characters but controls; newlines and tabs only where `multiline`.
  case text(multiline: Bool)
  /// Katakana of one width, its marks and spaces of either width, and the characters of `also`.
  case kana(width: KanaWidth, also: [UInt32])
  /// 0 to 9 only (ASCII); leading zeros count.
  case digits
  /// A decimal number: `digits` in all, of which `scale` after the point.
  case number(digits: Int, scale: Int, signed: Bool)
  /// A date, a time of day, or both, that the Gregorian calendar has.
  case moment(DatePattern)
  /// One of these values.
  case code([String])

  public enum KanaWidth: UInt8, Sendable, CaseIterable, Hashable {
    case full = 0
    case half = 1

    public var word: String { self == .full ? "full" : "half" }
  }

  /// The word of a profile file.
  public var word: String {
    switch self {
    case .text: "text"
    case .kana: "kana"
    case .digits: "digits"
    case .number: "number"
    case .moment(let pattern): pattern.kindWord
    case .code: "code"
    }
  }
}

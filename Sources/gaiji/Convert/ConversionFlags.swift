import ArgumentParser
import GaijiModel
import GaijiPolicies
import GaijiTranscoding

/// The flags that say what a conversion does: shared by transcode, scan and verify, so that the
/// same words mean the same conversion.
struct ConversionFlags: ParsableArguments {
  @Option(help: "Charset of the input: cp932, eucjp-ms, ibm1399, utf16le, ... (see the README).")
  var from: String?

  @Option(
    help: "utf8 (default), utf8-pua, jisx0213, jisx0208, tagged, or a charset.")
  var to: String?

  @Option(
    parsing: .upToNextOption,
    help: "Columns whose gaiji are mapped: names, positions (1 is the first), or all.")
  var columns: [String] = []

  @Option(help: "Whose gaiji: ORGANISATION/SYSTEM.")
  var system: String?

  @Option(help: "Policy file (TOML or JSON); flags override it.")
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Profile of the input (TOML or JSON); the policy and flags override it.", valueName: "file"))
  var profile: String?

  @Option(help: "csv, tsv or lines; by the input's name when not given.")
  var format: FormatWord?

  @Flag(inversion: .prefixedNo, help: "Whether the first record holds the column names.")
  var header: Bool?

  @Option(help: "IVS: when-needed (default) or always.")
  var ivs: String?

  @Option(
    help: "Vendor codes whose figure and place in JIS differ: glyph (字形重視, default) or position.")
  var prefer: String?

  @Option(help: "Private-use code point of the first gaiji code, such as E92E.")
  var projection: String?

  @Option(help: "Ideographic space of a host charset: table (default), 4040, a1a1 or two-spaces.")
  var doubleSpace: String?

  @Option(help: "For invalid bytes: keep, substitute, escape, reject or stop.")
  var onInvalid: String?
  @Option(help: "For undefined codes.")
  var onUndefined: String?
  @Option(help: "For gaiji without a usable identification.")
  var onGaiji: String?
  @Option(help: "For characters that the target cannot write.")
  var onUnencodable: String?
  @Option(help: "For fields over their limit: keep, substitute, reject or stop.")
  var onOverflow: String?

  @Option(help: "What stands in for a character (default 〓).")
  var substitute: String?

  @Option(help: "Limit of an output field in bytes: COLUMN=N. Repeatable.")
  var maxBytes: [String] = []
  @Option(help: "Limit of an output field in characters: COLUMN=N. Repeatable.")
  var maxChars: [String] = []

  @Option(help: "Byte order mark: keep (default), add or remove.")
  var bom: String?

  @Option(help: "Longest record in bytes (bounds memory).")
  var maxRecord: Int = TranscodingOptions().maximumRecordByteCount

  @OptionGroup(title: "Host records") var layouts: LayoutFlags

  enum FormatWord: String, ExpressibleByArgument, CaseIterable {
    case csv, tsv, lines

    var format: RecordFormat {
      switch self {
      case .csv: .csv
      case .tsv: .tsv
      case .lines: .lines
      }
    }
  }
}

extension ConversionFlags {
  /// What the flags say, each checked by itself.
  func settings() throws -> ConversionSettings {
    var settings = ConversionSettings()
    settings.from = from
    settings.to = to
    settings.policy = policy
    settings.profile = profile
    settings.format = format?.format
    settings.header = header
    settings.maximumRecordByteCount = maxRecord
    settings.layouts = try layouts.settings()
    settings.changePolicy = changePolicy
    settings.limits = try maxBytes.map { try limit($0, "--max-bytes", .bytes) }
    settings.limits += try maxChars.map { try limit($0, "--max-chars", .characters) }
    if columns == ["all"] {
      settings.columns = .all
    } else if !columns.isEmpty {
      settings.columns = .some(columns.map(Self.column))
    }
    if let system { settings.system = try systemName(system) }
    guard maxRecord >= 1024 else { throw ValidationError("--max-record must be at least 1024") }
    return settings
  }

  /// The flags that are a key of the policy.
  private func changePolicy(_ policy: inout ConversionPolicy) throws {
    if let ivs {
      policy.ivs = try word(ivs, "--ivs", ConversionPolicy.IVSUse.allCases, \.word)
    }
    if let bom {
      policy.byteOrderMark = try word(
        bom, "--bom", ConversionPolicy.ByteOrderMark.allCases, \.word)
    }
    if let prefer {
      policy.preference = try word(prefer, "--prefer", CharsetPreference.allCases, \.word)
    }
    if let projection {
      guard let base = projectionBase(projection) else {
        throw ValidationError(
          "--projection \(projection): expected a private-use code point from E000 to F8FF")
      }
      policy.projection = base
    }
    if let doubleSpace {
      policy.doubleSpace = try word(
        doubleSpace, "--double-space", DoubleSpace.allCases, \.word)
    }
    let actions: [(String?, String, ConversionPolicy.Failure)] = [
      (onInvalid, "--on-invalid", .invalid), (onUndefined, "--on-undefined", .undefined),
      (onGaiji, "--on-gaiji", .gaiji), (onUnencodable, "--on-unencodable", .unencodable),
      (onOverflow, "--on-overflow", .overflow),
    ]
    for (value, flag, failure) in actions {
      if let value {
        policy.actions[failure] = try word(
          value, flag, ConversionPolicy.Action.allCases, \.word)
      }
    }
    if let substitute {
      let scalars = substitute.unicodeScalars.map(\.value)
      for failure in [ConversionPolicy.Failure.invalid, .undefined, .gaiji, .unencodable] {
        policy.substitutes[failure] = scalars
      }
    }
  }

  /// A position when it is all digits, a name otherwise.
  static func column(_ text: String) -> ColumnReference {
    Int(text).map { .index($0) } ?? .name(text)
  }

  private func word<T>(
    _ value: String, _ flag: String, _ all: [T], _ name: (T) -> String
  ) throws -> T {
    guard let found = all.first(where: { name($0) == value }) else {
      throw ValidationError(
        "\(flag) \(value): expected " + all.map(name).joined(separator: ", "))
    }
    return found
  }

  private func limit(
    _ text: String, _ flag: String, _ unit: ConversionPolicy.ColumnLimit.Unit
  ) throws -> ConversionPolicy.ColumnLimit {
    guard let equals = text.lastIndex(of: "="),
      let maximum = Int(text[text.index(after: equals)...]),
      maximum > 0
    else {
      throw ValidationError("\(flag) \(text): expected COLUMN=N with N of at least 1")
    }
    return .init(column: Self.column(String(text[..<equals])), unit: unit, maximum: maximum)
  }
}

/// - Throws: `ValidationError` for a text that is not ORGANISATION/SYSTEM.
func systemName(_ text: String) throws -> PolicyFile.SystemName {
  guard let name = PolicyFile.SystemName(text) else {
    throw ValidationError("--system \(text): expected ORGANISATION/SYSTEM")
  }
  return name
}

import ArgumentParser
import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiPolicies
import GaijiTranscoding

/// What a conversion is told besides its files: by flags, or by an entry of a job file.
struct ConversionSettings {
  var from: String?
  var to: String?
  var columns: PolicyFile.Columns?
  var system: PolicyFile.SystemName?
  /// Path of the policy file that everything else here is laid over.
  var policy: String?
  /// Path of the profile of the input.
  var profile: String?
  /// By the input's name when `nil`.
  var format: RecordFormat?
  var header: Bool?
  var limits: [ConversionPolicy.ColumnLimit] = []
  var maximumRecordByteCount = TranscodingOptions().maximumRecordByteCount
  var layouts = LayoutSettings()
  /// Lays further keys over the policy.
  var changePolicy: (inout ConversionPolicy) throws -> Void = { _ in }
}

extension ConversionSettings {
  /// The policy file with the settings laid over it, checked.
  func effectivePolicy(_ hostLayouts: HostLayouts, _ linkage: LinkageProfile?) throws -> PolicyFile
  {
    var file: PolicyFile
    if let policy {
      file = try PolicyReader.read(path: policy)
    } else {
      file = PolicyFile(policy: ConversionPolicy(source: ""))
    }
    if let from { file.policy.source = from }
    if let to { file.policy.target = TargetForm(word: to.lowercased()) }
    try changePolicy(&file.policy)
    file.policy.limits += limits
    if let columns { file.columns = columns }
    if let system { file.system = system }
    if let header { file.header = header }
    if file.policy.source.isEmpty, let charset = hostLayouts.inputCharset {
      file.policy.source = charset
    }
    if to == nil, policy == nil, let charset = hostLayouts.outputCharset {
      file.policy.target = .charset(charset)
    }
    guard let linkage else {
      try PolicyValidator().validate(file)
      return file
    }
    file.fill(from: linkage) { CharsetNames.canonical($0) ?? $0 }
    try PolicyValidator(delimiters: [0x2C, 0x09, UInt32(linkage.delimiter)]).validate(file)
    return file
  }

  /// The profile of the input, where one is named.
  func linkageProfile() throws -> LinkageProfile? {
    guard let profile else { return nil }
    guard layouts.layout == nil else {
      throw ValidationError("--profile is for delimited text; --layout says what host records are")
    }
    return try ProfileReader.read(path: profile)
  }

  /// How the run reads its input.
  func options(
    _ file: PolicyFile, _ hostLayouts: HostLayouts, _ linkage: LinkageProfile?, inputPath: String
  ) throws -> TranscodingOptions {
    var options = TranscodingOptions()
    // A compressed file is what its name says before the ending.
    let ending = CompressionForm(nameOf: inputPath)?.ending ?? ""
    let lower = inputPath.dropLast(ending.count).lowercased()
    let guess: RecordFormat =
      lower.hasSuffix(".tsv") ? .tsv : lower.hasSuffix(".txt") ? .lines : .csv
    options.format =
      format ?? linkage.map { .delimited($0.delimiter) } ?? guess
    options.hasHeader = file.header ?? (options.format != .lines)
    options.maximumRecordByteCount = maximumRecordByteCount
    layouts.apply(hostLayouts, to: &options)
    switch file.columns {
    case .some(.all): options.columns = .all
    case .some(.some(let columns)): options.columns = .some(columns)
    case nil:
      // Without a word about it, every text field of host records.
      guard options.format == .lines || layouts.isUsed else {
        throw ValidationError(
          "no columns: name those whose gaiji are mapped with --columns (or --columns all)")
      }
      options.columns = .all
    }
    return options
  }
}

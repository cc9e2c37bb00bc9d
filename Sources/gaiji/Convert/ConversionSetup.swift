import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiPolicies
import GaijiRelease
import GaijiTranscoding

/// A mapping release that is open, with its name for reports.
struct OpenRelease {
  let name: String
  let release: MappingRelease

  init(_ flags: ReleaseFlags) throws { (name, release) = try flags.open() }
}

/// Settings with the files that they name, read once: policy, profile and layouts.
struct PreparedConversion {
  let settings: ConversionSettings
  let layouts: HostLayouts
  private let linkage: LinkageProfile?
  /// The effective policy.
  let file: PolicyFile

  init(_ settings: ConversionSettings) throws {
    self.settings = settings
    layouts = try settings.layouts.read()
    linkage = try settings.linkageProfile()
    var file = try settings.effectivePolicy(layouts, linkage)
    // One name for one charset, so that the policy's digest does not depend on the spelling.
    file.policy.source = CharsetNames.canonical(file.policy.source) ?? file.policy.source
    if case .charset(let name) = file.policy.target {
      file.policy.target = .charset(CharsetNames.canonical(name) ?? name)
    }
    self.file = file
  }

  /// Whether there can be a side file of rejected records.
  var mayReject: Bool {
    ConversionPolicy.Failure.allCases.contains { file.policy.actions[$0] == .reject }
  }

  /// How a run reads this input.
  func options(inputPath: String) throws -> TranscodingOptions {
    try settings.options(file, layouts, linkage, inputPath: inputPath)
  }
}

/// All that conversions with the same settings share: made once, for any number of files.
struct ConversionSetup {
  let prepared: PreparedConversion
  let plan: ConversionPlan
  private let releaseName: String
  private let system: SystemReference?
  private let policyJSON: String
  private let policyDigest: String
  private let layoutDigests: (input: String?, output: String?)
  /// Notes for the user that are in the report of each file.
  let warnings: [String]

  /// - Parameter plan: one that was made from the same policy and system before.
  init(
    _ prepared: PreparedConversion, _ opened: OpenRelease, plan: ConversionPlan? = nil
  ) throws {
    self.prepared = prepared
    let file = prepared.file
    let release = opened.release
    releaseName = opened.name
    system = file.system.map {
      SystemReference(organization: $0.organization, system: $0.system)
    }
    self.plan =
      try plan ?? ConversionPlan(policy: file.policy, release: release, system: system)
    policyJSON = canonicalJSON(of: file)
    policyDigest = canonicalDigest(of: file)
    layoutDigests = try prepared.layouts.digests()
    var warnings = prepared.layouts.notes
    if system == nil, !release.systems.isEmpty, file.policy.target != .utf8PrivateUse {
      warnings.append(
        "no system was named, so no gaiji is mapped; the release has: "
          + release.systems.map { "\($0.organization)/\($0.system)" }.joined(separator: ", "))
    }
    self.warnings = warnings
  }

  var mayReject: Bool { prepared.mayReject }

  /// All that decides the bytes of an output besides its input and the release.
  func optionsText(inputPath: String) throws -> String {
    let options = try prepared.options(inputPath: inputPath)
    return [
      policyDigest, layoutDigests.input ?? "-", layoutDigests.output ?? "-",
      "\(options.format)", "\(options.hasHeader)", "\(options.writesJSONLines)",
      "\(options.maximumRecordByteCount)",
    ].joined(separator: " ")
  }

  /// The report of a run that is about to begin.
  func report(inputPath: String, outputPath: String?) -> RunReport {
    var report = RunReport(
      toolVersion: GaijiVersion.text, sourceName: inputPath, outputName: outputPath ?? "",
      policy: prepared.file.policy)
    report.startedAt = UTCTime.now
    report.releaseName = releaseName
    report.system = system?.description ?? ""
    report.policyJSON = policyJSON
    report.warnings += warnings
    report.hashes.policy = policyDigest
    (report.hashes.inputLayout, report.hashes.outputLayout) = layoutDigests
    return report
  }
}

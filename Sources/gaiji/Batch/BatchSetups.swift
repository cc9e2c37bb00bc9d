import ArgumentParser
import GaijiHashing
import GaijiPolicies
import GaijiTranscoding

/// The conversions of a job's entries, made once each.
struct BatchSetups {
  let release: OpenRelease
  /// By the index of the entry; `nil` for one that copies or skips.
  private var setups: [ConversionSetup?] = []

  /// Reads what the entries name.
  ///
  /// - Throws: `PolicyError` for a policy, a profile, or what does not go together in an entry.
  static func prepare(
    _ job: BatchJob, system: PolicyFile.SystemName?
  ) throws -> [PreparedConversion?] {
    try job.entries.map { entry in
      guard entry.treatment == .convert else { return nil }
      var settings = ConversionSettings(entry.keys)
      if let system { settings.system = system }
      return try located(entry, job) { try PreparedConversion(settings) }
    }
  }

  /// - Throws: `BatchUsageError` for what the release does not have, naming the entry.
  init(_ prepared: [PreparedConversion?], job: BatchJob, release: OpenRelease) throws {
    self.release = release
    // Entries that differ in columns, layouts or names only share a plan: it holds whole tables.
    var plans: [String: ConversionPlan] = [:]
    for (index, prepared) in prepared.enumerated() {
      guard let prepared else {
        setups.append(nil)
        continue
      }
      var file = prepared.file
      (file.columns, file.header) = (nil, nil)
      let key = canonicalDigest(of: file)
      let setup = try Self.located(job.entries[index], job) {
        try ConversionSetup(prepared, release, plan: plans[key])
      }
      plans[key] = setup.plan
      setups.append(setup)
    }
  }

  subscript(entry: Int) -> ConversionSetup? { setups[entry] }

  /// What the user should know, each once.
  var warnings: [String] {
    var seen: Set<[UInt8]> = []
    return setups.compactMap(\.self).flatMap(\.warnings).filter {
      seen.insert(Array($0.utf8)).inserted
    }
  }

  /// Puts the entry's place in front of a message that does not say it.
  private static func located<T>(
    _ entry: BatchEntry, _ job: BatchJob, _ body: () throws -> T
  ) throws -> T {
    let place = job.path + (entry.line.map { ":\($0)" } ?? "")
    do { return try body() } catch let error as PlanError {
      throw BatchUsageError(description: "\(place): \(error)")
    } catch let error as ValidationError {
      throw BatchUsageError(description: "\(place): \(error.message)")
    } catch let error as PolicyError where error.problems.contains(where: { $0.file == nil }) {
      throw PolicyError(
        error.problems.map {
          $0.file == nil ? .init(file: job.path, line: entry.line, message: $0.message) : $0
        })
    }
  }
}

extension ConversionSettings {
  init(_ keys: BatchKeys) {
    self.init()
    (from, to, columns, system) = (keys.from, keys.to, keys.columns, keys.system)
    (policy, profile, header, limits) = (keys.policy, keys.profile, keys.header, keys.limits)
    format = keys.format.map {
      switch $0 {
      case .csv: .csv
      case .tsv: .tsv
      case .lines: .lines
      }
    }
    if let maximum = keys.maximumRecordByteCount { maximumRecordByteCount = maximum }
    (layouts.layout, layouts.outLayout) = (keys.layout, keys.outLayout)
    (layouts.framing, layouts.item) = (keys.framing, keys.item)
    layouts.outFormat =
      switch keys.outFormat {
      case .csv?, nil: .csv
      case .tsv?: .tsv
      case .jsonl?: .jsonl
      }
  }
}

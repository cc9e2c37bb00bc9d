public import GaijiCharsets
public import GaijiFiles
public import GaijiModel

/// What a check does besides what its profile says.
public struct ProfileCheckOptions: Sendable {
  /// Places that are kept of each finding.
  public var placesPerFinding = 5
  /// Keys that are kept: 16 bytes each, in tables of at most 2.7 times as much, twice that while
  /// one grows. Later keys are compared with these only, and a warning says so.
  public var maximumKeys = 4_000_000
  /// A field longer than this ends the check: bounds memory against a quote that is never closed.
  public var maximumFieldByteCount = 1 << 20
  /// Bytes read at a time.
  public var blockByteCount = 256 << 10

  public init() {}
}

/// Checks a delimited file against a profile, in one pass. Memory follows the longest field, the
/// number of columns and the number of keys, not the size of the file.
public struct ProfileChecker {
  private let profile: LinkageProfile
  private let charset: CharsetTable
  private let options: ProfileCheckOptions
  /// Bytes decoded at a time: their units (24 bytes each) stay in the cache until they are checked.
  private static let sliceByteCount = 4096

  /// - Parameter charset: The table of `profile.encoding`.
  public init(
    profile: LinkageProfile, charset: CharsetTable, options: ProfileCheckOptions = .init()
  ) {
    self.profile = profile
    self.charset = charset
    self.options = options
  }

  /// - Throws: `FileError`, `ProfileCheckStop`.
  public func check(_ input: InputFile) throws -> ProfileReport {
    var pass = Pass(profile, charset, options)
    var block = [UInt8](repeating: 0, count: max(1, options.blockByteCount))
    while true {
      // SAFETY: reads at most the array's own size.
      let count = try unsafe block.withUnsafeMutableBytes { try unsafe input.read($0) }
      let isLast = count < block.count
      try pass.add(block.span.extracting(0..<count), isLast: isLast)
      if isLast { return pass.report() }
    }
  }

  /// As `check(_:)`, for bytes in memory.
  public func check(_ bytes: [UInt8]) throws(ProfileCheckStop) -> ProfileReport {
    var pass = Pass(profile, charset, options)
    let step = max(1, options.blockByteCount)
    var start = 0
    repeat {
      let end = min(bytes.count, start + step)
      try pass.add(bytes.span.extracting(start..<end), isLast: end == bytes.count)
      start = end
    } while start < bytes.count
    return pass.report()
  }

  /// The state of one check.
  private struct Pass {
    private let profile: LinkageProfile
    private var decoder: ScalarDecoder
    private var scanner: ProfileScanner
    private var byteCount = 0

    init(_ profile: LinkageProfile, _ charset: CharsetTable, _ options: ProfileCheckOptions) {
      self.profile = profile
      decoder = ScalarDecoder(charset)
      scanner = ProfileScanner(
        profile, isUnicode: charset.states.isEmpty, fieldLimit: options.maximumFieldByteCount,
        checker: FieldChecker(
          profile, placeLimit: max(1, options.placesPerFinding),
          keyLimit: max(0, options.maximumKeys)))
    }

    mutating func add(_ bytes: Span<UInt8>, isLast: Bool) throws(ProfileCheckStop) {
      var start = 0
      repeat {
        let end = min(bytes.count, start + ProfileChecker.sliceByteCount)
        decoder.decode(
          bytes.extracting(start..<end), isLast: isLast && end == bytes.count,
          into: &scanner.units)
        byteCount += end - start
        try scanner.scan(offset: byteCount)
        start = end
      } while start < bytes.count
      if isLast { scanner.finish(offset: byteCount) }
    }

    func report() -> ProfileReport {
      var report = ProfileReport()
      report.records = max(0, scanner.record - 1)
      report.bytes = byteCount
      report.findings = scanner.checker.tally.findings(profile.columns)
      let keys = scanner.checker.keys
      if keys.unkeptCount > 0 {
        report.warnings.append(
          "the keys of \(keys.unkeptCount) records were compared with the first \(keys.limit) keys "
            + "only; give --max-keys a higher number to compare all")
      }
      return report
    }
  }
}

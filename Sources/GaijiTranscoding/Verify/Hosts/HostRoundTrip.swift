internal import GaijiCharsets
public import GaijiFiles
internal import GaijiHostRecords
public import GaijiModel
public import GaijiRelease

/// Converts host records to text and that text back to records, in memory, and compares the bytes.
///
/// Every difference has to be announced by a finding of one of the two conversions: a many-to-one
/// code, a field that is written back with other bytes, a gaiji without a decision. One that is not
/// is a fault. Nothing is rejected and nothing ends the run: where the policy says so, the character
/// is substituted instead, and its finding announces it.
///
/// Memory: a block, its text and its records; the longest record where that is longer.
public struct HostRoundTrip {
  private let forth: ConversionPlan
  private let back: ConversionPlan
  private let host: HostPlan
  private let target: HostPlan
  private let options: TranscodingOptions
  /// Called for each difference, in the order of the source.
  public var onDifference: ((RoundTripReport.Difference) throws -> Void)?

  /// - Parameters:
  ///   - policy: of the conversion to text.
  ///   - options: with an input layout.
  /// - Throws: `PlanError`; `HostPlanError` when the layout does not go with the charset.
  public init(
    policy: ConversionPolicy, release: MappingRelease, system: SystemReference?,
    options: TranscodingOptions
  ) throws {
    guard let layout = options.inputLayout else { throw HostPlanError.noLayout }
    var there = policy
    for failure in ConversionPolicy.Failure.allCases {
      let action = policy.actions[failure]
      if action == .reject || action == .stop { there.actions[failure] = .substitute }
    }
    forth = try ConversionPlan(policy: there, release: release, system: system)
    var again = ConversionPolicy(source: forth.target.name, target: .charset(policy.source))
    again.preference = policy.preference
    again.projection = policy.projection
    again.doubleSpace = policy.doubleSpace
    again.acceptedStatuses = policy.acceptedStatuses
    again.acceptedGrades = policy.acceptedGrades
    // A number that its field cannot have leaves its record out, which is a finding. (A text that is
    // too long is cut: the run's settings say so.)
    again.actions.overflow = .reject
    again.actions.invalid = .reject
    // What stays a private-use character in the text is the gaiji's code again.
    if policy.actions.gaiji == .keep { again.actions.gaiji = .keep }
    again.substitutes = Self.substitutes(forth.source)
    back = try ConversionPlan(policy: again, release: release, system: system)
    host = try HostPlan(layout, charset: forth.source)
    var returned = layout
    // Blocks would hold records back until they are full.
    if case .blocked = layout.framing { returned.framing = .descriptors }
    target = try HostPlan(returned, charset: back.target)
    self.options = options
  }

  /// The first of the usual substitutes that the charset has.
  private static func substitutes(_ charset: CharsetTable) -> ConversionPolicy.Substitutes {
    var substitutes = ConversionPolicy.Substitutes()
    let known = [0x3013, 0x3F, 0x20, 0x3000].first { charset.encoding.entry(for: $0) != 0 }
    for failure in [ConversionPolicy.Failure.invalid, .undefined, .gaiji, .unencodable] {
      substitutes[failure] = known.map { [$0] } ?? []
    }
    return substitutes
  }

  /// Converts all of a file there and back.
  ///
  /// - Throws: `FileError`, `ColumnError`, `FramingError`; `ConversionStop` for records that cannot
  ///   be taken apart; what `onDifference` throws.
  public func run(source: InputFile) throws -> RoundTripReport {
    var run = try HostRoundTripRun(
      forth: forth, back: back, host: host, target: target, options: options,
      onDifference: onDifference)
    var reader = BlockReader(input: source, byteCount: options.blockByteCount)
    var isDone = false
    while !isDone {
      if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
      try reader.fill()
      let taken = try run.convert(&reader)
      if taken == 0, reader.count > 0 {
        guard reader.count < options.maximumRecordByteCount else {
          throw ConversionStop(
            reason: .recordTooLong(limit: options.maximumRecordByteCount),
            record: run.report.records + 1, column: 0, offset: reader.offset)
        }
        reader.grow(limit: options.maximumRecordByteCount)
        continue
      }
      isDone = reader.isAtEnd && taken == reader.count
      reader.drop(taken)
    }
    return run.report
  }
}

/// Blocks of a file for an engine: with room behind them, and larger where a record needs it.
struct BlockReader {
  private let input: InputFile
  private(set) var bytes: [UInt8]
  /// Bytes that are there.
  private(set) var count = 0
  /// Bytes of the file before them.
  private(set) var offset = 0
  private(set) var isAtEnd = false

  init(input: InputFile, byteCount: Int) {
    self.input = input
    bytes = [UInt8](repeating: 0, count: max(1, byteCount) + kernelPaddingByteCount)
  }

  mutating func fill() throws(FileError) {
    guard !isAtEnd else { return }
    let input = self.input
    let start = count
    let end = bytes.count - kernelPaddingByteCount
    let result: Result<Int, FileError> = unsafe bytes.withUnsafeMutableBytes { region in
      do throws(FileError) {
        // SAFETY: the padding behind `end` stays free.
        return .success(
          try unsafe input.read(UnsafeMutableRawBufferPointer(rebasing: region[start..<end])))
      } catch { return .failure(error) }
    }
    let got = try result.get()
    isAtEnd = got < end - start
    count += got
  }

  mutating func drop(_ taken: Int) {
    let rest = Array(bytes[taken..<count])
    bytes.replaceSubrange(0..<rest.count, with: rest)
    count = rest.count
    offset += taken
  }

  mutating func grow(limit: Int) {
    let larger = min((bytes.count - kernelPaddingByteCount) * 2, max(limit, 1))
    let missing = larger + kernelPaddingByteCount - bytes.count
    if missing > 0 { bytes += [UInt8](repeating: 0, count: missing) }
  }

  /// Calls an engine with the block.
  mutating func convert(
    with engine: some BlockEngine, firstRecord: Int
  ) throws -> Int {
    let (count, offset, isLast) = (self.count, self.offset, isAtEnd)
    return try unsafe bytes.withUnsafeMutableBufferPointer { region in
      // SAFETY: `count` bytes are there, and the padding behind them.
      try unsafe engine.convert(
        UnsafeMutableBufferPointer(rebasing: region[..<count]), offset: offset,
        firstRecord: firstRecord, isLast: isLast)
    }
  }
}

import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiTranscoding

/// The fast engine, in both its ways through table charsets, and the general one on the same block, without files and threads around them: what
/// comes out of a block and what is counted in it.
///
/// Engines stay from block to block, so most characters are known to their tables; `isFresh` makes new
/// ones, which have to resolve each of them.
final class EngineTrial {
  /// Everything that one block gave.
  struct Outcome: Equatable {
    var output: [UInt8] = []
    var rejected: [UInt8] = []
    var header: [UInt8] = []
    var taken = 0
    var records = 0
    var rejectedRecords = 0
    var expectedCharacters = 0
    var countedCharacters = 0
    var columns: [ColumnCounts] = []
    var events: [Event] = []
    var error = ""
  }

  struct Event: Equatable {
    var character: SourceCharacter
    var outcome: GaijiTranscoding.Outcome
    var column: Int32
    var record: Int
    var offset: Int
    var fieldOffset: Int
    var sample: Finding.Sample
  }

  private let plan: ConversionPlan
  private let settings: BlockSettings
  private var fast: [any BlockEngine]
  private var oracle: any BlockEngine
  /// Bytes that were compared.
  private(set) var byteCount = 0

  init(
    _ policy: ConversionPolicy, format: RecordFormat = .csv, columns: ColumnSelection = .some([1]),
    system: SystemReference? = Fixture.reference
  ) throws {
    plan = try ConversionPlan(policy: policy, release: Fixture.release, system: system)
    settings = BlockSettings(
      format: format, selection: columns, limits: [:],
      overflow: .init(action: .keep, mark: [], markCharacters: 0),
      mayReject: ConversionPolicy.Failure.allCases.contains { policy.actions[$0] == .reject },
      maximumRecordByteCount: 32 << 20)
    fast = Self.fastEngines(plan, settings)
    oracle = ScalarEngine(plan: plan, settings: settings, mark: [])
  }

  private static func fastEngines(
    _ plan: ConversionPlan, _ settings: BlockSettings
  ) -> [any BlockEngine] {
    [false, true].map {
      var settings = settings
      settings.usesWideSteps = $0
      return ByteEngine(plan: plan, settings: settings)
    }
  }

  /// - Parameters:
  ///   - firstRecord: 0 when the block begins with the header.
  ///   - name: of the case, for the message.
  /// - Returns: what both gave.
  @discardableResult func agree(
    _ block: [UInt8], firstRecord: Int = 1, isLast: Bool = true, isFresh: Bool = false,
    _ name: @autoclosure () -> String
  ) throws -> Outcome {
    if isFresh {
      fast = Self.fastEngines(plan, settings)
      oracle = ScalarEngine(plan: plan, settings: settings, mark: [])
    }
    byteCount += block.count
    let expected = outcome(oracle, block, firstRecord, isLast)
    for (number, engine) in fast.enumerated() {
      let found = outcome(engine, block, firstRecord, isLast)
      if found == expected { continue }
      let way = number == 0 ? "character by character" : "in two passes"
      let same = zip(found.output, expected.output).prefix { $0 == $1 }.count
      let parts = [
        found.error == expected.error ? nil : "error \(found.error), and not \(expected.error)",
        found.output == expected.output ? nil : "output from byte \(same) on",
        found.columns == expected.columns
          ? nil : "columns \(found.columns), and not \(expected.columns)",
        found.events == expected.events
          ? nil : "events \(found.events), and not \(expected.events)",
        found.records == expected.records
          ? nil : "records \(found.records), and not \(expected.records)",
        found.expectedCharacters == expected.expectedCharacters
          ? nil : "characters \(found.expectedCharacters), and not \(expected.expectedCharacters)",
        found.countedCharacters == expected.countedCharacters
          ? nil : "counted \(found.countedCharacters), and not \(expected.countedCharacters)",
        found.taken == expected.taken ? nil : "taken \(found.taken), and not \(expected.taken)",
      ]
      let start = block.prefix(600).map { String($0, radix: 16) }.joined(separator: " ")
      Issue.record(
        "\(name()), \(way): \(parts.compactMap(\.self).joined(separator: "; ")); the block is \(start)"
      )
      throw Disagreement()
    }
    return expected
  }

  /// Ends a test at the first difference.
  struct Disagreement: Error {}

  private func outcome(
    _ engine: any BlockEngine, _ block: [UInt8], _ firstRecord: Int, _ isLast: Bool
  ) -> Outcome {
    var outcome = Outcome()
    // What lies behind the block is there to mislead.
    var memory =
      block + (0..<kernelPaddingByteCount).map { [0x22, 0xBF, 0x0A, 0xEF, 0x2C][$0 % 5] }
    unsafe memory.withUnsafeMutableBufferPointer { buffer in
      // SAFETY: the padding is behind the block, and the memory stays during the call.
      let bytes = unsafe UnsafeMutableBufferPointer(
        start: buffer.baseAddress, count: block.count)
      do {
        outcome.taken = try unsafe engine.convert(
          bytes, offset: 1000, firstRecord: firstRecord, isLast: isLast)
      } catch {
        outcome.error = "\(error)"
        return
      }
      // Nothing is looked at in a block that has no whole record.
      if outcome.taken == 0 { return }
      let result = engine.result
      outcome.output = unsafe Array(engine.output.bytes)
      outcome.rejected = result.rejectedBytes
      outcome.header = result.headerBytes
      outcome.records = result.records
      outcome.rejectedRecords = result.rejectedRecords
      outcome.expectedCharacters = result.expectedCharacters
      outcome.countedCharacters = engine.countedCharacters()
      outcome.columns = [result.headerAccount.counts] + result.accounts.map(\.counts)
      // Columns that a block does not have are not different from empty ones.
      while outcome.columns.last == ColumnCounts() { outcome.columns.removeLast() }
      outcome.events = result.events.map { event in
        let entry = engine.table.entries[Int(event.number)]
        return Event(
          character: entry.character, outcome: entry.outcome, column: event.column,
          record: event.record, offset: event.offset, fieldOffset: event.fieldOffset,
          sample: engine.sample(for: event))
      }
    }
    return outcome
  }
}

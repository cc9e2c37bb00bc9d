import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Random layouts and records: what must hold of every file.
@Suite struct HostPropertyTests {
  static let charsets = ["ibm1399", "jef-ebcdik"]
  static let seeds = 1...40

  struct Trial {
    let file: RecordFileLayout
    let input: [UInt8]
    let name: Comment
  }

  static func trial(_ charset: String, _ seed: Int, dirt: Int? = nil) throws -> Trial {
    let table = try #require(try HostTrial.release.charset(charset))
    var hosts = RandomHosts(seed: seed, charset: table)
    let file = hosts.file()
    let input = hosts.bytes(
      file, records: Int.random(in: 0...25, using: &hosts.random),
      dirt: dirt ?? [0, 10, 40][seed % 3])
    return Trial(file: file, input: input, name: "\(charset), seed \(seed)")
  }

  @Test(arguments: charsets, seeds)
  func `records become the same proved text from any blocks`(charset: String, seed: Int) throws {
    let trial = try Self.trial(charset, seed)
    _ = try HostTrial.proved(
      trial.input, policy: Fixture.policy(charset), blocks: [1, 61, 300], trial.name
    ) { $0.inputLayout = trial.file }
  }

  @Test(arguments: charsets, seeds)
  func `records come back, and each difference was announced`(charset: String, seed: Int) throws {
    let trial = try Self.trial(charset, seed)
    let (report, all) = try HostTrial.roundTrip(
      trial.input, trial.file, policy: Fixture.policy(charset))
    #expect(report.holds, "\(trial.name): \(all.filter { $0.announcedBy.isEmpty }.prefix(3))")
    let parts = try HostTrial.roundTrip(
      trial.input, trial.file, policy: Fixture.policy(charset), block: 50)
    #expect(parts.all == all, trial.name)
    #expect(parts.report.identicalRecords == report.identicalRecords, trial.name)
  }

  @Test(arguments: charsets, seeds)
  func `text becomes proved records from any blocks`(charset: String, seed: Int) throws {
    let trial = try Self.trial(charset, seed)
    let text = try HostTrial.run(
      trial.input, policy: Fixture.policy(charset), verifies: false
    ) { $0.inputLayout = trial.file }.run
    var policy = Fixture.policy("utf8", .charset(charset))
    // A number is never cut: where one is too large, the action must be reject.
    let hasBounds = trial.file.types.contains { type in
      type.layout.fields.contains { field in
        if case .binary(let shape, _) = field.kind { shape.digits > 0 } else { false }
      }
    }
    policy.actions.overflow = seed % 2 == 0 && !hasBounds ? .substitute : .reject
    policy.actions.invalid = .reject
    if seed % 4 == 0 { policy.substitutes.overflow = [0x2A] }
    _ = try HostTrial.proved(text.output, policy: policy, blocks: [1, 333], trial.name) {
      $0.outputLayout = trial.file
    }
  }

  @Test(arguments: charsets, seeds)
  func `records go to another charset, proved, from any blocks`(charset: String, seed: Int) throws {
    let trial = try Self.trial(charset, seed)
    let target = seed % 2 == 0 ? "ibm930" : Self.charsets.first { $0 != charset } ?? charset
    var policy = Fixture.policy(charset, .charset(target))
    policy.actions.overflow = seed % 3 == 0 ? .reject : .substitute
    if seed % 5 == 0 { policy.actions.invalid = .reject }
    _ = try HostTrial.proved(trial.input, policy: policy, blocks: [1, 127], trial.name) {
      $0.inputLayout = trial.file
      $0.outputLayout = trial.file
    }
  }

  @Test(arguments: charsets, seeds)
  func `limits and rejected records are kept to and proved`(charset: String, seed: Int) throws {
    let trial = try Self.trial(charset, seed)
    let columns = trial.file.types.flatMap { $0.layout.fields.filter(\.kind.isText).map(\.name) }
    var policy = Fixture.policy(charset)
    policy.actions.overflow = seed % 2 == 0 ? .substitute : .reject
    if seed % 4 < 2 { policy.substitutes.overflow = [0x2026] }
    if seed % 3 == 0 { policy.actions.invalid = .reject }
    if seed % 5 == 0 { policy.actions.undefined = .reject }
    for (index, column) in Set(columns).sorted().enumerated() {
      policy.limits.append(
        .init(
          column: .name(column), unit: (index + seed) % 2 == 0 ? .bytes : .characters,
          maximum: 3 + (index * 7 + seed) % 11))
    }
    _ = try HostTrial.proved(trial.input, policy: policy, blocks: [1, 97], trial.name) {
      $0.inputLayout = trial.file
    }
  }
}

internal import GaijiHashing
internal import GaijiHostRecords
internal import GaijiModel

extension RunState {
  func put(to writer: inout StateWriter) {
    for value in [
      bytesIn, firstByteCount, bytesOut, nextRecord, records, rejectedRecords, shiftSequences,
      expectedCharacters, countedCharacters,
    ] {
      writer.put(value)
    }
    writer.put(firstDigest)
    writer.put(framing) { writer, state in
      writer.put(state.nextNumber)
      writer.put(state.blockRemainder)
    }
    writer.put(inputHash) { $0.put($1) }
    writer.put(outputHash) { $0.put($1) }
    writer.put(accounts) { $0.put($1) }
    writer.put(headerAccount)
    writer.put(wroteRejectHeader)
    writer.put(headerBytes)
    writer.put(findings) { $0.put($1) }
    for value in [reading, converting, writing] { writer.put(value) }
  }

  init(from reader: inout StateReader) throws(CheckpointError) {
    bytesIn = try reader.count()
    firstByteCount = try reader.count()
    bytesOut = try reader.count()
    nextRecord = try reader.count()
    records = try reader.count()
    rejectedRecords = try reader.count()
    shiftSequences = try reader.count()
    // A field that was cut can make it less than nothing for a while.
    expectedCharacters = try reader.integer()
    countedCharacters = try reader.count()
    firstDigest = try reader.data()
    framing = try reader.optional { reader throws(CheckpointError) in
      RecordFramer.State(nextNumber: try reader.count(), blockRemainder: try reader.count())
    }
    inputHash = try reader.optional { reader throws(CheckpointError) in try reader.hash() }
    outputHash = try reader.optional { reader throws(CheckpointError) in try reader.hash() }
    accounts = try reader.list { reader throws(CheckpointError) in try reader.account() }
    headerAccount = try reader.account()
    wroteRejectHeader = try reader.flag()
    headerBytes = try reader.data()
    findings = try reader.list { reader throws(CheckpointError) in try reader.finding() }
    reading = try reader.unsigned()
    converting = try reader.unsigned()
    writing = try reader.unsigned()
    guard inputHash.map({ Int($0.byteCount) >= bytesIn }) ?? true,
      outputHash.map({ Int($0.byteCount) == bytesOut }) ?? true, rejectedRecords <= records,
      firstByteCount >= 0
    else { throw .damaged }
  }
}

extension StateWriter {
  fileprivate mutating func put(_ state: SHA256.State) {
    for sum in state.sums { put(Int(sum)) }
    put(state.byteCount)
    put(state.rest)
  }

  fileprivate mutating func put(_ account: ColumnAccount) {
    for value in [
      account.characters, account.exact, account.lossy, account.substituted, account.reported,
      account.gradeExact, account.gradeDesign, account.gradeSimilar,
    ] {
      put(value)
    }
  }

  fileprivate mutating func put(_ finding: Finding) {
    put(finding.key.column)
    put(Int(finding.key.kind.rawValue))
    put(Int(finding.key.code))
    put(finding.key.codeByteCount)
    put(Int(finding.key.second))
    put(Int(finding.scalar))
    put(finding.identity) { $0.put($1.description) }
    put(finding.grade) { $0.put(Int($1.rawValue)) }
    put(finding.ground) { $0.put(Int($1.rawValue)) }
    put(finding.action) { $0.put(Int($1.rawValue)) }
    put(finding.output)
    for value in [
      finding.count, finding.firstRecord, finding.lastRecord, finding.firstOffset,
      finding.lastOffset,
    ] {
      put(value)
    }
    put(finding.samples) { writer, sample in
      writer.put(sample.record)
      writer.put(sample.offset)
      for text in [sample.before, sample.text, sample.after] { writer.put(text) }
    }
  }
}

extension StateReader {
  fileprivate mutating func hash() throws(CheckpointError) -> SHA256.State {
    var sums: [UInt32] = []
    for _ in 0..<8 { sums.append(try value(UInt32.self)) }
    let byteCount = try unsigned()
    guard let state = SHA256.State(sums: sums, byteCount: byteCount, rest: try data()) else {
      throw .damaged
    }
    return state
  }

  fileprivate mutating func account() throws(CheckpointError) -> ColumnAccount {
    ColumnAccount(
      characters: try count(), exact: try count(), lossy: try count(), substituted: try count(),
      reported: try count(), gradeExact: try count(), gradeDesign: try count(),
      gradeSimilar: try count())
  }

  /// A case of an enumeration by its raw value.
  private mutating func named<T: RawRepresentable<UInt8>>(
    _ type: T.Type
  ) throws(CheckpointError) -> T {
    guard let found = T(rawValue: try value(UInt8.self)) else { throw .damaged }
    return found
  }

  fileprivate mutating func finding() throws(CheckpointError) -> Finding {
    let key = FindingKey(
      column: try integer(), kind: try named(FindingKind.self), code: try value(UInt32.self),
      codeByteCount: try count(), second: try value(UInt32.self))
    let scalar = try value(UInt32.self)
    let identity = try optional { reader throws(CheckpointError) in
      guard let identity = CharacterIdentity(try reader.text()) else {
        throw CheckpointError.damaged
      }
      return identity
    }
    let grade = try optional { reader throws(CheckpointError) in
      try reader.named(IdentificationGrade.self)
    }
    let ground = try optional { reader throws(CheckpointError) in
      try reader.named(ShrinkGround.self)
    }
    let action = try optional { reader throws(CheckpointError) in
      try reader.named(ConversionPolicy.Action.self)
    }
    var finding = Finding(
      key: key, scalar: scalar, identity: identity, grade: grade, ground: ground, action: action,
      output: try text(), count: try count(), record: try count(), offset: 0)
    finding.lastRecord = try count()
    finding.firstOffset = try count()
    finding.lastOffset = try count()
    finding.samples = try list { reader throws(CheckpointError) in
      Finding.Sample(
        record: try reader.count(), offset: try reader.count(), before: try reader.text(),
        text: try reader.text(), after: try reader.text())
    }
    return finding
  }
}

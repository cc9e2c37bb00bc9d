public import GaijiFiles
internal import GaijiHashing

/// The content of a checkpoint file: which conversion it is of, how far it had come, and where its
/// output files stood. They were on the disk up to there when it was written.
///
/// ```
/// 8 bytes   "gaijiCP1": what the file is, and its version
/// 32 bytes  SHA-256 of everything behind it
/// facts, state, positions, as `StateWriter` puts them
/// ```
///
/// It holds samples of the data, as a report does: it is for the same eyes.
public struct Checkpoint: Sendable, Hashable {
  /// One thing that has to be the same for a run to go on.
  public struct Fact: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public var facts: [Fact]
  public var state: RunState
  public var output: OutputFile.Position
  public var rejected: OutputFile.Position?
  public var occurrences: OutputFile.Position?

  private static let magic = Array("gaijiCP1".utf8)

  public init(
    facts: [Fact], state: RunState, output: OutputFile.Position, rejected: OutputFile.Position?,
    occurrences: OutputFile.Position?
  ) {
    self.facts = facts
    self.state = state
    self.output = output
    self.rejected = rejected
    self.occurrences = occurrences
  }

  /// - Throws: `CheckpointError` when the bytes are no checkpoint, or not all of one.
  public init(_ bytes: [UInt8]) throws(CheckpointError) {
    let start = Self.magic.count + 32
    guard bytes.starts(with: Self.magic) else { throw .otherFormat }
    guard bytes.count > start else { throw .damaged }
    let content = bytes[start...]
    guard SHA256.digest(of: Array(content)).bytes[...] == bytes[Self.magic.count..<start] else {
      throw .damaged
    }
    var reader = StateReader(content)
    facts = try reader.list { reader throws(CheckpointError) in
      Fact(try reader.text(), try reader.text())
    }
    state = try RunState(from: &reader)
    output = try reader.position()
    rejected = try reader.optional { reader throws(CheckpointError) in try reader.position() }
    occurrences = try reader.optional { reader throws(CheckpointError) in try reader.position() }
    guard reader.isAtEnd else { throw .damaged }
  }

  public var bytes: [UInt8] {
    var writer = StateWriter()
    writer.put(facts) { writer, fact in
      writer.put(fact.name)
      writer.put(fact.value)
    }
    state.put(to: &writer)
    writer.put(output)
    writer.put(rejected) { $0.put($1) }
    writer.put(occurrences) { $0.put($1) }
    return Self.magic + SHA256.digest(of: writer.bytes).bytes + writer.bytes
  }

  /// - Throws: `CheckpointError.differs` for the first thing that is not as it was.
  public func check(_ now: [Fact]) throws(CheckpointError) {
    for fact in now {
      let was = facts.first { $0.name.utf8.elementsEqual(fact.name.utf8) }?.value ?? ""
      guard was.utf8.elementsEqual(fact.value.utf8) else {
        throw .differs(what: fact.name, was: was, is: fact.value)
      }
    }
    for fact in facts where !now.contains(where: { $0.name.utf8.elementsEqual(fact.name.utf8) }) {
      throw .differs(what: fact.name, was: fact.value, is: "")
    }
  }
}

extension StateWriter {
  fileprivate mutating func put(_ position: OutputFile.Position) {
    put(position.partPath)
    put(position.storedByteCount)
    put(position.byteCount)
    put(position.pending)
  }
}

extension StateReader {
  fileprivate mutating func position() throws(CheckpointError) -> OutputFile.Position {
    OutputFile.Position(
      partPath: try text(), storedByteCount: try count(), byteCount: try count(),
      pending: try data())
  }
}

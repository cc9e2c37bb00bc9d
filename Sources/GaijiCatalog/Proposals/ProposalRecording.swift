internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

/// A run of the identifier on its way into the catalogue: proposals come one after another, and all of
/// them are there when `finish` returns, or none.
///
/// Until then nobody else sees anything of the run, and nobody has to wait for it: the proposals lie in
/// a temporary file of SQLite, as large as what is stored in the end. (Portions stored at once with a
/// mark "not finished" were the other way. Then every reader would have to know the mark, and somebody
/// would have to find out which of the unfinished runs are dead.) What is withdrawn of earlier runs is
/// withdrawn in the same transaction.
///
/// Belongs to one thread. A catalogue records one run at a time.
public final class ProposalRecording {
  private let catalog: Catalog
  private let run: IdentificationRun
  private let codes: Database.SystemCodes
  private let identities: Set<String>
  private var seen: Set<UInt32> = []
  private var sources: [SourceRecord] = []
  private var sourcePlaces: [SourceRecord: Int] = [:]
  private var waiting: [(proposal: ProposalRecord, source: Int)] = []
  private var isOpen = false

  /// Proposals that go into the stage in one transaction: each ends with a flush of the file's cache.
  private static let portion = 64

  fileprivate init(_ catalog: Catalog, _ run: IdentificationRun) throws(CatalogError) {
    guard run.tool.utf8.starts(with: Journal.programPrefix.utf8) else {
      throw .refused("a run's tool must be called \"\(Journal.programPrefix) ...\"")
    }
    guard catalog.access == .readWrite else { throw .readOnly(path: catalog.path) }
    self.catalog = catalog
    self.run = run
    (codes, identities) = try catalog.read { db in
      (try run.codes(db), Set(try String.fetchAll(db, sql: "SELECT id FROM character")))
    }
    try catalog.stage { try ProposalStage.make($0.db) }
    isOpen = true
  }

  deinit {
    // What is not finished is forgotten. Without a catalogue that answers its file goes away as well.
    if isOpen { try? catalog.stage { try ProposalStage.drop($0.db) } }
  }

  /// - Throws: `refused` for a code outside the gaiji areas of the charset, a second proposal of one code,
  ///   or an identity that the catalogue does not know; `writeFailed` where the temporary file has no
  ///   room. The run cannot be finished afterwards.
  public func add(_ proposal: ProposalRecord) throws(CatalogError) {
    precondition(isOpen, "a run that has ended")
    let name = codes.text(proposal.code)
    guard codes.isGaiji(proposal.code) else {
      throw .refused("\(name) is not in a gaiji area of \(codes.charset)")
    }
    guard seen.insert(proposal.code).inserted else {
      throw .refused("two proposals are about \(name)")
    }
    for candidate in proposal.candidates {
      if let identity = candidate.identity, !identities.contains(identity.description) {
        throw .refused(
          "\(name): \(identity) is not in the catalogue; it was made of another font than the index"
        )
      }
    }
    waiting.append((proposal, place(of: proposal.source)))
    if waiting.count == Self.portion { try flush() }
  }

  private func place(of source: SourceRecord) -> Int {
    if let place = sourcePlaces[source] { return place }
    sourcePlaces[source] = sources.count
    sources.append(source)
    return sources.count - 1
  }

  private func flush() throws(CatalogError) {
    defer { waiting.removeAll(keepingCapacity: true) }
    try catalog.stage { [waiting] stage in
      try stage.db.inTransaction(.deferred) {
        for item in waiting { try stage.add(item.proposal, source: item.source) }
        return .commit
      }
    }
  }

  /// Stores the run: figures, proposals, and in the journal what is automatic, as proposed.
  ///
  /// - Throws: as `add`, and `locked` where another program writes to the catalogue for longer than the
  ///   catalogue's patience; then nothing of the run is kept.
  public func finish() throws(CatalogError) -> ProposalReport {
    precondition(isOpen, "a run that has ended")
    try flush()
    let report = try catalog.write { db in
      let writer = try ProposalWriter(db, run: run)
      return try writer.write(ProposalStage(db: db), sources)
    }
    isOpen = false
    try catalog.stage { try ProposalStage.drop($0.db) }
    return report
  }
}

extension Catalog {
  /// Begins to store a run of the identifier: the details of every proposal, and in the journal those
  /// that are automatic, as proposed.
  ///
  /// Nothing that a person decided is overwritten or hidden: where the newest row of a gaiji is a
  /// person's, the journal stays as it is and only the details are stored. A proposal that repeats the
  /// standing one adds no row. Where a former run was sure and this one is not, a row with status
  /// held takes its place, so that nobody goes on converting with it. All or nothing.
  ///
  /// - Throws: `unknown` for a system that the catalogue does not know when the run names no charset
  ///   for it; `refused` for a charset that is not the system's, for a tool's name by which its rows
  ///   could not be told from a person's, and while another run is being recorded.
  public func beginRecording(
    _ run: IdentificationRun
  ) throws(CatalogError) -> ProposalRecording { try ProposalRecording(self, run) }

  /// The same for proposals that are all at hand.
  public func record(
    _ proposals: [ProposalRecord], of run: IdentificationRun
  ) throws(CatalogError) -> ProposalReport {
    let recording = try beginRecording(run)
    for proposal in proposals { try recording.add(proposal) }
    return try recording.finish()
  }

  /// Works on temporary tables; takes no lock of the catalogue.
  fileprivate func stage<R>(_ body: (ProposalStage) throws -> R) throws(CatalogError) -> R {
    try Self.translate(path) { try queue.inDatabase { try body(ProposalStage(db: $0)) } }
  }
}

extension IdentificationRun {
  /// The codes of the run's system; those of its charset for a system that is to be added.
  func codes(_ db: Database) throws -> Database.SystemCodes {
    if let known = try db.systemCodes(organization: organization, system: system) {
      if let charset, CharsetNames.canonical(charset) ?? charset != known.charset {
        throw CatalogError.refused(
          "\(organization)/\(system) is in \(known.charset), not \(charset)")
      }
      return known
    }
    guard let charset else {
      throw CatalogError.unknown(
        "\(organization)/\(system) is not in the catalogue; name its charset to add it")
    }
    try Database.checkSystemName(organization: organization, system: system)
    return try db.systemCodes(charset: charset)
  }
}

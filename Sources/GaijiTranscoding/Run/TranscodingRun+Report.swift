internal import GaijiCharsets
internal import GaijiHashing
internal import GaijiModel
internal import GaijiRelease

extension TranscodingRun {
  /// Puts what is known so far into the report.
  func fill(_ report: inout RunReport) {
    var columns: [RunReport.ColumnReport] = []
    if options.hasHeader, options.inputLayout == nil {
      columns.append(
        .init(
          index: RunReport.ColumnReport.headerIndex, name: RunReport.ColumnReport.headerName,
          selected: false, counts: ledger.headerAccount.counts))
    }
    let accounts = ledger.accounts
    for index in 0..<max(accounts.count, names?.count ?? 0) {
      let name = names.flatMap { index < $0.count ? $0[index] : nil } ?? String(index + 1)
      let counts = index < accounts.count ? accounts[index].counts : ColumnCounts()
      columns.append(
        .init(index: index, name: name, selected: selection.contains(index), counts: counts))
    }
    report.columns = columns
    report.records = ledger.records
    report.rejectedRecords = ledger.rejectedRecords
    report.bytesIn = ledger.bytesIn
    report.bytesOut = ledger.bytesOut
    report.shiftSequences = ledger.shiftSequences
    report.findings = ledger.findings
    report.outputCheck =
      ledger.hasOutput
      ? .init(
        expectedCharacters: ledger.expectedCharacters, countedCharacters: ledger.countedCharacters)
      : nil
    report.conservation =
      columns.allSatisfy(\.counts.isConserved)
      && ledger.expectedCharacters == ledger.countedCharacters
    report.hashes.hashed = options.hashes
    let digests = digests()
    report.hashes.input = digests.input?.description
    report.hashes.output = digests.output?.description
    report.sourceCharset = plan.source.name
    report.outputCharset = plan.target.name
    report.releaseEdition = plan.release.dataEdition
    report.hashes.release = plan.release.digest.description
    report.durations.reading = reading
    report.durations.converting = ledger.converting
    report.durations.writing = ledger.writing
    report.warnings += warnings
    report.addHints()
  }
}

extension ContinuousClock.Instant {
  /// Nanoseconds from this instant to now.
  var nanosecondsSince: UInt64 {
    let parts = (ContinuousClock.now - self).components
    return UInt64(parts.seconds) * 1_000_000_000 + UInt64(parts.attoseconds / 1_000_000_000)
  }
}

extension CharsetTable {
  /// UTF-16 or UTF-32.
  var isWideUnicode: Bool { states.isEmpty && scheme != .utf8 }

  /// Length of the byte order mark that `bytes` begin with, 0 without one.
  func byteOrderMark(in bytes: [UInt8]) -> Int {
    let marks: [[UInt8]]
    switch scheme {
    case .utf8: marks = [[0xEF, 0xBB, 0xBF]]
    case .utf16: marks = [[0xFE, 0xFF], [0xFF, 0xFE]]
    case .utf16le: marks = [[0xFF, 0xFE]]
    case .utf16be: marks = [[0xFE, 0xFF]]
    case .utf32: marks = [[0, 0, 0xFE, 0xFF], [0xFF, 0xFE, 0, 0]]
    case .utf32le: marks = [[0xFF, 0xFE, 0, 0]]
    case .utf32be: marks = [[0, 0, 0xFE, 0xFF]]
    case .leadByte, .shifted: marks = []
    }
    return marks.first { bytes.starts(with: $0) }?.count ?? 0
  }
}

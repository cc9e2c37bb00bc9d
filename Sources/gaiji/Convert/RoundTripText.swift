import Foundation
import GaijiFiles
import GaijiTranscoding

/// What `verify --round-trip` prints: the differences as they are found, then the sums.
struct RoundTripText {
  let json: Bool
  let quiet: Bool

  /// - Throws: the exit status of bad data when a difference was not announced.
  func run(_ trip: inout HostRoundTrip, source: InputFile) throws {
    let (json, quiet) = (self.json, self.quiet)
    trip.onDifference = { difference in
      let line = Self.line(difference)
      if difference.announcedBy.isEmpty {
        printError(line)
      } else if !json, !quiet {
        print(line)
      }
    }
    let report = try trip.run(source: source)
    if json {
      print(try Self.document(report))
    } else if !quiet || !report.holds {
      print(
        "\(report.records) records, \(report.identicalRecords) came back as they were; "
          + "\(report.differences) differences")
      for (kind, count) in report.announced.sorted(by: { $0.key < $1.key }) {
        print("  \(kind.word): \(count)")
      }
      print("not announced: \(report.faultCount)")
    }
    if !report.holds { throw ExitStatus.badData.exitCode }
  }

  private static func line(_ difference: RoundTripReport.Difference) -> String {
    func hexadecimal(_ bytes: [UInt8]) -> String {
      let digits = bytes.map { String(format: "%02X", $0) }.joined()
      return digits.isEmpty
        ? "nothing"
        : digits + (bytes.count < RoundTripReport.Difference.maximumByteCount ? "" : "...")
    }
    let kinds = difference.announcedBy.map(\.word).joined(separator: ", ")
    return
      "record \(difference.record), \(difference.field.map { "field \($0)" } ?? "as a whole"), "
      + "byte \(difference.offset): \(hexadecimal(difference.source)) came back as "
      + "\(hexadecimal(difference.returned)) (\(kinds.isEmpty ? "not announced" : kinds))"
  }

  private struct Document: Encodable {
    var records: Int
    var identicalRecords: Int
    var differences: Int
    var announced: [String: Int]
    var notAnnounced: Int
  }

  private static func document(_ report: RoundTripReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var announced: [String: Int] = [:]
    for (kind, count) in report.announced { announced[kind.word] = count }
    let document = Document(
      records: report.records, identicalRecords: report.identicalRecords,
      differences: report.differences, announced: announced, notAnnounced: report.faultCount)
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}

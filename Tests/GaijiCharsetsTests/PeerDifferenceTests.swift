import Foundation
import GaijiCharsets
import GaijiModel
import Testing

/// Every code and character of every charset against ICU and glibc; each accepted difference stands
/// in `Differences/<charset>.<peer>.tsv` with its reason.
@Suite struct PeerDifferenceTests {
  struct Pairing: CustomTestStringConvertible, Sendable {
    let charset: String
    let peer: String
    let peerName: String
    var testDescription: String { "\(charset) and \(peer)'s \(peerName)" }

    func open() -> (any Peer)? { peer == "icu" ? ICUConverter(peerName) : IconvPeer(peerName) }
  }

  static let plain = [
    ("cp932", "windows-31j", "CP932"), ("shift_jis", "Shift_JIS", "SJIS"),
    ("eucjp-ms", "ibm-954", "EUC-JP-MS"), ("euc-jp", "EUC-JP", "EUC-JP"),
    ("iso-2022-jp", "ISO-2022-JP", "ISO-2022-JP"), ("ibm930", "ibm-930", "IBM930"),
    ("ibm939", "ibm-939", "IBM939"), ("ibm1390", "ibm-1390", "IBM1390"),
    ("ibm1399", "ibm-1399", "IBM1399"),
  ].flatMap { charset, icu, glibc in
    [
      Pairing(charset: charset, peer: "icu", peerName: icu),
      Pairing(charset: charset, peer: "glibc", peerName: glibc),
    ]
  }

  /// ICU has no converter for these.
  static let jisx0213 = [
    Pairing(charset: "shift_jis-2004", peer: "glibc", peerName: "SHIFT_JISX0213"),
    Pairing(charset: "euc-jis-2004", peer: "glibc", peerName: "EUC-JISX0213"),
  ]

  @Test(arguments: plain)
  func `The differences are those of the list`(_ pairing: Pairing) throws {
    try expectListedDifferences(pairing)
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing), arguments: jisx0213)
  func `The JIS X 0213 differences are those of the list`(_ pairing: Pairing) throws {
    try expectListedDifferences(pairing)
  }

  private func expectListedDifferences(_ pairing: Pairing) throws {
    let table = try Charsets.table(pairing.charset)
    let peer = try #require(pairing.open(), "\(pairing.peer) does not know \(pairing.peerName)")
    var found: [DifferenceKey: (ours: Outcome, theirs: Outcome)] = [:]
    Comparison(table: table, peer: peer).run { key, ours, theirs in found[key] = (ours, theirs) }

    try expectListed(found, in: "\(pairing.charset).\(pairing.peer).tsv")
  }
}

/// Runs every code and character through our tables and a peer.
private struct Comparison {
  let table: CharsetTable
  let peer: any Peer
  typealias Report = (DifferenceKey, _ ours: Outcome, _ theirs: Outcome) -> Void

  func run(_ report: Report) {
    decode(report)
    encode(report)
  }

  private func decode(_ report: Report) {
    let ours = OurCharset(table: table)
    let starts: [[UInt8]] = [[]] + table.shifts.filter { $0.state != 0 }.map(\.bytes)
    for prefix in starts {
      let state = table.shifts.first { $0.bytes == prefix }?.state ?? 0
      func compare(_ code: [UInt8]) {
        let a = outcome(ours.decode(prefix + code))
        let b = outcome(peer.decode(prefix + code))
        guard a != b else { return }
        let key = DifferenceKey(
          direction: .decode, prefix: prefix, code: code.map { UInt32($0) })
        report(key, a, b)
      }
      for lead in UInt8.min...UInt8.max { compare([lead]) }
      for lead in UInt8.min...UInt8.max {
        let length = table.states[state].lengths[Int(lead)]
        // Where either side takes the byte alone, the comparison above has said all.
        let isShift = table.shifts.contains { $0.bytes == [lead] }
        if length == 1 || isShift || peer.decode(prefix + [lead])?.isEmpty == false { continue }
        for trail in UInt8.min...UInt8.max { compare([lead, trail]) }
      }
      if table.states[state].three.count > 0 {
        for second in UInt8.min...UInt8.max {
          for third in UInt8.min...UInt8.max { compare([0x8F, second, third]) }
        }
      }
    }
  }

  /// Planes 0–2 whole, tags and variation selectors, and the ends of the private planes: all that
  /// any of the charsets could have.
  private func encode(_ report: Report) {
    let ours = OurCharset(table: table)
    func compare(_ scalars: [UInt32]) {
      let a = outcome(ours.encode(scalars)?.map { UInt32($0) })
      let b = outcome(peer.encode(scalars)?.map { UInt32($0) })
      if a != b { report(DifferenceKey(direction: .encode, prefix: [], code: scalars), a, b) }
    }
    let ranges: [ClosedRange<UInt32>] = [
      0...0xD7FF, 0xE000...0x2FFFF, 0xE0000...0xE0FFF, 0xF0000...0xF00FF, 0xFFF00...0x1000FF,
      0x10DE92...0x10DE92, 0x10FF00...0x10FFFF,
    ]
    for range in ranges {
      for scalar in range { compare([scalar]) }
    }
    for key in table.encoding.pairKeys.array {
      compare([UInt32(key >> 21), UInt32(key & 0x1F_FFFF)])
    }
  }

  private func outcome(_ values: [UInt32]?) -> Outcome { values.map { .value($0) } ?? .none }
}

import GaijiModel
import GaijiPolicies
import GaijiTranscoding

/// A report such as the engine makes of a small resident register: every kind of finding, several
/// columns about one code, names that must be escaped.
enum SampleReport {
  static func make() -> RunReport {
    var policy = ConversionPolicy(source: "cp932", target: .jisx0213)
    policy.actions.overflow = .reject
    policy.limits = [.init(column: .name("氏名"), unit: .characters, maximum: 20)]
    var file = PolicyFile(policy: policy)
    file.columns = .some([.name("氏名"), .name("住所")])
    file.system = PolicyFile.SystemName("S-CITY/RESIDENT")
    file.header = true
    var report = RunReport(
      toolVersion: "0.1.0", sourceName: "data/住民.csv", outputName: "out/住民.utf8.csv",
      policy: policy)
    report.startedAt = "2026-11-21T01:02:03Z"
    report.rejectName = "out/住民.utf8.csv.rejected"
    report.system = "S-CITY/RESIDENT"
    report.releaseName = "default.gaiji"
    report.releaseEdition = "ipamj-005.01 jntajis-0.0.1"
    report.policyJSON = canonicalJSON(of: file)
    report.columns = [
      .init(
        index: -1, name: "(header)", selected: false,
        counts: .init(charactersIn: 31, mappedExactly: 31)),
      .init(
        index: 0, name: "宛名番号", selected: false,
        counts: .init(charactersIn: 1_200_000, mappedExactly: 1_200_000)),
      .init(
        index: 1, name: "氏名", selected: true,
        counts: .init(
          charactersIn: 812_345, mappedExactly: 810_000, mappedLossy: 1_845, substituted: 460,
          reported: 40, gaijiMapped: .init(exact: 2_001, design: 310, similar: 44))),
      .init(
        index: 2, name: "住所", selected: true,
        counts: .init(
          charactersIn: 4_012_000, mappedExactly: 4_011_500, mappedLossy: 400, substituted: 90,
          reported: 10, gaijiMapped: .init(exact: 120, design: 12))),
      .init(
        index: 3, name: "備考 <b onclick=\"x\">&'", selected: false,
        counts: .init(charactersIn: 90_000, mappedExactly: 89_993, reported: 7)),
    ]
    report.records = 200_000
    report.rejectedRecords = 3
    report.bytesIn = 12_582_912
    report.bytesOut = 17_301_504
    report.inputCompression = .init(form: "zstd", bytes: 1_234_567)
    report.outputCompression = .init(form: "gzip", bytes: 2_345_678)
    report.shiftSequences = 0
    report.findings = findings()
    report.conservation = true
    report.outputCheck = .init(expectedCharacters: 6_114_376, countedCharacters: 6_114_376)
    let digest = String(repeating: "0123456789abcdef", count: 4)
    report.hashes = .init(input: digest, release: digest, policy: digest, output: digest)
    report.durations = .init(
      total: 1_234_567_890, reading: 100_000_000, converting: 900_000_000, writing: 200_000_000,
      hashing: 50_000_000)
    report.warnings = ["住民.csv:200001: the last record has no line end"]
    return report
  }

  static func findings() -> [Finding] {
    var all: [Finding] = []
    let codes: [(UInt32, Int)] = [(0xF040, 412), (0xF041, 35), (0xF07E, 13), (0xF9FC, 1)]
    for (index, code) in codes.enumerated() {
      for column in 1...2 where code.1 > column {
        var finding = Finding(
          key: .init(column: column, kind: .gaiji, code: code.0, codeByteCount: 2),
          scalar: 0xE000 + UInt32(index), action: .substitute, output: "〓", count: code.1 / column,
          record: 12 * column, offset: 900 * column)
        finding.lastRecord = 199_000
        finding.lastOffset = 12_500_000
        finding.samples = [
          .init(
            record: 12 * column, offset: 900 * column, before: "東京都", text: "\u{E000}", after: "飾区"),
          .init(
            record: 15 * column, offset: 1200 * column, before: "渡", text: "\u{E000}", after: "太郎"),
        ]
        all.append(finding)
      }
    }
    all.append(
      Finding(
        key: .init(column: 1, kind: .invalid, code: 0x81, codeByteCount: 1), action: .escape,
        output: "{81}", count: 2, record: 7, offset: 512,
        samples: [.init(record: 7, offset: 512, before: "山田", text: "", after: "")]))
    all.append(
      Finding(
        key: .init(column: 2, kind: .undefined, code: 0x8540, codeByteCount: 2), action: .escape,
        output: "{8540}", record: 8, offset: 600,
        samples: [.init(record: 8, offset: 600, before: "=1+1,\"", text: "", after: "\"丁目")]))
    all.append(
      Finding(
        key: .init(column: 1, kind: .unencodable, code: 0xF050, codeByteCount: 2), scalar: 0xE010,
        identity: CharacterIdentity("MJ026193"), grade: .exact, action: .substitute, output: "〓",
        count: 3, record: 9, offset: 700,
        samples: [.init(record: 9, offset: 700, before: "渡", text: "邉", after: "花子")]))
    all.append(
      Finding(
        key: .init(column: 1, kind: .overflow, code: 0, codeByteCount: 0), action: .reject,
        count: 3,
        record: 40, offset: 4000,
        samples: [.init(record: 40, offset: 4000, before: "", text: "長い名前", after: "")]))
    all.append(
      Finding(
        key: .init(column: 3, kind: .keptGaiji, code: 0xF040, codeByteCount: 2), scalar: 0xE000,
        action: .keep, output: "\u{E000}", count: 7, record: 55, offset: 5000,
        samples: [
          .init(record: 55, offset: 5000, before: "<i>", text: "\u{E000}", after: "\u{202E}")
        ]))
    for column in 1...2 {
      all.append(
        Finding(
          key: .init(column: column, kind: .mappedGaiji, code: 0xF060, codeByteCount: 2),
          scalar: 0xE020, identity: CharacterIdentity("MJ026190"), grade: .exact,
          output: "辺\u{E0101}",
          count: 100 * column, record: 3, offset: 300))
    }
    all.append(
      Finding(
        key: .init(column: 1, kind: .shrunk, code: 0xF061, codeByteCount: 2), scalar: 0xE021,
        identity: CharacterIdentity("MJ026191"), grade: .similar, ground: .kosekiNotice,
        output: "邉",
        count: 44, record: 4, offset: 400))
    all.append(
      Finding(
        key: .init(column: 1, kind: .lossy, code: 0x81CA, codeByteCount: 2), scalar: 0xFFE2,
        output: "￢", count: 5, record: 5, offset: 500))
    return all.sorted { $0.key < $1.key }
  }
}

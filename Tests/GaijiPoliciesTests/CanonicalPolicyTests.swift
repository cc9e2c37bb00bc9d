import GaijiModel
import GaijiPolicies
import Testing

@Suite struct CanonicalPolicyTests {
  @Test func `The text of the default policy is fixed`() {
    let text = canonicalJSON(of: PolicyFile(policy: ConversionPolicy(source: "cp932")))
    #expect(
      text == """
        {
          "accept": {
            "grade": ["exact", "design", "similar"],
            "status": ["approved"]
          },
          "actions": {
            "gaiji": "substitute",
            "invalid": "escape",
            "overflow": "keep",
            "undefined": "escape",
            "unencodable": "substitute"
          },
          "bom": "keep",
          "ivs": "when-needed",
          "limits": {},
          "shrink": {
            "choices": {},
            "grounds": ["jis-unification", "notice-582", "koseki-notice", "dictionary", "tax-agency"],
            "several": "report"
          },
          "source": "cp932",
          "substitutes": {
            "gaiji": "〓",
            "invalid": "〓",
            "overflow": "",
            "undefined": "〓",
            "unencodable": "〓"
          },
          "target": "utf8"
        }

        """)
  }

  @Test func `The digest is that of the text`() {
    // sha256sum of the text above.
    let file = PolicyFile(policy: ConversionPolicy(source: "cp932"))
    #expect(
      canonicalDigest(of: file)
        == "92144eae964b8513ef3c6f7f05628196b5610ea0bf7ca546e42a825f1a81a362")
  }

  @Test func `The choices of host charsets stand there only when they are made`() {
    var file = PolicyFile(policy: ConversionPolicy(source: "jef"))
    let plain = canonicalJSON(of: file)
    file.policy.preference = .position
    file.policy.projection = 0xE92E
    file.policy.doubleSpace = .jisSpace
    let made = canonicalJSON(of: file)
    let added = made.split(separator: "\n").filter { !plain.split(separator: "\n").contains($0) }
    #expect(
      added == [
        "  \"double-space\": \"a1a1\",", "  \"prefer\": \"position\",",
        "  \"projection\": \"E92E\",",
      ])
  }

  @Test(arguments: 0..<200)
  func `Reading the canonical text gives the same policy`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let file = randomPolicy(&random)
    let text = canonicalJSON(of: file)
    let read = try PolicyReader.decode(Array(text.utf8), path: "p.json")
    #expect(read.policy == file.policy)
    #expect(read.columns == file.columns)
    #expect(read.system == file.system)
    #expect(read.header == file.header)
    #expect(Array(canonicalJSON(of: read).utf8) == Array(text.utf8))
  }

  @Test func `Any change of the policy changes the digest`() {
    let base = PolicyFile(policy: ConversionPolicy(source: "cp932"))
    let changes: [(inout PolicyFile) -> Void] = [
      { $0.policy.source = "eucjp-ms" }, { $0.policy.target = .jisx0208 },
      { $0.policy.ivs = .always }, { $0.policy.byteOrderMark = .add },
      { $0.policy.actions.gaiji = .stop }, { $0.policy.substitutes.overflow = [0x2026] },
      { $0.policy.acceptedStatuses.insert(.held) }, { $0.policy.acceptedGrades = [.exact] },
      { $0.policy.shrink.takesFirstOfMany = true }, { $0.policy.shrink.grounds.reverse() },
      { $0.policy.shrink.choices[CharacterIdentity(.mj, number: 1)!] = 0x8FBA },
      { $0.policy.limits = [.init(column: .index(1), unit: .bytes, maximum: 4)] },
      { $0.columns = .all }, { $0.columns = .some([.name("1")]) },
      { $0.columns = .some([.index(1)]) }, { $0.header = false },
      { $0.system = PolicyFile.SystemName("A/B") }, { $0.policy.preference = .position },
      { $0.policy.projection = 0xE000 }, { $0.policy.projection = 0xE92E },
      { $0.policy.doubleSpace = .hostSpace }, { $0.policy.doubleSpace = .twoSpaces },
    ]
    var digests: Set<String> = [canonicalDigest(of: base)]
    for change in changes {
      var file = base
      change(&file)
      digests.insert(canonicalDigest(of: file))
    }
    #expect(digests.count == changes.count + 1)
  }

  private func randomPolicy(_ random: inout SeededRandom) -> PolicyFile {
    var policy = ConversionPolicy(
      source: ["cp932", "ibm1399", "utf8"].randomElement(using: &random)!)
    policy.target = [.utf8, .jisx0213, .tagged, .charset("utf16le")].randomElement(using: &random)!
    policy.ivs = .allCases.randomElement(using: &random)!
    policy.byteOrderMark = .allCases.randomElement(using: &random)!
    policy.preference = .allCases.randomElement(using: &random)!
    policy.projection = [nil, .random(in: projectionRange, using: &random)].randomElement(
      using: &random)!
    policy.doubleSpace = .allCases.randomElement(using: &random)!
    for failure in ConversionPolicy.Failure.allCases {
      policy.actions[failure] = .allCases.randomElement(using: &random)!
      policy.substitutes[failure] = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        randomScalar(&random)
      }
    }
    policy.acceptedStatuses = Set(
      IdentificationStatus.allCases.filter { _ in Bool.random(using: &random) })
    policy.acceptedGrades = Set(
      IdentificationGrade.allCases.filter { _ in Bool.random(using: &random) })
    policy.shrink.grounds = ShrinkGround.allCases.shuffled(using: &random)
    policy.shrink.takesFirstOfMany = Bool.random(using: &random)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let identity = CharacterIdentity(.mj, number: .random(in: 1...60_000, using: &random))!
      policy.shrink.choices[identity] = .random(in: 0x4E00...0x9FFF, using: &random)
    }
    var limits: [ConversionPolicy.ColumnLimit] = []
    for index in 1...5 where Bool.random(using: &random) {
      limits.append(
        .init(column: .index(index), unit: .bytes, maximum: .random(in: 1...99, using: &random)))
    }
    if Bool.random(using: &random) {
      limits.append(.init(column: .name("\u{795E}"), unit: .characters, maximum: 3))
      limits.append(.init(column: .name("\u{FA19}"), unit: .bytes, maximum: 4))
      limits.append(.init(column: .name("\u{FA19}"), unit: .characters, maximum: 5))
    }
    policy.limits = limits
    var file = PolicyFile(policy: policy)
    file.columns = [nil, .all, .some([.name("氏\"\\\u{1}名"), .index(3)])].randomElement(
      using: &random)!
    file.system = [nil, PolicyFile.SystemName("市/住基")].randomElement(using: &random)!
    file.header = [nil, true, false].randomElement(using: &random)!
    return file
  }

  private func randomScalar(_ random: inout SeededRandom) -> UInt32 {
    while true {
      let value = UInt32.random(in: 0...0x10FFFF, using: &random)
      if Unicode.Scalar(value) != nil { return value }
    }
  }
}

/// SplitMix64: the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

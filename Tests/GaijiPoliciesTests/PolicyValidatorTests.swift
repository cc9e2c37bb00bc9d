import GaijiModel
import GaijiPolicies
import Testing

@Suite struct PolicyValidatorTests {
  static func messages(
    delimiters: Set<UInt32> = [0x2C, 0x09], _ change: (inout PolicyFile) -> Void
  ) -> [String] {
    var file = PolicyFile(policy: ConversionPolicy(source: "cp932"))
    change(&file)
    return PolicyValidator(delimiters: delimiters).problems(of: file).map(\.description)
  }

  @Test func `The defaults are a valid policy`() {
    #expect(Self.messages { _ in } == [])
  }

  @Test func `A projection lies in the private use area`() {
    for base in [UInt32(0xE000), 0xF8FF] {
      #expect(Self.messages { $0.policy.projection = base } == [])
    }
    #expect(
      Self.messages { $0.policy.projection = 0xF900 }
        == ["\"projection\" cannot be U+F900; give a code point from U+E000 to U+F8FF"])
  }

  @Test func `A policy without a source asks for one`() {
    #expect(
      Self.messages { $0.policy.source = "" }
        == ["no source charset; give \"source\" in the policy or --from"])
  }

  @Test func `Names the file it came from`() {
    let messages = Self.messages {
      $0.path = "p.toml"
      $0.policy.source = ""
    }
    #expect(messages == ["p.toml: no source charset; give \"source\" in the policy or --from"])
  }

  @Test func `An overlong field cannot be escaped`() {
    #expect(
      Self.messages { $0.policy.actions.overflow = .escape } == [
        "\"actions.overflow\" cannot be \"escape\": an escape is longer than the field; "
          + "use keep, substitute, reject or stop"
      ])
  }

  @Test(arguments: [
    (0x2C, "a delimiter (U+002C): it would break the record"),
    (0x09, "a delimiter (U+0009): it would break the record"),
    (0x22, "a quote (U+0022): it would break the record"),
    (0x0D, "a carriage return (U+000D): it would break the record"),
    (0x0A, "a line feed (U+000A): it would break the record"),
    (0x00, "a control character (U+0000): it would break the record"),
    (0x85, "a control character (U+0085): it would break the record"),
    (0xFE00, "a variation selector (U+FE00): it would change the character before it"),
    (0xE0101, "a variation selector (U+E0101): it would change the character before it"),
  ])
  func `A substitute cannot break a record`(_ scalar: UInt32, _ what: String) {
    for failure in ConversionPolicy.Failure.allCases {
      #expect(
        Self.messages { $0.policy.substitutes[failure] = [0x3013, scalar] }
          == ["\"substitutes.\(failure.word)\" cannot hold \(what)"])
    }
  }

  @Test func `Only the delimiter of the format is forbidden once it is known`() {
    #expect(Self.messages(delimiters: [0x09]) { $0.policy.substitutes.gaiji = [0x2C] } == [])
    #expect(
      Self.messages(delimiters: [0x7C]) { $0.policy.substitutes.gaiji = [0x7C] } == [
        "\"substitutes.gaiji\" cannot hold a delimiter (U+007C): it would break the record"
      ])
  }

  @Test func `An empty substitute would drop characters`() {
    #expect(
      Self.messages { $0.policy.substitutes.gaiji = [] } == [
        "\"substitutes.gaiji\" is empty: the character would be dropped in silence; "
          + "give one such as 〓"
      ])
    #expect(Self.messages { $0.policy.substitutes.overflow = [] } == [])
  }

  @Test func `What is accepted must name something`() {
    #expect(
      Self.messages {
        $0.policy.acceptedStatuses = []
        $0.policy.acceptedGrades = []
      } == [
        "\"accept.status\" is empty: no gaiji would be mapped; give at least one status",
        "\"accept.grade\" is empty: no gaiji would be mapped; give at least one grade",
      ])
    #expect(
      Self.messages { $0.policy.acceptedGrades = [.exact, .none] }
        == ["\"accept.grade\" cannot hold \"none\": it names no character"])
  }

  @Test func `A ground is listed once`() {
    #expect(
      Self.messages { $0.policy.shrink.grounds = [.dictionary, .analogy, .dictionary] }
        == ["\"shrink.grounds\" names a ground twice; the order says which is tried first"])
  }

  @Test func `Limits are positive, once per column, and leave room`() {
    let messages = Self.messages {
      $0.policy.actions.overflow = .substitute
      $0.policy.substitutes.overflow = [0x2026, 0x2026]
      $0.policy.limits = [
        .init(column: .name("氏名"), unit: .bytes, maximum: 0),
        .init(column: .name("住所"), unit: .characters, maximum: 1),
        .init(column: .index(0), unit: .bytes, maximum: 9),
        .init(column: .index(0), unit: .bytes, maximum: 9),
      ]
    }
    #expect(
      messages == [
        "\"limits.氏名.max-bytes\" must be at least 1, not 0",
        "\"limits.住所.max-chars\" is 1, but \"substitutes.overflow\" alone has 2",
        "\"limits.0.max-bytes\": columns are numbered from 1, not 0",
        "\"limits.0.max-bytes\" stands twice; keep one",
        "\"limits.0.max-bytes\": columns are numbered from 1, not 0",
      ])
  }

  @Test func `Canonical equivalents are two columns`() {
    let messages = Self.messages {
      $0.columns = .some([.name("\u{FA19}"), .name("\u{795E}")])
      $0.policy.limits = [
        .init(column: .name("\u{FA19}"), unit: .bytes, maximum: 9),
        .init(column: .name("\u{795E}"), unit: .bytes, maximum: 9),
      ]
    }
    #expect(messages == [])
  }

  @Test func `Columns exist, once, and by number without a header`() {
    #expect(
      Self.messages { $0.columns = .some([]) }
        == ["\"columns\" is empty; name a column or write \"all\""])
    #expect(
      Self.messages {
        $0.header = false
        $0.columns = .some([.index(0), .name("氏名"), .index(2), .index(2)])
      } == [
        "\"columns\": columns are numbered from 1, not 0",
        "\"columns\" names \"氏名\", but \"header\" is false; give the column's number",
        "\"columns\" names \"2\" twice; keep one",
      ])
  }
}

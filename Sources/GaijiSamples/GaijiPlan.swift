public import GaijiCharsets
public import GaijiModel

/// Which gaiji a sample municipality has, what they are, and what its staff decided about them.
///
/// It depends on the charset, the vocabulary and the data release only, not on the seed: one
/// mapping fits every sample of a charset.
public struct GaijiPlan: Sendable {
  public static let organization = "サンプル市"
  public static let system = "住民記録"

  /// One gaiji of the municipality.
  public struct Gaiji: Sendable {
    /// The bytes of the code, most significant first; the scalar for a Unicode charset.
    public let code: UInt32
    /// The private-use scalar to which the charset projects the code.
    public let scalar: UInt32
    /// The character of the vocabulary in whose place it is drawn.
    public let base: UInt32
    /// The figure that it shows. Whether the mapping says so is up to `decision`.
    public let identity: CharacterIdentity
    /// How the release writes `identity`: bare where the font shows it so, the IVS otherwise.
    public let sequence: CharacterSequence
    public let decision: Decision

    /// Whether a conversion with the default policy maps it.
    public var isMapped: Bool {
      guard case .decided(let grade, .approved) = decision else { return false }
      return grade != .none
    }
  }

  public enum Decision: Hashable, Sendable {
    /// Not in the mapping file at all.
    case absent
    case decided(IdentificationGrade, IdentificationStatus)
  }

  public let charsetName: String
  /// Ascending by private-use scalar. Empty when the charset has no user-defined area.
  public let gaiji: [Gaiji]
  /// Variation sequences that no gaiji stands for, for source text in Unicode.
  let sequences: [CharacterSequence]

  /// - Parameters:
  ///   - charset: The charset of the register.
  ///   - forms: All characters of a data release.
  ///   - count: How many gaiji there should be; fewer when the charset or the vocabulary has no
  ///     room for more.
  public init(
    charset: CharsetTable, forms: [CharacterForms], vocabulary: Vocabulary, count: Int = 300
  ) {
    charsetName = charset.name
    let cells = GaijiArea(charset, count: count).cells
    let figures = Figures(forms)
    var chosen: [(base: UInt32, identity: CharacterIdentity, sequence: CharacterSequence)] = []
    var taken: Set<CharacterIdentity> = []
    var spare: [CharacterSequence] = []

    func take(_ base: UInt32, _ figure: (CharacterIdentity, CharacterSequence)) {
      guard taken.insert(figure.0).inserted else { return }
      chosen.append((base, figure.0, figure.1))
      // The second gaiji is the first one, drawn and registered once more by somebody who did not
      // find it: two codes for one character.
      if chosen.count == 1 { chosen.append(chosen[0]) }
    }

    /// Some vendors' tables have codes for several figures of a character: they need no gaiji.
    func needsGaiji(_ figure: (CharacterIdentity, CharacterSequence)) -> Bool {
      charset.states.isEmpty
        || charset.encoding.entry(for: figure.1.base, figure.1.selector) == 0
    }

    let inUse = vocabulary.kanjiByFrequency()
    for entry in vocabulary.gaijiBases where inUse.contains(entry.base) {
      if let figure = entry.figure {
        // A figure that the charset can write needs no gaiji.
        guard charset.states.isEmpty || charset.encoding.entry(for: figure) == 0 else { continue }
        if let identity = figures.direct[figure] {
          take(entry.base, (identity, CharacterSequence(figure)))
        }
      } else {
        for figure in figures.variants[entry.base, default: []] where needsGaiji(figure) {
          take(entry.base, figure)
        }
      }
    }
    // Then the commonest characters that have variants: the last variant stays for source text.
    for base in inUse {
      let variants = figures.variants[base, default: []].filter {
        !taken.contains($0.0) && needsGaiji($0)
      }
      for (place, variant) in variants.enumerated() {
        if place < 2, place + 1 < variants.count || variants.count == 1, chosen.count < count {
          take(base, variant)
        } else {
          spare.append(variant.1)
        }
      }
    }
    gaiji = zip(cells, chosen).enumerated().map { index, pair in
      Gaiji(
        code: pair.0.code, scalar: pair.0.scalar, base: pair.1.base, identity: pair.1.identity,
        sequence: pair.1.sequence, decision: Self.decision(index))
    }
    sequences = spare
  }

  /// What became of the gaiji with this number: one in ten was never looked at, a few are waiting
  /// or were turned down, the rest is approved.
  static func decision(_ index: Int) -> Decision {
    switch index {
    case _ where index % 10 == 7: .absent
    case _ where index % 50 == 13: .decided(.exact, .proposed)
    case _ where index % 75 == 33: .decided(.design, .held)
    case _ where index % 150 == 59: .decided(.similar, .rejected)
    case _ where index % 150 == 109: .decided(.none, .approved)
    case _ where index % 20 == 5: .decided(.design, .approved)
    case _ where index % 60 == 41: .decided(.similar, .approved)
    default: .decided(.exact, .approved)
    }
  }
}

/// The characters of a release that one sequence, and only one, writes.
private struct Figures {
  /// By code point: the character that the font shows for it.
  var direct: [UInt32: CharacterIdentity] = [:]
  /// By base: characters without a code point of their own, ascending by sequence.
  var variants: [UInt32: [(CharacterIdentity, CharacterSequence)]] = [:]

  init(_ forms: [CharacterForms]) {
    for form in forms where form.svs.isEmpty {
      if form.direct.count == 1 {
        direct[form.direct[0]] = form.identity
      } else if form.direct.isEmpty, form.ivs.count == 1 {
        variants[form.ivs[0].base, default: []].append((form.identity, form.ivs[0]))
      }
    }
    for base in variants.keys { variants[base]?.sort { $0.1 < $1.1 } }
  }
}

extension Vocabulary {
  /// The characters of names and places outside ASCII, the commonest first.
  func kanjiByFrequency() -> [UInt32] {
    var weights: [UInt32: Int] = [:]
    for word in surnames { for scalar in word.text { weights[scalar, default: 0] += word.weight } }
    for word in givenNames {
      for scalar in word.text { weights[scalar, default: 0] += word.weight * 10 }
    }
    for word in places { for scalar in word.town { weights[scalar, default: 0] += word.weight } }
    return weights.filter { $0.key > 0x7F }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map(\.key)
  }
}

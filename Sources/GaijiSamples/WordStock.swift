internal import GaijiCharsets
internal import GaijiModel

/// The vocabulary as pieces for one charset, with the words in which gaiji stand.
struct WordStock: Sendable {
  struct Name: Sendable {
    let text: Piece
    let kana: Piece
    /// Typical year of birth; 0 for surnames.
    let year: Int
  }

  struct Place: Sendable {
    let postalPrefix: Int
    let municipality: Piece
    let town: Piece
  }

  /// Words of one kind with gaiji (or variation sequences) in them.
  struct Hosts<Word: Sendable>: Sendable {
    /// By gaiji: the words in which it stands.
    let words: [[Word]]
    let choice: WeightedChoice

    var isEmpty: Bool { choice.isEmpty }

    func draw(_ random: inout SplitMix64) -> Word {
      let group = words[choice.draw(&random)]
      return group[random.below(group.count)]
    }
  }

  /// Surnames, given names of men, of women, places, buildings, remarks.
  let surnames: [Name]
  let surnameChoice: WeightedChoice
  let givenNames: [[Name]]
  let givenNameChoice: [WeightedChoice]
  let places: [Place]
  let placeChoice: WeightedChoice
  let buildings: [Piece]
  let buildingChoice: WeightedChoice
  let remarks: [Piece]
  let remarkChoice: WeightedChoice

  let gaijiSurnames: Hosts<Name>
  let gaijiGivenNames: [Hosts<Name>]
  let gaijiPlaces: Hosts<Place>
  let gaijiRemarks: Hosts<Piece>
  /// Only in Unicode source text.
  let sequenceSurnames: Hosts<Name>

  /// At most this many words for each gaiji and kind, the first of the file.
  private static let hostLimit = 6

  init(_ vocabulary: Vocabulary, plan: GaijiPlan, maker: PieceMaker) throws(SampleError) {
    func check(_ count: Int, _ file: String) throws(SampleError) {
      guard count > 0 else {
        throw .emptyVocabulary(charset: maker.charset.name, file: file)
      }
    }

    let surnameWords = vocabulary.surnames.filter {
      maker.canWrite($0.text) && maker.canWrite($0.kana)
    }
    try check(surnameWords.count, "surnames.tsv")
    surnames = surnameWords.compactMap { word in
      Self.name(maker.plain(word.text), word.kana, year: 0, maker)
    }
    surnameChoice = WeightedChoice(surnameWords.map(\.weight))

    var names: [[Name]] = []
    var nameChoices: [WeightedChoice] = []
    var nameHosts: [Hosts<Name>] = []
    for isMale in [true, false] {
      let words = vocabulary.givenNames.filter {
        $0.isMale == isMale && maker.canWrite($0.text) && maker.canWrite($0.kana)
      }
      try check(words.count, "given-names.tsv")
      names.append(
        words.compactMap { Self.name(maker.plain($0.text), $0.kana, year: $0.year, maker) })
      nameChoices.append(WeightedChoice(words.map(\.weight)))
      nameHosts.append(
        Self.hosts(plan, words, \.text, maker) { piece, word in
          Self.name(piece, word.kana, year: word.year, maker)
        })
    }
    givenNames = names
    givenNameChoice = nameChoices
    gaijiGivenNames = nameHosts

    let placeWords = vocabulary.places.filter {
      maker.canWrite($0.municipality) && maker.canWrite($0.town)
    }
    try check(placeWords.count, "places.tsv")
    places = placeWords.compactMap { Self.place($0, maker.plain($0.town), maker) }
    placeChoice = WeightedChoice(placeWords.map(\.weight))

    let buildingWords = vocabulary.buildings.filter { maker.canWrite($0.text) }
    try check(buildingWords.count, "buildings.tsv")
    buildings = buildingWords.compactMap { maker.plain($0.text) }
    buildingChoice = WeightedChoice(buildingWords.map(\.weight))

    let remarkWords = vocabulary.remarks.filter { maker.canWrite($0.text) }
    try check(remarkWords.count, "remarks.tsv")
    remarks = remarkWords.compactMap { maker.plain(fieldText($0.text)) }
    remarkChoice = WeightedChoice(remarkWords.map(\.weight))

    gaijiSurnames = Self.hosts(plan, surnameWords, \.text, maker) { piece, word in
      Self.name(piece, word.kana, year: 0, maker)
    }
    gaijiPlaces = Self.hosts(plan, placeWords, \.town, maker) { piece, word in
      Self.place(word, piece, maker)
    }
    gaijiRemarks = Self.hosts(
      plan, remarkWords.map { fieldText($0.text) }, \.self, maker
    ) { piece, _ in piece }
    sequenceSurnames = Self.sequenceHosts(plan, surnameWords, maker)
  }

  private static func name(
    _ text: Piece?, _ kana: [UInt32], year: Int, _ maker: PieceMaker
  ) -> Name? {
    guard let text, let kana = maker.plain(kana) else { return nil }
    return Name(text: text, kana: kana, year: year)
  }

  private static func place(
    _ word: Vocabulary.Place, _ town: Piece?, _ maker: PieceMaker
  ) -> Place? {
    guard let town, let municipality = maker.plain(word.municipality) else { return nil }
    return Place(postalPrefix: word.postalPrefix, municipality: municipality, town: town)
  }

  /// The words that hold the base of each gaiji, with the gaiji in its place. Gaiji that were
  /// registered early are the common ones.
  private static func hosts<Source, Word>(
    _ plan: GaijiPlan, _ sources: [Source], _ text: (Source) -> [UInt32], _ maker: PieceMaker,
    _ make: (Piece, Source) -> Word?
  ) -> Hosts<Word> {
    let words = plan.gaiji.indices.map { number in
      var found: [Word] = []
      let gaiji = plan.gaiji[number]
      for source in sources where found.count < hostLimit {
        guard let place = text(source).firstIndex(of: gaiji.base),
          let piece = maker.host(text(source), at: place, gaiji: gaiji, number: number),
          let word = make(piece, source)
        else { continue }
        found.append(word)
      }
      return found
    }
    let weights = words.indices.map { words[$0].isEmpty ? 0 : 100_000 / (20 + $0) }
    return Hosts(words: words, choice: WeightedChoice(weights))
  }

  private static func sequenceHosts(
    _ plan: GaijiPlan, _ sources: [Vocabulary.Surname], _ maker: PieceMaker
  ) -> Hosts<Name> {
    let words = plan.sequences.map { sequence in
      sources.filter { $0.text.contains(sequence.base) }.prefix(hostLimit).compactMap { source in
        name(
          maker.host(
            source.text, at: source.text.firstIndex(of: sequence.base)!, sequence: sequence),
          source.kana, year: 0, maker)
      }
    }
    return Hosts(words: words, choice: WeightedChoice(words.map { $0.isEmpty ? 0 : 1 }))
  }
}

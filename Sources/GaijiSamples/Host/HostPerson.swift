/// Whom a record is about.
struct HostPerson: Sendable {
  let identifier: Int
  let surname: HostStock.Name
  let given: HostStock.Name
  /// 0: a man; 1: a woman.
  let sex: Int
  /// Such as 19850314.
  let birthday: Int
  let home: HostHome
  /// The others of the household, at most nine.
  let family: [HostStock.Name]
}

/// What people of one household share.
struct HostHome: Sendable {
  let surname: HostStock.Name
  let place: HostPiece
  /// 0: none; else 1 ... 5 丁目.
  let block: Int
  let lot: Int
  let house: Int
  let building: HostPiece?
  let room: Int
}

/// Draws people, household by household.
struct HostPeople: Sendable {
  /// How often things happen, in 10,000. Together they give 2 % of records with gaiji.
  private enum Rate {
    static let surnameGaiji = 110  // per household
    static let placeGaiji = 45  // per household
    static let figure = 200  // per household: a figure with a code of its own
    static let building = 4_000  // per household
    static let block = 8_000  // per household
  }

  private let stock: HostStock
  private var home: HostHome?
  private var remaining = 0
  private var count = 0

  init(_ stock: HostStock) { self.stock = stock }

  /// Sizes of Japanese households in 2020, in thousandths: one, two, ... five persons.
  private static let sizes = WeightedChoice([380, 281, 166, 119, 54])

  mutating func next(_ random: inout SplitMix64) -> HostPerson {
    let home = remaining > 0 ? self.home ?? moveIn(&random) : moveIn(&random)
    remaining -= 1
    count += 1
    let sex = random.below(2)
    let given = givenName(sex, &random)
    let year = min(max(given.year + random.below(13) + random.below(13) - 12, 1925), 2025)
    var family: [HostStock.Name] = []
    for _ in 0..<random.below(5) { family.append(givenName(random.below(2), &random)) }
    return HostPerson(
      identifier: count, surname: home.surname, given: given, sex: sex,
      birthday: year * 10_000 + (1 + random.below(12)) * 100 + 1 + random.below(28), home: home,
      family: family)
  }

  private func givenName(_ sex: Int, _ random: inout SplitMix64) -> HostStock.Name {
    stock.givenNames[sex][stock.givenNameChoice[sex].draw(&random)]
  }

  private mutating func moveIn(_ random: inout SplitMix64) -> HostHome {
    remaining = 1 + Self.sizes.draw(&random)
    let surname: HostStock.Name
    if random.chance(Rate.surnameGaiji), !stock.gaijiSurnames.isEmpty {
      surname = stock.gaijiSurnames.draw(&random)
    } else if random.chance(Rate.figure), !stock.figureSurnames.isEmpty {
      surname = stock.figureSurnames.draw(&random)
    } else {
      surname = stock.surnames[stock.surnameChoice.draw(&random)]
    }
    let hasGaijiPlace = random.chance(Rate.placeGaiji) && !stock.gaijiPlaces.isEmpty
    let hasBuilding = random.chance(Rate.building)
    let new = HostHome(
      surname: surname,
      place: hasGaijiPlace
        ? stock.gaijiPlaces.draw(&random) : stock.places[stock.placeChoice.draw(&random)],
      block: random.chance(Rate.block) ? 1 + random.below(5) : 0, lot: 1 + random.below(99),
      house: 1 + random.below(30),
      building: hasBuilding ? stock.buildings[stock.buildingChoice.draw(&random)] : nil,
      room: 101 + 100 * random.below(9) + random.below(9))
    home = new
    return new
  }
}

internal import GaijiModel

/// One `<icu:state>` line: what each byte means in a state.
///
/// ```
/// row    = [("initial" | "surrogates") ","] entry {"," entry}
/// entry  = byte ["-" byte] [":" next state] ["." [action]]
/// action = "u" unassigned | "i" illegal | "s" only a change of state | "p" a surrogate pair
/// ```
///
/// An entry without a dot goes on with the next byte in the next state when it names one; bytes that
/// no entry names are illegal. Source: ICU User Guide, "Conversion Data", section on state tables.
struct UCMState {
  enum Meaning: Equatable {
    case illegal
    /// The last byte of a code.
    case final
    /// A shift to a state.
    case shift(Int)
    /// Not the last byte: the code goes on in a state.
    case next(Int)
  }

  var isInitial = false
  var meanings = [Meaning](repeating: .illegal, count: 256)
  let line: TableLine

  /// ICU's own limit on the states of a table.
  private static let maximumNumber: UInt32 = 127

  init(_ line: inout TableLine) throws(CharsetFileFault) {
    self.line = line
    if line.accept("initial") {
      isInitial = true
      try Self.skipComma(&line)
    } else if line.accept("surrogates") {
      try Self.skipComma(&line)
    }
    line.skipSpace()
    // A state without entries: every byte is illegal in it.
    while !line.isAtEnd {
      try readEntry(&line)
      line.skipSpace()
      if line.isAtEnd { break }
      try Self.skipComma(&line)
    }
  }

  private static func skipComma(_ line: inout TableLine) throws(CharsetFileFault) {
    line.skipSpace()
    guard line.accept(",") else { throw line.fault("expected \",\" between entries of a state") }
    line.skipSpace()
  }

  private mutating func readEntry(_ line: inout TableLine) throws(CharsetFileFault) {
    let first = try Self.number(&line, limit: 0xFF, "a byte")
    line.skipSpace()
    var last = first
    if line.accept("-") {
      line.skipSpace()
      last = try Self.number(&line, limit: 0xFF, "a byte")
      line.skipSpace()
    }
    guard first <= last else { throw line.fault("a range of bytes that runs backwards") }
    var meaning = Meaning.final
    var next = 0
    if line.accept(":") {
      line.skipSpace()
      next = Int(try Self.number(&line, limit: Self.maximumNumber, "a state's number"))
      meaning = .next(next)
      line.skipSpace()
    }
    if line.accept(".") {
      line.skipSpace()
      meaning = .final
      if line.accept("i") { meaning = .illegal }
      if line.accept("s") { meaning = .shift(next) }
      // Unassigned codes are undefined ones; a surrogate pair is one character like any other.
      _ = line.accept("u") || line.accept("p")
    }
    for byte in first...last { meanings[Int(byte)] = meaning }
  }

  private static func number(
    _ line: inout TableLine, limit: UInt32, _ what: String
  ) throws(CharsetFileFault) -> UInt32 {
    let place = line.position
    guard let number = line.hexadecimalNumber(), number.value <= limit else {
      throw line.fault("expected \(what) in hexadecimal digits", at: place)
    }
    return number.value
  }

  /// The coding space that a list of states describes.
  static func space(
    _ states: [UCMState], _ line: TableLine
  ) throws(CharsetFileFault) -> CodingSpace {
    for state in states {
      for meaning in state.meanings {
        switch meaning {
        case .next(let number), .shift(let number):
          guard states.indices.contains(number) else {
            throw state.line.fault(
              "there is no state \(number); the states are 0 to \(states.count - 1)")
          }
        case .illegal, .final: break
        }
      }
    }
    let initial = states.indices.filter { $0 == 0 || states[$0].isInitial }
    guard initial.count <= 2 else {
      throw line.fault("\(initial.count) initial states; one or two are known here")
    }
    for (number, index) in initial.enumerated() {
      for (byte, meaning) in states[index].meanings.enumerated() {
        guard case .shift(let target) = meaning else { continue }
        // SO leads to the second state and SI to the first, whichever state is the present one.
        guard initial.count == 2, [0x0E: initial[1], 0x0F: initial[0]][byte] == target else {
          throw states[index].line.fault(
            "byte \(hexadecimal(UInt8(byte), digits: 2)) changes from state \(number) to \(target); "
              + "only 0E and 0F between two states are known here")
        }
      }
    }
    return CodingSpace(
      states: try initial.map { (index) throws(CharsetFileFault) in
        try space(from: index, states)
      })
  }

  private static func space(
    from start: Int, _ states: [UCMState]
  ) throws(CharsetFileFault) -> CodingSpace.State {
    var space = CodingSpace.State()
    func fault(_ lead: UInt32, _ reason: String) -> CharsetFileFault {
      states[start].line.fault("lead byte \(hexadecimal(lead, digits: 2)): \(reason)")
    }
    for lead in UInt32(0)...0xFF {
      switch states[start].meanings[Int(lead)] {
      case .illegal, .shift: break
      case .final: space.lengths[Int(lead)] = 1
      case .next(let second):
        for byte in UInt32(0)...0xFF {
          switch states[second].meanings[Int(byte)] {
          case .illegal: break
          case .shift: throw fault(lead, "a change of state inside of a code")
          case .final:
            guard space.lengths[Int(lead)] != 3 else { throw fault(lead, mixed) }
            space.addTwo(lead << 8 | byte)
          case .next(let third):
            for (last, meaning) in states[third].meanings.enumerated() where meaning != .illegal {
              guard meaning == .final, lead == CodingSpace.threeByteLead else {
                throw fault(
                  lead, "codes of three bytes are known only after 8F, longer ones not at all")
              }
              guard space.lengths[Int(lead)] != 2 else { throw fault(lead, mixed) }
              space.addThree(lead << 16 | byte << 8 | UInt32(last))
            }
          }
        }
      }
    }
    return space
  }

  private static let mixed = "codes of two and of three bytes"
}

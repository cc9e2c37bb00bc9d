internal import GaijiCharsets
internal import GaijiModel

/// One fast table of an `OutcomeTable`, by scalar of the BMP: 65,536 entries.
///
/// Good as long as the table lives, and up to date: the table is never reallocated.
@safe struct FastScalars {
  static let count = 0x1_0000
  private let base: UnsafePointer<UInt32>

  init(_ table: OutcomeTable, selected: Bool) {
    precondition(table.fastCount == Self.count)
    unsafe base = table.fastTable(selected: selected)
  }

  /// The entry of a scalar; of its last 16 bits, for one outside the BMP.
  @inline(__always) subscript(scalar: UInt32) -> UInt32 {
    // SAFETY: 16 bits index 65,536 entries.
    unsafe base[Int(scalar & 0xFFFF)]
  }
}

/// The output of the general engine: memory, and the encoder with its shift state.
@safe struct ScalarWriter {
  let area: OutputArea
  /// The state of the output; a mirror of the encoder's.
  private(set) var state: UInt32 = 0
  private(set) var count = 0
  private var encoder: ScalarEncoder
  /// In the initial state; a copy costs less than another one.
  private let fresh: ScalarEncoder
  /// The target may have one code for two scalars (か + ゚).
  private let hasPairs: Bool
  private var scratch: [UInt8] = []
  /// Fast entries of the scalars below, 0 for one that the target has no such code for: delimiters,
  /// quotes and newlines are among them.
  private let low: [UInt32]
  private static let lowCount: UInt32 = 0x86

  init(target: CharsetTable, area: OutputArea) {
    self.area = area
    fresh = ScalarEncoder(target)
    encoder = fresh
    hasPairs = !target.states.isEmpty
    low = (0..<Self.lowCount).map { [fresh] scalar in
      var encoder = fresh
      var bytes: [UInt8] = []
      guard encoder.encode(scalar, into: &bytes), encoder.state == 0 else { return 0 }
      return FastEntry.make(output: bytes) ?? 0
    }
  }

  /// Forgets the bytes of the last block; the state goes on.
  mutating func startBlock() { count = 0 }

  /// Makes the bytes the engine's output.
  func endBlock() { area.count = count }

  // MARK: Characters

  /// Writes units from `start` on, as long as each is an ordinary character that the table knows,
  /// in the present state, and that no variation selector follows.
  /// - Returns: the index of the first unit that is not written.
  @inline(__always) mutating func putOrdinary(
    _ units: Span<DecodedUnit>, from start: Int, to end: Int, fast: FastScalars
  ) -> Int {
    var index = start
    var o = count
    var base = unsafe area.base
    var last = area.capacity - MemoryLayout<UInt32>.size
    let state = self.state
    while index < end {
      let unit = units[index]
      guard unit.isOrdinary else { break }
      let entry = fast[unit.scalar]
      guard entry >= FastEntry.minimum, FastEntry.state(of: entry) == state else { break }
      index &+= 1
      if index < end, isVariationSelector(units[index].scalar) {
        index &-= 1
        break
      }
      if o > last {
        area.reserve(o + MemoryLayout<UInt32>.size, keeping: o)
        unsafe base = area.base
        last = area.capacity - MemoryLayout<UInt32>.size
      }
      // SAFETY: o <= capacity - 4, checked above.
      unsafe UnsafeMutableRawPointer(base + o).storeBytes(of: entry, as: UInt32.self)
      o &+= Int(entry >> 28)
    }
    count = o
    return index
  }

  /// Writes one scalar, with a shift before it where one is needed.
  /// - Returns: false, with nothing written, when the target has no code for it.
  mutating func put(_ scalar: UInt32) -> Bool {
    if state == 0, scalar < Self.lowCount, low[Int(scalar)] != 0 {
      put(entry: low[Int(scalar)])
      return true
    }
    scratch.removeAll(keepingCapacity: true)
    let done = encoder.encode(scalar, into: &scratch)
    state = UInt32(encoder.state)
    append(scratch)
    return done
  }

  /// Writes a fast entry of the present state.
  @inline(__always) private mutating func put(entry: UInt32) {
    area.reserve(count + MemoryLayout<UInt32>.size, keeping: count)
    // SAFETY: room for four bytes was made above.
    unsafe UnsafeMutableRawPointer(area.base + count).storeBytes(of: entry, as: UInt32.self)
    count &+= Int(entry >> 28)
  }

  /// Writes scalars that the resolver has found encodable.
  /// - Returns: how many characters an independent reader will count in them.
  mutating func put(text scalars: [UInt32]) -> Int {
    scratch.removeAll(keepingCapacity: true)
    let characters = encoder.encode(text: scalars, hasPairs: hasPairs, into: &scratch)
    state = UInt32(encoder.state)
    append(scratch)
    return characters
  }

  /// Writes bytes of the target as they are.
  mutating func append(_ bytes: [UInt8]) {
    area.reserve(count + bytes.count, keeping: count)
    unsafe bytes.withUnsafeBufferPointer {
      // SAFETY: room for all of them was made above.
      unsafe (area.base + count).update(
        from: $0.baseAddress ?? UnsafePointer(area.base), count: $0.count)
    }
    count += bytes.count
  }

  /// Returns to the initial state.
  mutating func finish() {
    guard state != 0 else { return }
    scratch.removeAll(keepingCapacity: true)
    encoder.finish(into: &scratch)
    state = 0
    append(scratch)
  }

  // MARK: Taking back

  /// Takes back what was written from `mark` on, of which the encoder was in the initial state.
  mutating func takeBack(to mark: Int) {
    precondition(mark <= count)
    count = mark
    encoder = fresh
    state = 0
  }

  /// Puts other pieces in the place of what was written from `mark` on. It begins in the initial
  /// state: with its own shift, if it needs one.
  mutating func replace(from mark: Int, by pieces: [OutputPiece]) {
    takeBack(to: mark)
    for piece in pieces {
      switch piece {
      case .text(let scalars): _ = put(text: scalars)
      case .bytes(let bytes): append(bytes)
      }
    }
  }

  /// The bytes from `mark` on, and how many a return to the initial state would add.
  func bytes(from mark: Int) -> (written: [UInt8], closing: Int) {
    var closed = encoder
    var tail: [UInt8] = []
    closed.finish(into: &tail)
    // SAFETY: mark <= count, and `count` bytes of the area are written.
    precondition(mark <= count)
    let written = unsafe Array(UnsafeBufferPointer(start: area.base + mark, count: count - mark))
    return (written, tail.count)
  }

  /// How many bytes and characters `pieces` have when they begin and end in the initial state.
  func measure(_ pieces: [OutputPiece]) -> (bytes: [UInt8], characters: Int) {
    var encoder = fresh
    var bytes: [UInt8] = []
    var characters = 0
    for piece in pieces {
      switch piece {
      case .text(let scalars):
        characters += encoder.encode(text: scalars, hasPairs: hasPairs, into: &bytes)
      case .bytes(let raw):
        bytes += raw
        characters += 1
      }
    }
    encoder.finish(into: &bytes)
    return (bytes, characters)
  }
}

/// A part of a field to be written: text, or the bytes of one unit that is no character.
enum OutputPiece {
  case text([UInt32])
  case bytes([UInt8])
}

extension DecodedUnit {
  /// A character of the BMP, alone and not one-way: all that a fast table answers for.
  @inline(__always) var isOrdinary: Bool {
    kind == .character && !isOneWay && second == 0 && scalar < 0x1_0000
  }

  /// Whether the unit is this very character.
  @inline(__always) func isCharacter(_ scalar: UInt32) -> Bool {
    self.scalar == scalar && kind == .character && second == 0
  }
}

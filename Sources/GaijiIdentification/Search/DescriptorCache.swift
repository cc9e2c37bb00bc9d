/// Descriptors of entries that were drawn before, the least recently used given up first. What is
/// found does not depend on it.
struct DescriptorCache {
  struct Key: Hashable {
    var entry: Int
    var scale: ResidualScale
    /// The blur: bits of a double.
    var sigma: UInt64
  }

  private struct Slot {
    var key: Key
    var descriptor: StrokeDescriptor?
    var newer: Int
    var older: Int
  }

  private let limit: Int
  private var bytes = 0
  private var slots: [Slot] = []
  private var free: [Int] = []
  private var places: [Key: Int] = [:]
  private var newest = -1
  private var oldest = -1

  /// - Parameter limit: Bytes of descriptors that are kept.
  init(limit: Int) { self.limit = limit }

  /// - Returns: `nil` when it is not there; a blank glyph is there without a descriptor.
  mutating func find(_ key: Key) -> StrokeDescriptor?? {
    guard let place = places[key] else { return nil }
    unlink(place)
    link(place)
    return .some(slots[place].descriptor)
  }

  mutating func keep(_ descriptor: StrokeDescriptor?, _ key: Key) {
    let size = StrokeDescriptor.byteCount(key.scale)
    guard size <= limit, places[key] == nil else { return }
    while bytes + size > limit { dropOldest() }
    let slot = Slot(key: key, descriptor: descriptor, newer: -1, older: -1)
    let place: Int
    if let last = free.popLast() {
      place = last
      slots[place] = slot
    } else {
      place = slots.count
      slots.append(slot)
    }
    bytes += size
    places[key] = place
    link(place)
  }

  private mutating func dropOldest() {
    let place = oldest
    unlink(place)
    places[slots[place].key] = nil
    bytes -= StrokeDescriptor.byteCount(slots[place].key.scale)
    slots[place].descriptor = nil
    free.append(place)
  }

  private mutating func link(_ place: Int) {
    slots[place].older = newest
    slots[place].newer = -1
    if newest >= 0 { slots[newest].newer = place }
    newest = place
    if oldest < 0 { oldest = place }
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (slots[place].newer, slots[place].older)
    if newer >= 0 { slots[newer].older = older } else { newest = older }
    if older >= 0 { slots[older].newer = newer } else { oldest = newer }
  }
}

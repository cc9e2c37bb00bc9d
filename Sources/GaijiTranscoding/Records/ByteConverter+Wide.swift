internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiModel

// Table charsets in two passes over pieces of some hundred characters: the first finds characters and
// structure in bit masks and writes down which entry of the table each character needs, the second
// writes what the entries say. Only a character that the table does not have for every column (a
// gaiji, an undefined code, one that a selected column maps otherwise) and a quoted field leave them.

/// Where the first pass stands.
@safe private struct WidePlace {
  var p: UnsafePointer<UInt8>
  var fieldStart: UnsafePointer<UInt8>
  var recordStart: UnsafePointer<UInt8>
  /// Characters before `p`. Fields that are converted one by one count as empty here.
  var characters: UInt32 = 0
  /// 1 when the byte before `p` is structure.
  var before: UInt64 = 1
  /// Carriage returns of line ends.
  var returns = 0
  // What `RowPlaces` counts, in registers between two calls of it.
  var endCount = 0
  var rowCount = 0
}

extension ByteConverter {
  /// Converts the records from `position` on.
  mutating func convertWide<Source: WideSource>(
    _ source: Source, _ shared: SharedTable
  ) throws(ConversionStop) -> ScanEnd {
    let places = self.places
    let end = unsafe self.end
    let firstRecord = record
    let first = unsafe position
    let numbers = unsafe shared.numbers
    let entries = unsafe UnsafePointer(shared.entries)
    var o = unsafe written
    var place = unsafe WidePlace(p: position, fieldStart: position, recordStart: position)
    places.reset()

    while unsafe place.p < end {
      let mark = place
      var piece = unsafe note(source, &place, numbers)
      // What rounds the piece up to whole steps of the second pass.
      for surplus in 0..<15 { unsafe numbers[piece.count + surplus] = shared.empty }
      var seen: UInt32 = 0
      // SAFETY: room for three times the bytes left and padding.
      let count = unsafe gaiji_wide_write(numbers, (piece.count + 15) & ~15, entries, o, &seen)
      if seen & SharedTable.missing == 0 {
        unsafe o += count
      } else {
        // Again, up to the character in question. The padding's entry is never missing.
        var known = 0
        while unsafe entries[Int(numbers[known])] & SharedTable.missing == 0 {
          unsafe o += Int(entries[Int(numbers[known])] >> 28)
          known += 1
        }
        place = mark
        piece = unsafe note(source, &place, upTo: known, numbers)
      }
      if place.endCount >= places.limit {
        places.endCount = place.endCount
        places.rowCount = place.rowCount
        guard places.take(into: columns) else { return .tooWide }
        place.endCount = places.endCount
        place.rowCount = 0
      }
      if !piece.isStopped { continue }
      if unsafe place.p >= end { break }

      unsafe fieldStart = place.fieldStart
      places.endCount = place.endCount
      places.rowCount = place.rowCount
      column = place.endCount - places.rowFirst
      guard column < RecordLimits.maximumColumns else { return .tooWide }
      if column >= columns.count { columns.grow(to: column + 1) }
      record = firstRecord + places.taken + place.rowCount
      let state = unsafe columns.state(column, isHeader: false)
      let fieldCharacters = places.fieldStart
      unsafe position = place.p
      unsafe written = o
      if hasQuotes, unsafe position == fieldStart && position[0] == ASCII.quote {
        guard unsafe try convertField(Source.Kernel.self, state: state, isHeader: false) else {
          return .open(unsafe place.recordStart - start)
        }
        place.characters = fieldCharacters
      } else if share(source, shared) {
        // From now on the table has it; it is the first of the next piece.
      } else if let gaiji = unsafe simpleGaiji(source, in: state.pointee.fast) {
        unsafe putInPlace(gaiji, state)
        place.characters &+= 1
      } else {
        try unsafe convertRest(
          Source.Kernel.self, state, before: Int(place.characters &- fieldCharacters))
        place.characters = fieldCharacters
      }
      unsafe place.p = position
      unsafe o = written
      place.before = 0
    }

    places.endCount = place.endCount
    places.rowCount = place.rowCount
    guard
      unsafe settle(
        from: first, record: firstRecord, characters: place.characters, returns: place.returns)
    else { return .tooWide }
    unsafe position = place.p
    unsafe written = o
    return .done
  }

  /// The first pass: notes structure and the numbers of characters, a piece of them or up to something
  /// that needs a closer look.
  ///
  /// - Parameter limit: how many characters stand before one that needs it.
  @inline(__always) private mutating func note<Source: WideSource>(
    _ source: Source, _ place: inout WidePlace, upTo limit: Int = .max,
    _ numbers: UnsafeMutablePointer<UInt16>
  ) -> (count: Int, isStopped: Bool) {
    let quotes: UInt64 = hasQuotes ? .max : 0
    let end = unsafe self.end
    let bytes = unsafe structureBytes
    let ends = unsafe places.ends
    let rows = unsafe places.rows
    var at = place
    var count = 0
    var isStopped = false
    while count < SharedTable.pieceCount || limit != .max {
      let p = unsafe at.p
      let masks = unsafe gaiji_masks64(p, bytes)
      let step = unsafe source.look(p, masks)
      let left = unsafe end - p
      var starts = step.starts
      var structure = masks.structure & starts
      var newline = masks.newline & starts
      var stop = step.stop | masks.quote & starts & (structure << 1 | at.before) & quotes
      let behind = left < 64 ? UInt64.max << UInt64(left) : 0
      stop |= behind
      if limit != .max {
        let next = gaiji_nth_bit(starts, UInt32(truncatingIfNeeded: limit &- count))
        if next < 64 { stop |= 1 << next }
      }
      var width = step.width
      // Nothing stops behind the step: not the block's end either, before which a cut character may
      // stand.
      stop &= ~(UInt64.max << width)
      if stop != 0 {
        width = UInt64(stop.trailingZeroBitCount)
        let below = (1 as UInt64) << width &- 1
        starts &= below
        structure &= below
        newline &= below
      }
      var lineEnds: UInt64 = 0
      if masks.carriage & starts != 0 {
        let next = unsafe left > 64 && p[64] == ASCII.newline ? 1 << 63 : 0 as UInt64
        let newlines = masks.newline & step.starts & ~behind
        lineEnds = masks.carriage & starts & (newlines >> 1 | next)
      }
      let counted = starts & ~lineEnds
      unsafe count &+= source.put(p, step, starts: starts, to: numbers + count)
      let noted = at.endCount
      // SAFETY: `RowPlaces` has room for a piece and a step beyond its limit.
      at.endCount =
        unsafe noted &+ Int(gaiji_places(ends + noted, structure, counted, at.characters))
      at.returns &+= lineEnds.nonzeroBitCount
      var rest = newline
      while rest != 0 {
        let number = noted &+ (structure & ((rest ^ (rest &- 1)) >> 1)).nonzeroBitCount
        unsafe rows[at.rowCount] = UInt32(truncatingIfNeeded: number)
        at.rowCount &+= 1
        rest &= rest &- 1
      }
      if structure != 0 {
        unsafe at.fieldStart = p + (64 &- structure.leadingZeroBitCount)
        if newline != 0 { unsafe at.recordStart = p + (64 &- newline.leadingZeroBitCount) }
      }
      at.characters &+= UInt32(truncatingIfNeeded: counted.nonzeroBitCount)
      if width > 0 { at.before = structure >> (width &- 1) & 1 }
      unsafe at.p = p + Int(width)
      if stop != 0 {
        isStopped = true
        break
      }
    }
    place = at
    return (count, isStopped)
  }

  /// Puts the character at `position` into the shared table, if it is converted alike in every column.
  private mutating func share<Source: WideSource>(
    _ source: Source, _ shared: SharedTable
  ) -> Bool {
    guard let number = unsafe source.number(at: position),
      unsafe shared.entries[number] & SharedTable.missing != 0
    else { return false }
    let (plain, selected) = unsafe (
      table.fastTable(selected: false), table.fastTable(selected: true)
    )
    // SAFETY: the tables have an entry for each number.
    if unsafe plain[number] == 0 { _ = resolve(selected: false) }
    if unsafe selected[number] == 0 { _ = resolve(selected: true) }
    let entry = unsafe plain[number]
    guard entry >= FastEntry.minimum, unsafe entry == selected[number] else { return false }
    unsafe shared.entries[number] = entry
    return true
  }

  /// The entry of a character at `position` that was met before and needs nothing but to be written and
  /// counted.
  @inline(__always) mutating func simpleGaiji<Source: WideSource>(
    _ source: Source, in fast: UnsafePointer<UInt32>
  ) -> Int? {
    guard let number = unsafe source.number(at: position) else { return nil }
    // SAFETY: as in `share`; an entry below the minimum is the number of its facts.
    let entry = unsafe fast[number]
    guard entry != 0, entry < FastEntry.minimum, unsafe table.facts[Int(entry)].isSimple else {
      return nil
    }
    return Int(entry)
  }

  /// Writes a gaiji at `position`; its field goes on behind it. The places count it like any character,
  /// so what they say is put right here.
  mutating func putInPlace(_ gaiji: Int, _ state: UnsafeMutablePointer<ColumnState>) {
    account = ColumnAccount()
    account.exact = -1
    result.expectedCharacters -= 1
    let facts = unsafe table.facts + gaiji
    let (p, o) = unsafe (position, written)
    unsafe written = put(facts, Int32(gaiji), at: p, to: o)
    unsafe position = p + Int(facts.pointee.sourceByteCount)
    unsafe state.pointee.account += account
    unsafe lastHandedBackEnd = position
  }
}

internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiModel

// UTF-8 to UTF-8: nearly every character stays what it is. So 64 bytes a step are looked at as bit
// masks, copied, and their delimiters noted; only a field in which something else stands (a
// private-use character, a selector, an ill-formed byte, a quote at its start) is converted character
// by character, from that place to the field's end, by the same code as in every other conversion.

extension ByteConverter {
  enum ScanEnd {
    case done
    /// The block ended inside quotes; the record that it is in begins here, counted from the
    /// block's start.
    case open(Int)
    /// A record has more columns than allowed: the general loop says where.
    case tooWide
  }

  /// Whether a conversion keeps every character that is no gaiji and no selector.
  static func keepsCharacters(_ plan: ConversionPlan) -> Bool {
    guard plan.source.scheme == .utf8, plan.target.scheme == .utf8 else { return false }
    return switch plan.policy.target {
    case .utf8: plan.policy.ivs != .always
    case .utf8PrivateUse, .tagged: true
    default: false
    }
  }

  mutating func scanRecords() throws(ConversionStop) -> ScanEnd {
    let places = self.places
    let bytes = unsafe structureBytes
    let quotes: UInt64 = hasQuotes ? .max : 0
    let end = unsafe self.end
    let copies = settings.writesOutput
    let firstRecord = record
    let first = unsafe position
    var p = unsafe position
    var o = unsafe written
    var recordStart = unsafe p
    // Characters before `p`. Fields that are converted one by one count as empty here.
    var characters: UInt32 = 0
    // Continuation bytes that the bytes before `p` call for.
    var due: UInt64 = 0
    // 1 when the byte before `p` is structure.
    var before: UInt64 = 1
    // Carriage returns of line ends.
    var returns = 0
    places.reset()
    // What `places` counts, in registers between two calls of it.
    let endPlaces = unsafe places.ends
    let rowPlaces = unsafe places.rows
    var endCount = 0
    var rowCount = 0
    var limit = places.limit

    while unsafe p < end || due != 0 {
      let masks = unsafe gaiji_masks64(p, bytes)
      let left = unsafe end - p
      let next = unsafe p[64]
      var newline = masks.newline
      var structure = masks.structure
      var counted = UInt64.max
      var nextDue: UInt64 = 0
      var stop: UInt64 = 0
      var error: UInt64 = 0
      if masks.high | due != 0 {
        counted = ~masks.continuation
        error = (masks.lead << 1 | masks.lead3 << 2 | due) ^ masks.continuation
        nextDue = masks.lead >> 63 | masks.lead3 >> 62
        let neverLead = masks.high & ~masks.continuation & ~masks.lead
        let fullwidth = masks.bc >> 1 | (next & 0xFC == 0xBC ? 1 << 63 : 0)
        stop = error | neverLead | masks.other | (masks.ef & ~fullwidth)
      }
      stop |= masks.quote & (structure << 1 | before) & quotes
      if left < 64 {
        let inside = (1 as UInt64) << UInt64(left) &- 1
        newline &= inside
        structure &= inside
        stop |= ~inside
      }
      var lineEnds: UInt64 = 0
      if masks.carriage != 0 {
        lineEnds =
          masks.carriage & (newline >> 1 | (left > 64 && next == ASCII.newline ? 1 << 63 : 0))
        counted &= ~lineEnds
      }
      // SAFETY: 64 bytes are readable at p (padding) and writable at o (room for three times what is
      // left and padding).
      if copies { unsafe gaiji_copy64(o, p) }
      var count = 64
      if stop != 0 {
        count = stop.trailingZeroBitCount
        let below = (1 as UInt64) << UInt64(count) &- 1
        newline &= below
        structure &= below
        lineEnds &= below
        nextDue = 0
      }
      let noted = endCount
      // SAFETY: `take` keeps room for 64.
      endCount = unsafe noted &+ gaiji_places(endPlaces + noted, structure, counted, characters)
      returns &+= lineEnds.nonzeroBitCount
      if newline & (newline &- 1) == 0 {
        // None or one, without asking which.
        let place = noted &+ (structure & (newline &- 1)).nonzeroBitCount
        unsafe rowPlaces[rowCount] = UInt32(truncatingIfNeeded: place)
        rowCount &+= newline == 0 ? 0 : 1
      } else {
        var rest = newline
        while rest != 0 {
          let place = noted &+ (structure & (rest ^ (rest &- 1)) >> 1).nonzeroBitCount
          unsafe rowPlaces[rowCount] = UInt32(truncatingIfNeeded: place)
          rowCount &+= 1
          rest &= rest &- 1
        }
      }
      unsafe recordStart = newline == 0 ? recordStart : p + (64 &- newline.leadingZeroBitCount)
      if endCount >= limit {
        places.endCount = endCount
        places.rowCount = rowCount
        guard places.take(into: columns) else { return .tooWide }
        endCount = places.endCount
        rowCount = 0
        limit = places.limit
      }
      if stop == 0 {
        characters &+= UInt32(truncatingIfNeeded: counted.nonzeroBitCount)
        unsafe p += 64
        unsafe o += 64
        due = nextDue
        before = structure >> 63
        continue
      }

      // Something that the masks do not answer.
      characters &+= UInt32(
        truncatingIfNeeded: (counted & ((1 as UInt64) << UInt64(count) &- 1)).nonzeroBitCount)
      let chunk = unsafe p
      unsafe p += count
      unsafe o += count
      if error >> UInt64(count) & 1 != 0 {
        // The character that lacks this byte, or has one too many, may have begun before it.
        let back = unsafe bytesOfCharacter(before: p)
        unsafe p -= back
        unsafe o -= back
        if back > 0 { characters &-= 1 }
      }
      if unsafe p >= end { break }
      // The field begins behind the last structure, which these bytes may hold.
      unsafe fieldStart =
        structure == 0 || p < chunk
        ? startOfField(p) : chunk + (64 &- structure.leadingZeroBitCount)
      places.endCount = endCount
      places.rowCount = rowCount
      column = endCount - places.rowFirst
      guard column < RecordLimits.maximumColumns else { return .tooWide }
      if column >= columns.count { columns.grow(to: column + 1) }
      record = firstRecord + places.taken + places.rowCount
      let state = unsafe columns.state(column, isHeader: false)
      let fieldCharacters = places.fieldStart
      unsafe position = p
      unsafe written = o
      if hasQuotes, unsafe p[0] == ASCII.quote {
        guard unsafe try convertField(UTF8Kernel.self, state: state, isHeader: false) else {
          return .open(unsafe recordStart - start)
        }
      } else if let gaiji = unsafe simpleGaiji(WideUTF8(), in: state.pointee.fast) {
        unsafe putInPlace(gaiji, state)
        unsafe p = position
        unsafe o = written
        characters &+= 1
        due = 0
        before = 0
        continue
      } else {
        try unsafe convertRest(
          UTF8Kernel.self, state, before: Int(characters &- fieldCharacters))
      }
      unsafe p = position
      unsafe o = written
      characters = fieldCharacters
      due = 0
      before = 0
    }

    places.endCount = endCount
    places.rowCount = rowCount
    guard unsafe settle(from: first, record: firstRecord, characters: characters, returns: returns)
    else {
      return .tooWide
    }
    unsafe position = p
    unsafe written = o
    return .done
  }

  /// Adds up what the places hold when a scan has come to the block's end.
  ///
  /// - Parameters:
  ///   - first: where the scan began, with the record of that number.
  ///   - characters: all that were counted; the last field ends there if no newline ends it.
  ///   - returns: carriage returns of line ends.
  /// - Returns: false when the last record has more columns than a record may have.
  mutating func settle(
    from first: UnsafePointer<UInt8>, record firstRecord: Int, characters: UInt32, returns: Int
  ) -> Bool {
    // The last record may have no newline. Of a block that is nothing but a header without one, none is
    // left for the scan.
    let isOpen = unsafe end > first && end[-1] != ASCII.newline
    if isOpen { places.endRow(at: characters) }
    guard places.take(into: columns) else { return false }
    places.settle(into: columns)
    result.records += places.taken
    result.expectedCharacters += places.characters + places.takenEnds - (isOpen ? 1 : 0) + returns
    record = firstRecord + places.taken
    return true
  }

  /// Writes and counts an entry of which nothing more has to be known.
  @inline(__always) mutating func put(
    _ facts: UnsafePointer<OutcomeFacts>, _ number: Int32, at place: UnsafePointer<UInt8>,
    to output: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var o = unsafe output
    let count = unsafe Int(facts.pointee.byteCount)
    let offset = unsafe place - start
    if unsafe o - outputBase + count + (end - place) * 3 + kernelPaddingByteCount > outputCapacity {
      unsafe written = o
      let used = unsafe o - outputBase
      reserve(
        unsafe used + count + (end - place) * 3 + kernelPaddingByteCount, keeping: used)
      unsafe o = written
    }
    unsafe UnsafeMutableRawPointer(o).storeBytes(of: facts.pointee.bytes.0, as: UInt64.self)
    unsafe UnsafeMutableRawPointer(o + 8).storeBytes(of: facts.pointee.bytes.1, as: UInt64.self)
    saved &+= unsafe Int(facts.pointee.sourceByteCount) &- 1
    result.expectedCharacters &+= unsafe Int(facts.pointee.outputCharacters)
    unsafe account.count(facts.pointee.disposition, gaiji: facts.pointee.grade)
    result.events.append(
      RecordEvent(
        number: number, column: Int32(column), record: record, offset: blockOffset + offset,
        fieldOffset: unsafe blockOffset + (fieldStart - start)))
    return unsafe o + count
  }

  /// Where the unquoted field that `place` is in begins.
  private func startOfField(_ place: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var first = unsafe place
    while unsafe first > start, unsafe first[-1] != ASCII.newline,
      unsafe UInt32(first[-1]) != delimiter
    {
      unsafe first -= 1
    }
    return unsafe first
  }

  /// How many bytes before `place` belong to a character that is not complete there.
  private func bytesOfCharacter(before place: UnsafePointer<UInt8>) -> Int {
    for back in 1...3 {
      guard unsafe place - back >= start else { return 0 }
      let byte = unsafe place[-back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }

  /// Converts the rest of an unquoted field from `position` to its end.
  ///
  /// - Parameter count: characters of the field before `position`, which are written already.
  mutating func convertRest<Kernel: CellKernel>(
    _ kernel: Kernel.Type, _ state: UnsafeMutablePointer<ColumnState>, before count: Int
  ) throws(ConversionStop) {
    var p = unsafe position
    var o = unsafe written
    let stops = unsafe plainStops
    let fast = unsafe state.pointee.fast
    let start = unsafe fieldStart
    // No selector belongs to a quote or carriage return inside a field.
    if unsafe p > start, unsafe stops[StopBytes.kindsOffset + Int(p[-1])] & ByteKind.stop != 0 {
      unsafe lastHandedBackEnd = p
    }
    saved = unsafe (p - start) - count
    account = ColumnAccount()
    var exact = count
    while true {
      let runStart = unsafe p
      let savedBefore = saved
      let entry = unsafe Kernel.run(&p, &o, table: fast, stops: stops, saved: &saved)
      exact &+= unsafe (p - runStart) &- (saved &- savedBefore)
      if entry == FastEntry.stop {
        let byte = unsafe p[0]
        if unsafe p >= end || byte == ASCII.newline || UInt32(byte) == delimiter { break }
        if byte == ASCII.carriageReturn, unsafe p + 1 < end, unsafe p[1] == ASCII.newline { break }
        unsafe o[0] = byte
        unsafe p += 1
        unsafe o += 1
        exact &+= 1
        unsafe lastHandedBackEnd = p
        continue
      }
      let facts = unsafe table.facts
      if entry != 0, unsafe facts[Int(entry)].isSimple {
        // SAFETY: an entry's number is that of its facts. Sixteen bytes fit: room is made for three
        // times the bytes left and padding, and what was written beyond that so far is made up here.
        unsafe o = put(facts + Int(entry), Int32(bitPattern: entry), at: p, to: o)
        unsafe p += Int(facts[Int(entry)].sourceByteCount)
        unsafe lastHandedBackEnd = p
        continue
      }
      unsafe position = p
      unsafe written = o
      try handBack(Int(entry), selected: unsafe state.pointee.isSelected, isHeader: false)
      unsafe p = position
      unsafe o = written
    }
    account.characters += unsafe (p - start) - saved
    account.exact += exact
    unsafe state.pointee.account += account
    result.expectedCharacters += exact
    unsafe position = p
    unsafe written = o
  }
}

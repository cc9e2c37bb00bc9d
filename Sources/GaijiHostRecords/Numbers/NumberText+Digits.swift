// Digits go in as they stand in the field; sign, point and zeros are put around them in place.
// Typical fields have 5 to 15 digits, so the moves are a few bytes.

extension NumberText {
  /// Writes eight digits (values, not characters) from digit `index` on, the first one lowest in
  /// `digits`. Digits behind the number's last are written over or cut by `finish`.
  @inline(__always) mutating func setDigits(_ digits: UInt64, at index: Int) {
    let ascii = (digits | 0x3030_3030_3030_3030).littleEndian
    var bytes = storage.mutableSpan
    var raw = unsafe bytes.mutableBytes
    raw.storeBytes(of: ascii, toByteOffset: Self.digitsStart + index, as: UInt64.self)
  }

  @inline(__always) mutating func setDigit(_ digit: UInt8, at index: Int) {
    storage[Self.digitsStart + index] = digit | 0x30
  }

  /// Makes the number's text of its first `digitCount` digits.
  /// - Returns: whether the value is zero; a zero gets no sign.
  @inline(__always) mutating func finish(
    digitCount: Int, scale: Int, isNegative: Bool
  ) -> Bool {
    let end = Self.digitsStart + digitCount
    var first = Self.digitsStart
    while first < end, storage[first] == 0x30 { first += 1 }
    let isZero = first == end
    if scale == 0 {
      start = isZero ? end - 1 : first
      count = end - start
    } else if scale > 0 {
      setPoint(first: first, end: end, scale: scale)
    } else {
      setTrailingZeros(first: first, end: end, zeros: -scale)
    }
    if isNegative, !isZero {
      start -= 1
      count += 1
      storage[start] = 0x2D
    }
    return isZero
  }

  private mutating func setPoint(first: Int, end: Int, scale: Int) {
    // `point` is the place of the first digit of the fraction; the digits before it move left.
    let point = end - scale
    if point > first {
      var place = first
      while place < point {
        storage[place - 1] = storage[place]
        place += 1
      }
      start = first - 1
    } else {
      var place = point
      while place < Self.digitsStart {
        storage[place] = 0x30
        place += 1
      }
      start = point - 2
      storage[start] = 0x30
    }
    storage[point - 1] = 0x2E
    count = end - start
  }

  private mutating func setTrailingZeros(first: Int, end: Int, zeros: Int) {
    guard first < end else {
      start = end - 1
      count = 1
      return
    }
    for place in end..<end + zeros { storage[place] = 0x30 }
    start = first
    count = end + zeros - first
  }
}

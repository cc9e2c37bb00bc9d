internal import CGaijiKernels
internal import GaijiModel

/// The characters that are converted alike in every column, and the memory in which a piece of text is
/// a list of their places in this table.
///
/// Owns its memory; the pointers stay where they are.
@safe final class SharedTable {
  /// Characters that are noted before they are written: their numbers and bytes stay in the nearest
  /// cache.
  static let pieceCount = 512
  /// In an entry: the character is not known to be alike everywhere.
  static let missing: UInt32 = 1 << 24

  let entries: UnsafeMutablePointer<UInt32>
  /// Room for a piece, one step more, and what rounds it up to a multiple of 16.
  let numbers: UnsafeMutablePointer<UInt16>
  /// A number whose entry writes nothing.
  let empty: UInt16

  /// - Parameters:
  ///   - firstASCII: where the 128 entries of ASCII begin, each of which stands for itself.
  ///   - empty: a number that no character has.
  init(count: Int, firstASCII: Int, empty: UInt16) {
    precondition(firstASCII + 128 <= count && Int(empty) < count)
    unsafe entries = .allocate(capacity: count)
    unsafe entries.initialize(repeating: Self.missing, count: count)
    for byte in 0..<128 {
      // SAFETY: below count, as was checked; so is `empty`.
      unsafe entries[firstASCII + byte] = FastEntry.minimum | UInt32(byte)
    }
    unsafe entries[Int(empty)] = 0
    self.empty = empty
    unsafe numbers = .allocate(capacity: Self.pieceCount + 64 + 16)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe numbers.deallocate()
  }
}

/// Sixty-four bytes at most, as the characters that begin in them.
struct WideStep {
  /// Bits of the bytes at which a whole character of the table begins.
  var starts: UInt64 = .max
  /// Bytes that the step covers; a character that is cut by their end is left for the next one.
  var width: UInt64 = 64
  /// Bits of the bytes at which something begins that the table does not have.
  var stop: UInt64 = 0
  /// What the numbers are made from, by source.
  var lead2: UInt64 = 0
  var lead3: UInt64 = 0
}

/// A way to find characters in bytes.
protocol WideSource {
  associatedtype Kernel: CellKernel
  /// Looks at the 64 bytes at `p`; 66 are readable.
  @unsafe func look(_ p: UnsafePointer<UInt8>, _ masks: gaiji_masks) -> WideStep
  /// Writes the numbers of the characters at `starts`, a part of the step's own; room for 64.
  @unsafe func put(
    _ p: UnsafePointer<UInt8>, _ step: WideStep, starts: UInt64,
    to numbers: UnsafeMutablePointer<UInt16>
  ) -> Int
  /// The number of the character at `p`; `nil` when the table has none for it.
  @unsafe func number(at p: UnsafePointer<UInt8>) -> Int?
}

/// CP932, Shift_JIS, EUC.
struct WideCodes: WideSource {
  typealias Kernel = LeadByteKernel
  private let firstLow: UInt8
  private let firstSpan: UInt8
  private let secondLow: UInt8
  private let secondSpan: UInt8
  /// Begins a code of three bytes; one of the leads where there is none.
  private let triple: UInt8
  private let hasTriple: Bool
  private let lengths: [UInt8]

  /// - Parameter lengths: of the code that each byte begins, 0 for none.
  /// - Returns: `nil` when first bytes are more than two ranges.
  init?(lengths: [UInt8]) {
    guard lengths.count == 256, lengths[..<0x80].allSatisfy({ $0 == 1 }) else { return nil }
    var ranges: [ClosedRange<Int>] = []
    for byte in 0x80..<0x100 where lengths[byte] == 2 {
      if let last = ranges.last, last.upperBound + 1 == byte {
        ranges[ranges.count - 1] = last.lowerBound...byte
      } else {
        ranges.append(byte...byte)
      }
    }
    let triples = (0x80..<0x100).filter { lengths[$0] > 2 }
    guard let first = ranges.first, ranges.count <= 2, triples.count <= 1 else { return nil }
    let second = ranges.last ?? first
    firstLow = UInt8(first.lowerBound)
    firstSpan = UInt8(first.count - 1)
    secondLow = UInt8(second.lowerBound)
    secondSpan = UInt8(second.count - 1)
    triple = UInt8(triples.first ?? 0)
    hasTriple = !triples.isEmpty
    self.lengths = lengths
  }

  @unsafe @inline(__always) func look(
    _ p: UnsafePointer<UInt8>, _ masks: gaiji_masks
  ) -> WideStep {
    var step = WideStep()
    guard masks.high != 0 else { return step }
    let bytes =
      unsafe gaiji_range64(p, firstLow, firstSpan) | gaiji_range64(p, secondLow, secondSpan)
    let leads = CodeCounter.leads(bytes)
    let cut = leads >> 63
    step.width = 64 - cut
    step.lead2 = leads & ~(cut << 63)
    step.starts = ~(leads << 1) & ~(cut << 63)
    if hasTriple { step.stop = unsafe gaiji_find64(p, triple) & step.starts }
    return step
  }

  @unsafe @inline(__always) func put(
    _ p: UnsafePointer<UInt8>, _ step: WideStep, starts: UInt64,
    to numbers: UnsafeMutablePointer<UInt16>
  ) -> Int {
    unsafe Int(gaiji_wide_codes(p, starts, step.lead2 & starts, numbers))
  }

  @unsafe func number(at p: UnsafePointer<UInt8>) -> Int? {
    let lead = unsafe Int(p[0])
    return switch lengths[lead] {
    case 1: LeadByteKernel.singles + lead
    case 2: unsafe (lead << 8 | Int(p[1])) - 0x8000
    default: nil
    }
  }
}

/// UTF-8. What stands in Japanese text in one to three bytes is looked at here; ill-formed bytes,
/// private use, selectors and all that is rare are left to the kernel.
struct WideUTF8: WideSource {
  typealias Kernel = UTF8Kernel

  @unsafe @inline(__always) func look(
    _ p: UnsafePointer<UInt8>, _ masks: gaiji_masks
  ) -> WideStep {
    var step = WideStep()
    guard masks.high != 0 else { return step }
    step.lead3 = masks.lead3
    step.lead2 = masks.lead & ~masks.lead3
    let cut = step.lead3 & (3 << 62) | step.lead2 & (1 << 63)
    step.width = cut == 0 ? 64 : UInt64(cut.trailingZeroBitCount)
    // Shifting by 64 gives 0.
    let inside = ~(UInt64.max << step.width)
    step.starts = ~masks.continuation & inside
    step.lead2 &= inside
    step.lead3 &= inside
    let fullwidth = masks.bc >> 1
    let neverLead = masks.high & ~masks.continuation & ~masks.lead
    step.stop = (neverLead | masks.other | masks.ef & ~fullwidth) & inside
    let error = ((masks.lead << 1 | masks.lead3 << 2) ^ masks.continuation) & inside
    if error != 0 {
      // The character that lacks this byte, or has one too many, began before it; an ASCII character
      // is whole.
      let lowest = error & (0 &- error)
      let before = step.starts & (lowest &- 1)
      let last: UInt64 = before == 0 ? 0 : 1 << UInt64(63 - before.leadingZeroBitCount)
      step.stop |= last & masks.lead != 0 ? last : lowest
    }
    return step
  }

  @unsafe @inline(__always) func put(
    _ p: UnsafePointer<UInt8>, _ step: WideStep, starts: UInt64,
    to numbers: UnsafeMutablePointer<UInt16>
  ) -> Int {
    unsafe Int(gaiji_wide_utf8(p, starts, step.lead2 & starts, step.lead3 & starts, numbers))
  }

  @unsafe func number(at p: UnsafePointer<UInt8>) -> Int? {
    let (lead, second, third) = unsafe (p[0], p[1], p[2])
    let number: Int
    switch lead {
    case 0..<0x80: return Int(lead)
    case 0xC2...0xDF where second ^ 0x80 <= 0x3F:
      number = Int(lead & 0x1F) << 6 | Int(second & 0x3F)
    case 0xE0...0xEF where (second ^ 0x80) | (third ^ 0x80) <= 0x3F:
      number = Int(lead & 0x0F) << 12 | Int(second & 0x3F) << 6 | Int(third & 0x3F)
      if number < 0x800 || number >> 11 == 0x1B { return nil }
    default: return nil
    }
    // What a selector does depends on what stands before it.
    return isVariationSelector(UInt32(number)) ? nil : number
  }
}

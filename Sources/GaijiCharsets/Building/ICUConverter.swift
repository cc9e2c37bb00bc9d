internal import CICU

/// One ICU converter, strict: it stops at every error and uses no fallback mapping.
///
/// The only file of the module that calls C. A converter has state, so it belongs to the one
/// function that draws a table with it.
@safe package final class ICUConverter {
  private let converter: OpaquePointer
  /// ICU's own name, such as `ibm-943_P15A-2003`.
  package let name: String

  /// `nil` when this ICU has no converter of that name.
  ///
  /// - Parameter replacing: Whether ill-formed input becomes U+FFFD (one for each ill-formed part)
  ///   instead of a failure.
  package init?(_ name: String, replacing: Bool = false) {
    let opened = unsafe name.withCString {
      // SAFETY: the string is NUL-terminated and outlives the call, which keeps no pointer to it.
      replacing ? unsafe cicu_open_replacing($0) : unsafe cicu_open($0)
    }
    guard let opened = unsafe opened else { return nil }
    unsafe converter = opened
    // SAFETY: ICU returns a NUL-terminated string that lives as long as the converter; copied here.
    self.name = unsafe String(cString: cicu_name(opened))
  }

  // SAFETY: `converter` came from `cicu_open` and is closed nowhere else.
  deinit { unsafe cicu_close(converter) }

  /// The ICU version, such as `72.1`.
  // SAFETY: a string literal of the shim.
  package static var version: String { unsafe String(cString: cicu_version()) }

  package enum Failure: Error, Equatable {
    case invalid, undefined, truncated, other
  }

  /// The scalars of a whole byte string, read from the initial state.
  package func decode(_ bytes: [UInt8]) -> Result<[UInt32], Failure> {
    // No charset of ours decodes one byte to more than two UTF-16 units (か゚ takes two bytes).
    let capacity = bytes.count * 2 + 2
    var result: Int32 = 0
    let units = unsafe [UInt16](unsafeUninitializedCapacity: capacity) { output, count in
      // SAFETY: both buffers live during the call and their true sizes are passed with them.
      result = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe cicu_decode(
          converter, input.baseAddress, Int32(input.count), output.baseAddress, Int32(capacity))
      }
      count = Int(max(0, result))
    }
    return result < 0 ? .failure(Self.failure(result)) : .success(scalars(units))
  }

  /// The bytes of some scalars, written from the initial state with a return to it at the end.
  package func encode(_ scalars: [UInt32]) -> Result<[UInt8], Failure> {
    var units: [UInt16] = []
    for scalar in scalars {
      if scalar < 0x10000 {
        units.append(UInt16(scalar))
      } else {
        units.append(UInt16(0xD7C0 + (scalar >> 10)))
        units.append(UInt16(0xDC00 | scalar & 0x3FF))
      }
    }
    // Worst case: a shift sequence of four bytes before and after each code of four.
    let capacity = units.count * 12 + 8
    var result: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
      // SAFETY: both buffers live during the call and their true sizes are passed with them.
      result = unsafe units.withUnsafeBufferPointer { input in
        unsafe cicu_encode(
          converter, input.baseAddress, Int32(input.count), output.baseAddress, Int32(capacity))
      }
      count = Int(max(0, result))
    }
    return result < 0 ? .failure(Self.failure(result)) : .success(bytes)
  }

  private static func failure(_ result: Int32) -> Failure {
    switch result {
    case CICU_INVALID: .invalid
    case CICU_UNDEFINED: .undefined
    case CICU_TRUNCATED: .truncated
    default: .other
    }
  }

  /// Joins surrogate pairs; a lone surrogate stays as it is.
  private func scalars(_ units: [UInt16]) -> [UInt32] {
    var scalars: [UInt32] = []
    var index = 0
    while index < units.count {
      let unit = UInt32(units[index])
      index += 1
      if unit >> 10 == 0x36, index < units.count, units[index] >> 10 == 0x37 {
        scalars.append(0x10000 + (unit & 0x3FF) << 10 + UInt32(units[index] & 0x3FF))
        index += 1
      } else {
        scalars.append(unit)
      }
    }
    return scalars
  }
}

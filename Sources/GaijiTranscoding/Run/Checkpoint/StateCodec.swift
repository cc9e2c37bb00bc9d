/// Appends values to a checkpoint: integers in eight bytes, low byte first; strings and byte strings
/// behind their length.
struct StateWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ value: Int) { put(UInt64(bitPattern: Int64(value))) }

  mutating func put(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func put(_ text: String) { put(Array(text.utf8)) }

  mutating func put(_ data: [UInt8]) {
    put(data.count)
    bytes += data
  }

  mutating func put<T>(_ values: [T], _ each: (inout StateWriter, T) -> Void) {
    put(values.count)
    for value in values { each(&self, value) }
  }

  mutating func put<T>(_ value: T?, _ some: (inout StateWriter, T) -> Void) {
    put(value != nil)
    if let value { some(&self, value) }
  }
}

/// Reads what `StateWriter` wrote. The file comes from outside: each length is checked, and nothing
/// takes more memory than the file has bytes.
struct StateReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func unsigned() throws(CheckpointError) -> UInt64 {
    guard rest.count >= 8 else { throw .damaged }
    var value: UInt64 = 0
    for (index, byte) in rest.prefix(8).enumerated() { value |= UInt64(byte) << (8 * index) }
    rest = rest.dropFirst(8)
    return value
  }

  mutating func integer() throws(CheckpointError) -> Int {
    Int(Int64(bitPattern: try unsigned()))
  }

  /// A number of things or bytes: no sum of such numbers comes near the largest integer.
  mutating func count() throws(CheckpointError) -> Int {
    let value = try integer()
    guard (0..<1 << 60).contains(value) else { throw .damaged }
    return value
  }

  mutating func value<T: FixedWidthInteger>(_ type: T.Type) throws(CheckpointError) -> T {
    guard let value = T(exactly: try integer()) else { throw .damaged }
    return value
  }

  mutating func flag() throws(CheckpointError) -> Bool {
    guard let byte = rest.popFirst(), byte <= 1 else { throw .damaged }
    return byte == 1
  }

  mutating func data() throws(CheckpointError) -> [UInt8] {
    let length = try count()
    guard length <= rest.count else { throw .damaged }
    defer { rest = rest.dropFirst(length) }
    return Array(rest.prefix(length))
  }

  mutating func text() throws(CheckpointError) -> String {
    guard let text = String(validating: try data(), as: UTF8.self) else { throw .damaged }
    return text
  }

  mutating func list<T>(
    _ each: (inout StateReader) throws(CheckpointError) -> T
  ) throws(CheckpointError) -> [T] {
    let length = try count()
    // Nothing is shorter than a byte.
    guard length <= rest.count else { throw .damaged }
    var values: [T] = []
    for _ in 0..<length { values.append(try each(&self)) }
    return values
  }

  mutating func optional<T>(
    _ some: (inout StateReader) throws(CheckpointError) -> T
  ) throws(CheckpointError) -> T? {
    try flag() ? try some(&self) : nil
  }
}

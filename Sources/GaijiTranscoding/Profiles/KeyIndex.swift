/// Which record had a key first, for as many keys as memory was promised for.
///
/// A key is kept as 64 bits of a keyed hash and the record's number, 16 bytes in a table that is at
/// most three quarters full. Two different keys are taken for one with a chance of about
/// n² / 2^65: below one in a million for 4 million keys. The hash has a new seed in each run, so a
/// file cannot be made to collide.
struct KeyIndex {
  let limit: Int
  private(set) var count = 0
  /// Records whose key was not kept because the limit was reached.
  private(set) var unkeptCount = 0
  /// 0 in `records` marks an empty slot; record numbers are kept plus one.
  private var hashes: [UInt64]
  private var records: [Int]

  init(limit: Int) {
    self.limit = limit
    hashes = Array(repeating: 0, count: 1 << 10)
    records = Array(repeating: 0, count: 1 << 10)
  }

  /// The record that had the key first; `nil` when there is none.
  mutating func insert(_ hash: UInt64, record: Int) -> Int? {
    let slot = slot(of: hash)
    if records[slot] != 0 { return records[slot] - 1 }
    guard count < limit else {
      unkeptCount += 1
      return nil
    }
    hashes[slot] = hash
    records[slot] = record + 1
    count += 1
    if count * 4 > records.count * 3 { grow() }
    return nil
  }

  /// The slot that has the hash, or the empty one where it belongs.
  private func slot(of hash: UInt64) -> Int {
    let mask = records.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while records[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldHashes, oldRecords) = (hashes, records)
    hashes = Array(repeating: 0, count: oldHashes.count * 2)
    records = Array(repeating: 0, count: oldRecords.count * 2)
    for index in oldRecords.indices where oldRecords[index] != 0 {
      let slot = slot(of: oldHashes[index])
      hashes[slot] = oldHashes[index]
      records[slot] = oldRecords[index]
    }
  }
}

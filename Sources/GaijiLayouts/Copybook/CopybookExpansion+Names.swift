extension CopybookExpansion {
  /// Unique names of the items that become fields. A name that stands several times is qualified by
  /// its groups, as far up as is needed: `HEADER.CODE`, `TRAILER.CODE`.
  mutating func names(below root: Int) -> [Int: String] {
    var names: [Int: String] = [:]
    var groups: [Int: Int] = [:]
    var pending: [Int] = []
    var stack = [root]
    while let index = stack.popLast() {
      let node = tree.nodes[index]
      if node.storage != nil {
        guard let name = node.entry.name else { continue }
        names[index] = name
        groups[index] = node.parent
        pending.append(index)
      } else {
        for area in node.areas {
          let chosen = area.first { area.count > 1 && isUsed($0) } ?? area[0]
          stack.append(chosen)
        }
      }
    }
    pending.sort()
    var byteCount = 0
    while !pending.isEmpty {
      let alike = Dictionary(grouping: pending) { FoldedName(names[$0] ?? "") }
      pending = pending.filter { (alike[FoldedName(names[$0] ?? "")]?.count ?? 0) > 1 }
      for index in pending {
        var group = groups[index]
        while let here = group, tree.nodes[here].entry.name == nil {
          group = tree.nodes[here].parent
        }
        guard let here = group, let qualifier = tree.nodes[here].entry.name else {
          diagnostics.report(
            tree.nodes[index].entry.place,
            "\(tree.nodes[index].entry.title) cannot be told from another item of this name, not "
              + "even by their groups; rename one of them")
          return names
        }
        byteCount += qualifier.utf8.count + 1
        guard byteCount <= LayoutLimits.nameByteCount else {
          diagnostics.report(nil, "too many items have the same name")
          return names
        }
        names[index] = qualifier + "." + (names[index] ?? "")
        groups[index] = tree.nodes[here].parent
      }
    }
    return names
  }
}

/// FILLER-1, FILLER-2, ... in the order of the record; all occurrences of an item share a number.
struct FillerNames {
  /// A FILLER item, or the bytes before part number `gap` of a group.
  struct Key: Hashable {
    var item: Int
    var gap: Int?
  }

  private var names: [Key: String] = [:]
  private var taken: Set<FoldedName> = []
  private var count = 0

  init() {}

  init(taken: some Sequence<String>) { self.taken = Set(taken.map { FoldedName($0) }) }

  mutating func name(of key: Key) -> String {
    if let name = names[key] { return name }
    var name: String
    repeat {
      count += 1
      name = "FILLER-\(count)"
    } while taken.contains(FoldedName(name))
    names[key] = name
    return name
  }
}

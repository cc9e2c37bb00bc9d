public import GaijiModel

extension PolicyFile {
  /// Fills in from a profile of the input what neither the policy nor a flag says: charset, columns
  /// with gaiji, header, limits.
  ///
  /// A limit in bytes counts bytes of the profile's encoding. It is taken over only when the output
  /// is in that encoding: elsewhere the same characters have another number of bytes.
  ///
  /// - Parameter canonical: The one name of a charset, for any name of it.
  public mutating func fill(from profile: LinkageProfile, canonical: (String) -> String) {
    if policy.source.isEmpty { policy.source = profile.encoding }
    if header == nil { header = profile.header != nil }
    let hasNames = header == true
    func reference(_ index: Int) -> ColumnReference {
      let name = (profile.header ?? profile.columns.map(\.name))[index]
      return hasNames ? .name(name) : .index(index + 1)
    }
    let gaiji = profile.columns.indices.filter { profile.columns[$0].hasGaiji }
    if columns == nil, !gaiji.isEmpty { columns = .some(gaiji.map(reference)) }
    let keepsBytes = canonical(policy.target.charsetName) == canonical(profile.encoding)
    for (index, column) in profile.columns.enumerated() {
      let characters = [column.maximumCharacters, column.exactCharacters].compactMap(\.self).min()
      let found: [(ConversionPolicy.ColumnLimit.Unit, Int?)] = [
        (.bytes, keepsBytes ? column.maximumBytes : nil), (.characters, characters),
      ]
      for (unit, maximum) in found {
        guard let maximum else { continue }
        let isSaid = policy.limits.contains {
          $0.unit == unit && Self.names($0.column, index, reference(index))
        }
        if !isSaid {
          policy.limits.append(.init(column: reference(index), unit: unit, maximum: maximum))
        }
      }
    }
    policy.limits.sort(by: limitsAreInOrder)
  }

  private static func names(
    _ column: ColumnReference, _ index: Int, _ reference: ColumnReference
  ) -> Bool {
    switch (column, reference) {
    case (.index(let number), _): number == index + 1
    case (.name(let a), .name(let b)): a.utf8.elementsEqual(b.utf8)
    case (.name, .index): false
    }
  }
}

/// How the codes of a glyph are cut into parts, each of which is one table of the index: first the
/// dimensions by which the whole index is searched, then for each view those that are left.
struct CodeLayout: Hashable, Sendable {
  struct Part: Hashable, Sendable {
    var view: Int
    /// The first of its dimensions, and how many: a multiple of `SearchKernels.lanes`.
    var first: Int
    var count: Int
  }

  /// Part 0 is the one that is searched.
  let parts: [Part]

  init(_ model: IdentifierModel) {
    var parts = [Part(view: model.searchView, first: 0, count: model.searchDimensions)]
    for (number, view) in model.views.enumerated() {
      let first = number == model.searchView ? model.searchDimensions : 0
      let count = view.matrix.paddedDimensions - first
      if count > 0 { parts.append(Part(view: number, first: first, count: count)) }
    }
    self.parts = parts
  }

  /// Bytes for each glyph.
  var byteCount: Int { parts.reduce(0) { $0 + $1.count } }
}

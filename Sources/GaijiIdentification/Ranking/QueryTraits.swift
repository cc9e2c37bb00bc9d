/// What ranking and calibration know about a query beside its candidates.
public struct QueryTraits: Hashable, Sendable {
  /// Pixels per em of the drawing that was compared.
  public var pixelsPerEm: Int
  public var isOutline: Bool

  public init(pixelsPerEm: Int, isOutline: Bool) {
    self.pixelsPerEm = pixelsPerEm
    self.isOutline = isOutline
  }
}

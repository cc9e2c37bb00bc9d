/// What ranking and calibration know about a query beside its candidates.
public struct QueryTraits: Hashable, Sendable {
  /// Pixels per em of the drawing that was compared.
  public var pixelsPerEm: Int
  /// Pixels of the image's sides.
  public var width: Int
  public var height: Int
  public var isOutline: Bool

  public init(pixelsPerEm: Int, width: Int, height: Int, isOutline: Bool) {
    self.pixelsPerEm = pixelsPerEm
    self.width = width
    self.height = height
    self.isOutline = isOutline
  }
}

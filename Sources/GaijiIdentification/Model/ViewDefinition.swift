/// One way of looking at a glyph: a frame, a blur, a grid. Its features are a direction histogram.
public struct ViewDefinition: Hashable, Sendable {
  public var name: String
  public var frame: GlyphFrame
  /// Cells on each axis: 8 or 16.
  public var grid: Int
  /// Of the Gaussian before the gradient, in pixels of the frame of 64: above 0, at most 7.5.
  public var sigma: Double

  public init(name: String, frame: GlyphFrame, grid: Int, sigma: Double) {
    self.name = name
    self.frame = frame
    self.grid = grid
    self.sigma = sigma
  }

  /// 8 directions in each cell.
  public var featureCount: Int { 8 * grid * grid }

  /// What is wrong with it, or `nil`.
  var fault: String? {
    if grid != 8 && grid != 16 { return "a grid of \(grid); 8 and 16 are known" }
    guard sigma.isFinite, sigma >= 0.05, sigma <= GaussianBlur.largestSigma else {
      return "a sigma of \(sigma); 0.05 to \(GaussianBlur.largestSigma) are possible"
    }
    return nil
  }
}

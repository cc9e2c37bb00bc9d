/// An image as it is in its file: how light each pixel is.
struct GreyImage: Sendable {
  let width: Int
  let height: Int
  /// Row by row from the top; 0 is black, 255 white.
  let light: [UInt8]

  /// - Precondition: `light` has `width * height` values.
  init(width: Int, height: Int, light: [UInt8]) {
    precondition(light.count == width * height, "an image of another size")
    self.width = width
    self.height = height
    self.light = light
  }

  /// Whether such an image may be read: asked before memory is taken for its pixels.
  static func check(
    width: Int, height: Int, path: String, offset: Int
  ) throws(GlyphError) {
    guard width > 0, height > 0 else {
      throw GlyphError(
        .damaged, path: path, offset: offset, detail: "an image of \(width) x \(height) pixels")
    }
    guard width <= GlyphLimits.imageSide, height <= GlyphLimits.imageSide,
      width * height <= GlyphLimits.imagePixelCount
    else {
      throw GlyphError(
        .tooLarge, path: path, offset: offset,
        detail: "an image of \(width) x \(height) pixels; \(GlyphLimits.imageSide) on a side and"
          + " \(GlyphLimits.imagePixelCount) in all are the most, so cut or scale it")
    }
  }

  /// How light a colour is, as ITU-R BT.601 weighs it.
  static func light(red: Int, green: Int, blue: Int) -> UInt8 {
    UInt8(clamping: (red * 299 + green * 587 + blue * 114 + 500) / 1000)
  }
}

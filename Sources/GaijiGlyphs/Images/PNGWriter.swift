internal import CPNG

/// Writes images as PNG, through libpng's simplified interface.
///
/// The bytes depend on the pixels and on the library alone: no time, no text, no colour profile.
public enum PNGWriter {
  /// What a pixel is made of, one byte each.
  public enum Form: Int, Sendable {
    /// 0 is black.
    case grey = 1
    case colour = 3
    /// The fourth byte is the opacity; the others are not multiplied with it.
    case colourAndOpacity = 4
  }

  /// libpng's own limit on a side of an image.
  static let longestSide = 1_000_000
  /// Pixels in all; far more than any sheet needs.
  static let mostPixels = 1 << 26

  /// A glyph, ink black on white paper.
  public static func bytes(of raster: GlyphRaster) throws(PNGWriterError) -> [UInt8] {
    try bytes(
      raster.ink.map { 255 - $0 }, form: .grey, width: raster.width, height: raster.height)
  }

  /// - Parameter pixels: Row by row from the top, `form` bytes each.
  public static func bytes(
    _ pixels: [UInt8], form: Form, width: Int, height: Int
  ) throws(PNGWriterError) -> [UInt8] {
    guard (1...longestSide).contains(width), (1...longestSide).contains(height),
      width * height <= mostPixels
    else { throw PNGWriterError("an image of \(width) x \(height) pixels cannot be a PNG file") }
    guard pixels.count == width * height * form.rawValue else {
      throw PNGWriterError("\(pixels.count) bytes are no image of \(width) x \(height) pixels")
    }
    var image = unsafe png_image()
    unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
    unsafe image.width = png_uint_32(width)
    unsafe image.height = png_uint_32(height)
    unsafe image.format =
      switch form {
      case .grey: 0
      case .colour: png_uint_32(PNG_FORMAT_FLAG_COLOR)
      case .colourAndOpacity: png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
      }
    // A compressed image is hardly ever larger than its pixels; what does not fit says its size.
    var output = [UInt8](repeating: 0, count: pixels.count + height + 4096)
    var size = output.count
    for _ in 0..<2 {
      // SAFETY: `pixels` holds height rows of width pixels of the stated form, without gaps
      // (row_stride 0), as was checked; libpng writes at most `size` bytes to `output`, and sets
      // `size` to what the image takes.
      let isWritten = unsafe pixels.withUnsafeBytes { source in
        unsafe output.withUnsafeMutableBytes { target in
          unsafe png_image_write_to_memory(
            &image, target.baseAddress, &size, 0, source.baseAddress, 0, nil)
        }
      }
      if isWritten != 0 { return Array(output.prefix(size)) }
      guard size > output.count else { break }
      output = [UInt8](repeating: 0, count: size)
    }
    // SAFETY: libpng ends the message with a zero inside the struct.
    let message = unsafe withUnsafeBytes(of: image.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    throw PNGWriterError("libpng cannot write an image of \(width) x \(height) pixels: \(message)")
  }
}

/// Why an image cannot be written.
public struct PNGWriterError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

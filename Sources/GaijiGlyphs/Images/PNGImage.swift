internal import CPNG

/// Reads PNG images of every kind through libpng's simplified interface.
///
/// This file is where the module touches libpng. Invariants: `png_image` is used by one call and freed
/// before it returns; the size is checked before memory is taken; libpng reads `count` bytes of the
/// array and writes exactly `width * height * channels` bytes into a buffer of that size.
enum PNGImage {
  static func read(_ bytes: [UInt8], path: String) throws(GlyphError) -> GreyImage {
    var image = unsafe png_image()
    unsafe image.version = UInt32(PNG_IMAGE_VERSION)
    // SAFETY: libpng keeps the pointer until the image is freed; the array outlives that below.
    let result: Result<GreyImage, GlyphError> = unsafe bytes.withUnsafeBytes { memory in
      defer { unsafe png_image_free(&image) }
      guard let start = memory.baseAddress,
        unsafe png_image_begin_read_from_memory(&image, start, memory.count) != 0
      else { return .failure(unsafe failure(image, path)) }
      do throws(GlyphError) {
        return .success(try unsafe finish(&image, path))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  @unsafe private static func finish(
    _ image: inout png_image, _ path: String
  ) throws(GlyphError) -> GreyImage {
    let (width, height) = unsafe (Int(image.width), Int(image.height))
    try GreyImage.check(width: width, height: height, path: path, offset: 16)
    let hasAlpha = unsafe image.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
    unsafe image.format = hasAlpha ? UInt32(PNG_FORMAT_FLAG_ALPHA) : 0
    let channels = hasAlpha ? 2 : 1
    var pixels = [UInt8](repeating: 0, count: width * height * channels)
    // SAFETY: eight bits a channel, rows without padding (a stride of 0): as many bytes as `pixels` has.
    let code = unsafe pixels.withUnsafeMutableBytes {
      unsafe png_image_finish_read(&image, nil, $0.baseAddress, 0, nil)
    }
    guard code != 0 else { throw unsafe failure(image, path) }
    guard hasAlpha else { return GreyImage(width: width, height: height, light: pixels) }
    return GreyImage(width: width, height: height, light: composed(pixels))
  }

  /// Grey and opacity laid over white; over black where that would show nothing.
  private static func composed(_ pixels: [UInt8]) -> [UInt8] {
    func over(_ paper: Int) -> [UInt8] {
      stride(from: 0, to: pixels.count, by: 2).map {
        let (grey, alpha) = (Int(pixels[$0]), Int(pixels[$0 + 1]))
        return UInt8((grey * alpha + paper * (255 - alpha) + 127) / 255)
      }
    }
    let onWhite = over(255)
    if let (low, high) = range(of: onWhite), high - low >= 32 { return onWhite }
    let onBlack = over(0)
    guard let (low, high) = range(of: onBlack), high - low >= 32 else { return onWhite }
    return onBlack
  }

  private static func range(of values: [UInt8]) -> (Int, Int)? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return (Int(low), Int(high))
  }

  @unsafe private static func failure(_ image: png_image, _ path: String) -> GlyphError {
    // `message` is a C array, which Swift sees as a tuple.
    let words = unsafe withUnsafeBytes(of: image.message) { unsafe $0.prefix { $0 != 0 } }
      .map { $0 }
    return GlyphError(
      .damaged, path: path,
      detail: "libpng cannot read it (\(String(decoding: words, as: UTF8.self)));"
        + " save the image again")
  }
}

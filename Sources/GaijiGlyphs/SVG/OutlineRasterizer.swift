internal import CFreeType

/// Fills paths with FreeType's rasteriser: the share of each pixel that a path covers.
///
/// Touches FreeType, with a library of its own: for one thread. Invariants: an outline's arrays and the
/// bitmap's pixels outlive the one call that gets their addresses, and have the counts that it is told;
/// every coordinate was checked to lie within FreeType's 16-bit pixels.
@safe final class OutlineRasterizer {
  private let library: FT_Library

  init(path: String) throws(GlyphError) {
    var library: FT_Library?
    let code = unsafe FT_Init_FreeType(&library)
    guard code == 0, let library = unsafe library else {
      throw GlyphError(.unsupported, path: path, detail: "FreeType does not start: code \(code)")
    }
    unsafe self.library = library
  }

  deinit { unsafe FT_Done_FreeType(library) }

  /// - Parameter path: In pixels, y growing downwards; what is outside the image is cut off.
  /// - Returns: `width * height` values; `nil` for a path that reaches too far or has too many points.
  func coverage(
    of path: VectorPath, isEvenOdd: Bool, width: Int, height: Int
  ) -> [UInt8]? {
    var contours = Contours(height: height)
    guard path.pointCount <= GlyphLimits.pathPointCount, contours.add(path) else { return nil }
    var pixels = [UInt8](repeating: 0, count: width * height)
    guard !contours.points.isEmpty, !pixels.isEmpty else { return pixels }
    let code: FT_Error = unsafe pixels.withUnsafeMutableBufferPointer { pixels in
      unsafe contours.points.withUnsafeMutableBufferPointer { points in
        unsafe contours.tags.withUnsafeMutableBufferPointer { tags in
          unsafe contours.ends.withUnsafeMutableBufferPointer { ends in
            var outline = unsafe FT_Outline(
              n_contours: Int16(ends.count), n_points: Int16(points.count),
              points: points.baseAddress, tags: tags.baseAddress, contours: ends.baseAddress,
              flags: isEvenOdd ? FT_OUTLINE_EVEN_ODD_FILL : 0)
            var bitmap = unsafe FT_Bitmap()
            unsafe bitmap.width = UInt32(width)
            unsafe bitmap.rows = UInt32(height)
            unsafe bitmap.pitch = Int32(width)
            unsafe bitmap.buffer = pixels.baseAddress
            unsafe bitmap.num_grays = 256
            unsafe bitmap.pixel_mode = UInt8(FT_PIXEL_MODE_GRAY.rawValue)
            return unsafe FT_Outline_Get_Bitmap(library, &outline, &bitmap)
          }
        }
      }
    }
    return code == 0 ? pixels : nil
  }

  /// The arrays of an outline, in 1/64 pixel with y growing upwards.
  private struct Contours {
    let height: Int
    var points: [FT_Vector] = []
    var tags: [CChar] = []
    var ends: [Int16] = []
    private var start: Point?

    init(height: Int) { self.height = height }

    mutating func add(_ path: VectorPath) -> Bool {
      for segment in path.segments {
        guard points.count <= GlyphLimits.pathPointCount else { return false }
        switch segment {
        case .move(let point):
          finish()
          start = point
          guard put(point, 1) else { return false }
        case .line(let point):
          guard begin(), put(point, 1) else { return false }
        case .quadratic(let control, let point):
          guard begin(), put(control, 0), put(point, 1) else { return false }
        case .cubic(let first, let second, let point):
          guard begin(), put(first, 2), put(second, 2), put(point, 1) else { return false }
        case .close: finish()
        }
      }
      finish()
      return true
    }

    /// What follows a closed contour without a move begins where that one did.
    private mutating func begin() -> Bool {
      let isOpen = Int(ends.last ?? -1) + 1 < points.count
      guard !isOpen, let start else { return isOpen }
      return put(start, 1)
    }

    private mutating func finish() {
      if Int(ends.last ?? -1) + 1 < points.count { ends.append(Int16(points.count - 1)) }
    }

    private mutating func put(_ point: Point, _ tag: CChar) -> Bool {
      let (x, y) = (point.x * 64, (Double(height) - point.y) * 64)
      // FreeType's coordinates are 16 bits of pixels; half of that leaves room for what it adds.
      guard abs(x) <= 16_000 * 64, abs(y) <= 16_000 * 64 else { return false }
      points.append(FT_Vector(x: Int(x.rounded()), y: Int(y.rounded())))
      tags.append(tag)
      return true
    }
  }
}

/// The images of a netpbm file, one after another; each is a glyph if there are several.
///
/// Their polarity is what their form says (a bit of 1 is ink, low values are dark), unless most of
/// them are mostly dark.
struct NetpbmImages: PlainGlyphSource {
  let bytes: [UInt8]
  let path: String
  let glyphs: [CollectedGlyph]
  private let headers: [NetpbmHeader]
  private var isLightOnDark = false

  init(_ bytes: [UInt8], path: String, codes: GlyphCodes) throws(GlyphError) {
    var reader = Netpbm(bytes: bytes, path: path, offset: 0)
    var headers: [NetpbmHeader] = []
    while true {
      // White space between images is common; what else is behind the last one is damage.
      if !headers.isEmpty, reader.offset < bytes.count, Netpbm.isSpace(bytes[reader.offset]) {
        var ahead = reader
        while ahead.offset < bytes.count, Netpbm.isSpace(bytes[ahead.offset]) { ahead.offset += 1 }
        reader = ahead
      }
      if reader.offset >= bytes.count { break }
      let header = try reader.header()
      try reader.skip(header)
      headers.append(header)
      guard headers.count <= GlyphLimits.glyphCount else {
        throw GlyphError(
          .tooLarge, path: path, offset: header.start,
          detail: "more than \(GlyphLimits.glyphCount) images; split the file")
      }
    }
    self.bytes = bytes
    self.path = path
    self.headers = headers
    glyphs = headers.enumerated().map { index, header in
      CollectedGlyph(.image(index, offset: header.start), code: codes.code(index))
    }
    isLightOnDark = headers.count > 1 ? try areMostlyDark() : false
  }

  /// Whether more than three fifths of what a few dozen of the images show is dark: no writing is.
  private func areMostlyDark() throws(GlyphError) -> Bool {
    var (dark, all) = (0, 0)
    for index in stride(from: 0, to: headers.count, by: max(1, headers.count / 48)) {
      let image = try image(index)
      all += image.light.count
      dark += image.light.count { $0 < 128 }
    }
    return dark * 5 > all * 3
  }

  func image(_ index: Int) throws(GlyphError) -> GreyImage {
    let header = headers[index]
    let (width, height) = (header.width, header.height)
    if header.isPlain { return try plainImage(header) }
    let light: [UInt8]
    switch header.kind {
    case .bits:
      light = BitRows.expand(bytes, from: header.pixels, width: width, height: height)
        .map { 255 - $0 }
    case .grey where header.maximum == 255:
      light = Array(bytes[header.pixels..<header.pixels + width * height])
    case .grey:
      light = (0..<width * height).map { scaled(header, $0) }
    case .colours:
      light = (0..<width * height).map {
        GreyImage.light(
          red: Int(scaled(header, 3 * $0)), green: Int(scaled(header, 3 * $0 + 1)),
          blue: Int(scaled(header, 3 * $0 + 2)))
      }
    }
    return GreyImage(width: width, height: height, light: light)
  }

  private func scaled(_ header: NetpbmHeader, _ sample: Int) -> UInt8 {
    let place = header.pixels + sample * header.sampleByteCount
    let value =
      header.sampleByteCount == 1
      ? Int(bytes[place]) : Int(bytes[place]) << 8 | Int(bytes[place + 1])
    return UInt8(clamping: (value * 255 + header.maximum / 2) / header.maximum)
  }

  private func plainImage(_ header: NetpbmHeader) throws(GlyphError) -> GreyImage {
    var reader = Netpbm(bytes: bytes, path: path, offset: header.pixels)
    var light: [UInt8] = []
    light.reserveCapacity(header.width * header.height)
    for _ in 0..<header.width * header.height {
      switch header.kind {
      case .bits: light.append(try reader.sample(header) == 0 ? 255 : 0)
      case .grey:
        light.append(
          UInt8((try reader.sample(header) * 255 + header.maximum / 2) / header.maximum))
      case .colours:
        var colour: [Int] = []
        for _ in 0..<3 { colour.append(try reader.sample(header) * 255 / header.maximum) }
        light.append(GreyImage.light(red: colour[0], green: colour[1], blue: colour[2]))
      }
    }
    return GreyImage(width: header.width, height: header.height, light: light)
  }

  func raster(_ index: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    let image = try image(index)
    guard max(image.width, image.height) <= GlyphLimits.glyphSide else {
      throw GlyphError(
        .tooLarge, path: path, place: glyphs[index].name,
        detail: "\(image.width) x \(image.height) pixels; \(GlyphLimits.glyphSide) on a side are"
          + " the most for one glyph of several")
    }
    return GlyphRaster(
      width: image.width, height: image.height,
      ink: isLightOnDark ? image.light : image.light.map { 255 - $0 },
      pixelsPerEm: max(image.width, image.height))
  }
}

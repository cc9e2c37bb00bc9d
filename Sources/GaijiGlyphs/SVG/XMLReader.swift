internal import CExpat

/// Takes the elements of an XML document as they come.
protocol XMLHandler: AnyObject {
  func start(_ name: String, _ attributes: [String: String]) throws(XMLFault)
  func end(_ name: String) throws(XMLFault)
}

/// Why a document is not read on.
struct XMLFault: Error, Hashable, Sendable {
  var isUnsupported = false
  var isTooLarge = false
  /// Bytes from the start of the document; set by the reader.
  var offset = 0
  var reason: String
}

/// Feeds a document through expat.
///
/// This file is where the module touches expat. Invariants: the parser lives during `parse` only; the
/// callbacks run inside it and get a pointer to `run`, which outlives it; expat's strings end with 0 and
/// are copied. A document type with declarations of its own is refused, so there are no entities to
/// expand; nothing outside the document is ever fetched.
enum XMLReader {
  @safe private final class Run {
    let handler: any XMLHandler
    var fault: XMLFault?
    var parser: XML_Parser?
    var depth = 0
    var count = 0

    init(_ handler: any XMLHandler) { self.handler = handler }

    func stop(_ fault: XMLFault) {
      if self.fault == nil { self.fault = fault }
      unsafe self.fault?.offset = Int(XML_GetCurrentByteIndex(parser))
      unsafe _ = XML_StopParser(parser, 0)
    }

    func begin(_ name: String, _ attributes: [String: String]) {
      guard fault == nil else { return }
      depth += 1
      count += 1
      guard depth <= GlyphLimits.svgDepth, count <= GlyphLimits.svgElementCount else {
        return stop(
          XMLFault(
            isTooLarge: true,
            reason: "more than \(GlyphLimits.svgDepth) elements inside one another or"
              + " \(GlyphLimits.svgElementCount) in all"))
      }
      do throws(XMLFault) { try handler.start(name, attributes) } catch { stop(error) }
    }

    func finish(_ name: String) {
      guard fault == nil else { return }
      depth -= 1
      do throws(XMLFault) { try handler.end(name) } catch { stop(error) }
    }
  }

  static func parse(_ bytes: [UInt8], handler: any XMLHandler) throws(XMLFault) {
    guard let parser = unsafe XML_ParserCreate(nil) else {
      throw XMLFault(reason: "there is no memory for an XML parser")
    }
    defer { unsafe XML_ParserFree(parser) }
    let run = Run(handler)
    unsafe run.parser = parser
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(run).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { context, name, list in
        unsafe XMLReader.run(context).begin(XMLReader.text(name), XMLReader.attributes(list))
      },
      { context, name in unsafe XMLReader.run(context).finish(XMLReader.text(name)) })
    unsafe XML_SetDoctypeDeclHandler(
      parser,
      { context, _, _, _, hasDeclarations in
        guard hasDeclarations != 0 else { return }
        unsafe XMLReader.run(context).stop(
          XMLFault(
            isUnsupported: true,
            reason: "declares entities of its own, which are not expanded; save it as plain SVG"))
      }, nil)
    let status = withExtendedLifetime(run) {
      unsafe bytes.withUnsafeBytes { memory in
        // The size is below `GlyphLimits.svgByteCount`.
        unsafe XML_Parse(
          parser, memory.assumingMemoryBound(to: CChar.self).baseAddress, Int32(memory.count), 1)
      }
    }
    if let fault = run.fault { throw fault }
    guard status == XML_STATUS_OK else {
      let words = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map {
        unsafe String(cString: $0)
      }
      throw XMLFault(
        offset: Int(unsafe XML_GetCurrentByteIndex(parser)),
        reason: "not well-formed XML (\(words ?? "unknown error"))")
    }
  }

  @unsafe private static func run(_ context: UnsafeMutableRawPointer?) -> Run {
    // SAFETY: `context` is what `parse` gave expat.
    unsafe Unmanaged<Run>.fromOpaque(context!).takeUnretainedValue()
  }

  /// A name or a value; the prefix of a namespace is left away.
  @unsafe private static func text(_ name: UnsafePointer<XML_Char>?) -> String {
    guard let name = unsafe name else { return "" }
    return unsafe String(cString: name)
  }

  @unsafe private static func attributes(
    _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) -> [String: String] {
    var found: [String: String] = [:]
    guard let list = unsafe list else { return found }
    var place = 0
    // SAFETY: pairs of name and value, with NULL behind the last.
    while let name = unsafe list[place] {
      unsafe found[String(cString: name)] = unsafe text(list[place + 1])
      place += 2
    }
    return found
  }
}

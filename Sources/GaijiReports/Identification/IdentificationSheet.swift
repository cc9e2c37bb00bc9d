public import GaijiGlyphs
public import GaijiIdentification
internal import Mustache

/// Everything that an explanation sheet shows about one gaiji.
///
/// The pictures and facts belong to the candidates and siblings of `proposal`, in their order; what
/// is missing is left out of the page.
public struct IdentificationSheet: Sendable {
  public var proposal: GlyphProposal
  /// `ORGANISATION/SYSTEM`; empty without one.
  public var system: String
  public var query: GlyphRaster
  public var candidates: [Candidate]
  public var siblings: [Sibling]
  public var provenance: Provenance

  /// What is shown of a candidate beside its numbers.
  public struct Candidate: Sendable {
    public var picture: GlyphRaster?
    public var overlay: Overlay?
    public var facts: Facts

    public init(
      picture: GlyphRaster? = nil, overlay: Overlay? = nil, facts: Facts = Facts()
    ) {
      self.picture = picture
      self.overlay = overlay
      self.facts = facts
    }
  }

  public struct Sibling: Sendable {
    public var picture: GlyphRaster?
    public var facts: Facts

    public init(picture: GlyphRaster? = nil, facts: Facts = Facts()) {
      self.picture = picture
      self.facts = facts
    }
  }

  /// Both glyphs in the frame of the residual map, and the map.
  public struct Overlay: Sendable {
    /// `Matcher.framed`; both of the same size.
    public var query: GlyphRaster
    public var candidate: GlyphRaster
    public var map: ResidualMap

    public init(query: GlyphRaster, candidate: GlyphRaster, map: ResidualMap) {
      self.query = query
      self.candidate = candidate
      self.map = map
    }
  }

  /// What the catalogue knows of a character.
  public struct Facts: Hashable, Sendable {
    /// Such as `U+9089` and `U+9089 U+E010F`.
    public var sequences: [String]
    /// The character, where a plain code point shows it; empty otherwise.
    public var text: String
    /// As Unihan has them, in kana or Latin letters.
    public var readings: [String]
    /// 1–214, 0 when unknown.
    public var radical: Int
    public var strokes: [Int]

    public init(
      sequences: [String] = [], text: String = "", readings: [String] = [], radical: Int = 0,
      strokes: [Int] = []
    ) {
      self.sequences = sequences
      self.text = text
      self.readings = readings
      self.radical = radical
      self.strokes = strokes
    }
  }

  /// By what the answer can be found again.
  public struct Provenance: Hashable, Sendable {
    /// Name and version of the program.
    public var tool: String
    /// SHA-256 in hexadecimal digits; empty where there is none.
    public var source: String
    public var model: String
    public var index: String
    public var fonts: [Font]
    /// How the run decided: target precision, kinds of evidence, priors.
    public var settings: [Setting]

    public struct Font: Hashable, Sendable {
      public var name: String
      public var digest: String

      public init(name: String, digest: String) {
        self.name = name
        self.digest = digest
      }
    }

    public struct Setting: Hashable, Sendable {
      public var label: String
      public var value: String

      public init(label: String, value: String) {
        self.label = label
        self.value = value
      }
    }

    public init(
      tool: String, source: String = "", model: String = "", index: String = "",
      fonts: [Font] = [], settings: [Setting] = []
    ) {
      self.tool = tool
      self.source = source
      self.model = model
      self.index = index
      self.fonts = fonts
      self.settings = settings
    }
  }

  public init(
    proposal: GlyphProposal, system: String = "", query: GlyphRaster, candidates: [Candidate] = [],
    siblings: [Sibling] = [], provenance: Provenance
  ) {
    self.proposal = proposal
    self.system = system
    self.query = query
    self.candidates = candidates
    self.siblings = siblings
    self.provenance = provenance
  }

  /// The page as one self-contained HTML file: no script, no reference outside itself. The same sheet
  /// gives the same text.
  ///
  /// - Throws: `PNGWriterError` for a raster that is too large to be shown.
  public func html(_ language: ReportOptions.Language = .japanese) throws(PNGWriterError) -> String
  {
    SheetPage.template.render(try SheetPage(self, SheetWords.words(language)))
  }
}

/// A code system of a vendor as data: which parts it is made of and how they are switched.
///
/// State 0 holds the one-byte codes and is the initial one, state 1 the two-byte codes. A charset
/// of one part alone has one state and no shifts.
public struct VendorCharset: Sendable {
  /// Canonical lower-case name, such as `jef-ebcdik`.
  public let name: String
  /// Other names that people use, lower-case.
  public let aliases: [String]
  /// For a person, such as "Fujitsu JEF with EBCDIK".
  public let title: String
  /// Name of the part of one-byte codes; `nil`: it has none.
  public let oneByte: String?
  public let twoByte: TwoByteSystem?
  /// The first sequence of a state is the one that encoders write.
  public let shifts: [CharsetTable.Shift]

  init(
    _ name: String, _ title: String, aliases: [String] = [], oneByte: String? = nil,
    twoByte: TwoByteSystem? = nil, shifts: [CharsetTable.Shift] = []
  ) {
    self.name = name
    self.title = title
    self.aliases = aliases
    self.oneByte = oneByte
    self.twoByte = twoByte
    self.shifts = shifts
  }

  public var scheme: CodingScheme { shifts.isEmpty ? .leadByte : .shifted }

  /// Parts whose import changes this charset.
  public var partNames: [String] {
    [oneByte, twoByte?.part, twoByte?.substitute?.part, twoByte?.byteMap].compactMap(\.self)
  }
}

/// The two-byte codes of a vendor's system.
public struct TwoByteSystem: Sendable {
  /// Name of the part that holds its characters.
  public let part: String
  /// The part to take while `part` is not imported, and what is added to it.
  public let substitute: Substitute?
  /// Name of the part that says which byte stands for each byte of `space` and `part`.
  public let byteMap: String?
  /// Well-formed codes: pairs of lead and trail ranges. Codes outside are invalid, codes inside
  /// without a character undefined.
  public let space: [Block]
  /// User-defined characters.
  public let areas: [GaijiArea]
  /// The area laid out as JIS X 0208; `nil`: there is none.
  public let jis: JISArea?

  public struct Block: Hashable, Sendable {
    public let leads: ClosedRange<UInt8>
    public let trails: ClosedRange<UInt8>

    init(_ leads: ClosedRange<UInt8>, _ trails: ClosedRange<UInt8>) {
      self.leads = leads
      self.trails = trails
    }

    func contains(_ code: UInt32) -> Bool {
      code <= 0xFFFF && leads.contains(UInt8(code >> 8)) && trails.contains(UInt8(code & 0xFF))
    }
  }

  /// Rows of cells that are projected to private-use scalars one after another.
  public struct GaijiArea: Hashable, Sendable {
    public let block: Block
    public let firstScalar: UInt32

    /// Code and scalar of every cell, by code.
    func each(_ body: (_ code: UInt32, _ scalar: UInt32) -> Void) {
      var scalar = firstScalar
      for lead in block.leads {
        for trail in block.trails {
          body(UInt32(lead) << 8 | UInt32(trail), scalar)
          scalar += 1
        }
      }
    }
  }

  public struct JISArea: Hashable, Sendable {
    /// What is added to a 7-bit code (2121 for row 1, cell 1).
    public let offset: UInt32
    /// Rows that are not the vendor's own.
    public let rows: ClosedRange<Int>
    public let edition: JISEdition

    func code(_ row: Int, _ cell: Int) -> UInt32 {
      (RowCellCode.euc(row, cell) & 0x7F7F) + offset
    }
  }

  public struct Substitute: Sendable {
    public let part: String
    public let additions: [CharsetPart.Row]
  }
}

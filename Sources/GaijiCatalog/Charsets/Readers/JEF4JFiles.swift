/// The published mapping files of the project jef4j (src/test/resources) and the parts that they are.
public enum JEF4JFiles {
  public struct File: Sendable {
    public let name: String
    /// The part of a vendor's code system, one of `VendorCharsets.partNames`.
    public let part: String
    /// Of the file in `edition`, as `Data/fetch-list.tsv` pins it.
    public let sha256: String
  }

  public static let licence = "Apache-2.0 (hidekatsu-izuno/jef4j)"
  /// The commit of that project.
  public static let edition = "0e4e9fd7320e0b2098451c5d246fa46b7e2dce4b"

  /// In the order in which they are imported.
  public static let all = [
    File(
      name: "fujitsu_ebcdic_mapping.json", part: "fujitsu-ebcdic",
      sha256: "8d51e538e0611fc0b1ecaaf53e269cdab41996a0d77d1c45fbfa52659f1c7ee9"),
    File(
      name: "fujitsu_ebcdik_mapping.json", part: "fujitsu-ebcdik",
      sha256: "fbfdc4590c9747996a3dacad10409ab3bccd0d1c81e028f69957caee7a7ddc13"),
    File(
      name: "fujitsu_ascii_mapping.json", part: "fujitsu-ascii",
      sha256: "7e6d5fcfa7dca35f69d1d10a2f68f2e642c4ee4b65c3a47125033d7cf4daaea7"),
    File(
      name: "fujitsu_jef_mapping.json", part: "jef",
      sha256: "2141df180cfb7d1025a930a5e17ba30367b382d24477a3b7cdd4ae79dc2477da"),
    File(
      name: "hitachi_ebcdic_mapping.json", part: "hitachi-ebcdic",
      sha256: "047c1fd9e9f3b16a2cb36dda6b9d55fbdf1ccacc88a0076e4c02d72f9ef393f9"),
    File(
      name: "hitachi_ebcdik_mapping.json", part: "hitachi-ebcdik",
      sha256: "b7f60e5266b4477a44bb835bcf83cdb202448fbe9967fe9a5b4340aeff7d47bd"),
    File(
      name: "hitachi_keis78_mapping.json", part: "keis78",
      sha256: "161e4134e8d8c47e61078064b794ddb6a5606e174c7bd2ff2f875baa0b41d6f9"),
    File(
      name: "hitachi_keis83_mapping.json", part: "keis83",
      sha256: "1bf35d3ab964e12f2d9009d9df605ec586633a8ea0c5c77eeca1949df2e49cc0"),
    File(
      name: "nec_ebcdik_mapping.json", part: "nec-ebcdik",
      sha256: "fa514675b866b71562cc1ab3831cc6643ef76de51a008768ec8d5f3a6b419209"),
    File(
      name: "nec_jis8_mapping.json", part: "nec-jis8",
      sha256: "7f520bf36a7750eaf1b76a03eed399d5a1f124138f506727881b1bc5fc52505f"),
    File(
      name: "nec_jis8_ebcdik_mapping.json", part: "nec-jis8-ebcdik",
      sha256: "dacf8dd8c03ec4a8099cb4068bee64a60cd18e1164690630521209c96176862d"),
    File(
      name: "nec_jips_mapping.json", part: "jipsj",
      sha256: "7fb14398d2a1684b7b6dc4cee3f0e112910e68089fc2abf8d17235cb431d9943"),
  ]

  /// The file of that name.
  public static func named(_ name: String) -> File? { all.first { $0.name == name } }
}

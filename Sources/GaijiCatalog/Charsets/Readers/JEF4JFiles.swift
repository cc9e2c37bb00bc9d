/// The published files of jef4j and the parts that they are.
public enum JEF4JFiles {
  /// File name and part name, in the order in which they are imported.
  public static let parts: [(file: String, part: String)] = [
    ("fujitsu_ebcdic_mapping.json", "fujitsu-ebcdic"),
    ("fujitsu_ebcdik_mapping.json", "fujitsu-ebcdik"),
    ("fujitsu_ascii_mapping.json", "fujitsu-ascii"),
    ("fujitsu_jef_mapping.json", "jef"),
    ("hitachi_ebcdic_mapping.json", "hitachi-ebcdic"),
    ("hitachi_ebcdik_mapping.json", "hitachi-ebcdik"),
    ("hitachi_keis78_mapping.json", "keis78"),
    ("hitachi_keis83_mapping.json", "keis83"),
    ("nec_ebcdik_mapping.json", "nec-ebcdik"),
    ("nec_jis8_mapping.json", "nec-jis8"),
    ("nec_jis8_ebcdik_mapping.json", "nec-jis8-ebcdik"),
    ("nec_jips_mapping.json", "jipsj"),
  ]

  public static let licence = "Apache License 2.0 (hidekatsu-izuno/jef4j)"
  /// The commit whose files `Data/fetch-list.tsv` pins.
  public static let edition = "0e4e9fd7320e0b2098451c5d246fa46b7e2dce4b"
}

// swift-tools-version: 6.3
import PackageDescription

// One list of language settings for every target of ours: Swift 6 mode, each unsafe use marked,
// and no warning survives a build.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "gaiji",
  products: [
    .executable(name: "gaiji", targets: ["gaiji"]),
    .library(name: "GaijiTranscoding", targets: ["GaijiTranscoding"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    // Arrows point downwards only: a target may depend on those above it in this list.

    // Value types: identities, sequences, codes, grades, policies. No Foundation.
    .target(name: "GaijiModel", swiftSettings: strict),
    // gzip and zstd, for compressed files.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // Files in and out: written beside their names and renamed, compressed or not, signals, errors.
    // No Foundation.
    .target(name: "GaijiFiles", dependencies: ["CZlib", "CZstd"], swiftSettings: strict),
    // SHA-256 over the system libcrypto.
    .systemLibrary(name: "CGaijiCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "GaijiHashing", dependencies: ["CGaijiCrypto"], swiftSettings: strict),
    // ICU behind an opaque header of our own: Foundation ships a private ICU module whose enums
    // clash with the system's headers.
    .target(
      name: "CICU",
      linkerSettings: [
        .linkedLibrary("icuuc"), .linkedLibrary("icui18n"), .linkedLibrary("icudata"),
      ]),
    // Charset tables and shift machines, both directions.
    .target(name: "GaijiCharsets", dependencies: ["GaijiModel", "CICU"], swiftSettings: strict),
    // The mapping release: one immutable file that every engine reads.
    .target(
      name: "GaijiRelease",
      dependencies: ["GaijiModel", "GaijiFiles", "GaijiCharsets", "GaijiHashing"],
      swiftSettings: strict),
    // bzip2, for the Unihan files of the unicode-data package.
    .systemLibrary(name: "CBZip2", providers: [.apt(["libbz2-dev"])]),
    // The SQLite catalogue: schema, imports, decisions journal, compile.
    .target(
      name: "GaijiCatalog",
      dependencies: [
        "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiCharsets", "GaijiRelease", "CBZip2",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // Record layouts: declared layout files and COBOL copybooks.
    .target(
      name: "GaijiLayouts",
      dependencies: ["GaijiModel", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: strict),
    // Host records: framing (fixed, RDW, BDW, delimited) and number formats. No Foundation.
    .target(name: "GaijiHostRecords", dependencies: ["GaijiModel"], swiftSettings: strict),
    // The few vector steps that Swift has no words for, static inline.
    .target(name: "CGaijiKernels"),
    // The engine: record formats, columns, counters, conversion log.
    .target(
      name: "GaijiTranscoding",
      dependencies: [
        "CGaijiKernels", "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiCharsets",
        "GaijiRelease", "GaijiHostRecords",
      ],
      swiftSettings: strict),
    // Policy files: TOML or JSON in, validation, the canonical text that reports hash.
    .target(
      name: "GaijiPolicies",
      dependencies: ["GaijiModel", "GaijiHashing", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: strict),
    // Reports: JSON, CSV, HTML.
    .target(
      name: "GaijiReports",
      dependencies: [
        "GaijiModel", "GaijiTranscoding", "GaijiGlyphs", "GaijiIdentification",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict),
    // FreeType for fonts, libpng for images, expat for SVG files.
    .systemLibrary(
      name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // Glyphs in: fonts, bitmaps and images become rasters.
    .target(
      name: "GaijiGlyphs",
      dependencies: ["GaijiModel", "GaijiFiles", "CFreeType", "CPNG", "CExpat"],
      swiftSettings: strict),
    // The arithmetic of the identifier, in C for vectors of any width. Optimised in debug builds too,
    // or no test could look at a whole font: without, its parts take 4 to 12 times as long. Clang has
    // no attribute that does it, and SwiftPM no safe setting; the unsafe one keeps nobody from
    // depending on a version of this package (tried with SwiftPM 6.3.1, which no longer refuses it).
    // No result hangs on the flag: what keeps the bits the same in all builds stands in the sources.
    .target(name: "CGaijiMatching", cSettings: [.unsafeFlags(["-O3"])]),
    // Which MJ or GJ character a glyph is: features, index, search, ranking, evidence.
    .target(
      name: "GaijiIdentification",
      dependencies: ["CGaijiMatching", "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiGlyphs"],
      swiftSettings: strict),
    // The sample register and its truth; it never calls the engine.
    .target(
      name: "GaijiSamples", dependencies: ["GaijiModel", "GaijiCharsets"], swiftSettings: strict),
    // The command line; thin.
    .executableTarget(
      name: "gaiji",
      dependencies: [
        "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiCharsets", "GaijiRelease", "GaijiCatalog",
        "GaijiTranscoding", "GaijiPolicies", "GaijiReports", "GaijiSamples", "GaijiLayouts",
        "GaijiHostRecords", "GaijiGlyphs", "GaijiIdentification",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(name: "GaijiTestSupport", path: "Tests/GaijiTestSupport", swiftSettings: strict),
    .testTarget(
      name: "GaijiModelTests", dependencies: ["GaijiModel", "GaijiTestSupport"],
      swiftSettings: strict),
    .testTarget(name: "GaijiFilesTests", dependencies: ["GaijiFiles"], swiftSettings: strict),
    .testTarget(
      name: "GaijiPoliciesTests",
      dependencies: ["GaijiModel", "GaijiHashing", "GaijiPolicies", "GaijiTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiReleaseTests",
      dependencies: ["GaijiModel", "GaijiHashing", "GaijiCharsets", "GaijiRelease"],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiCharsetsTests", dependencies: ["GaijiModel", "GaijiCharsets"],
      exclude: ["Differences"], swiftSettings: strict),
    .testTarget(
      name: "GaijiCatalogTests",
      dependencies: [
        "GaijiModel", "GaijiHashing", "GaijiCharsets", "GaijiRelease", "GaijiCatalog",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiLayoutsTests", dependencies: ["GaijiModel", "GaijiLayouts"],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiHostRecordsTests", dependencies: ["GaijiModel", "GaijiHostRecords"],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiTranscodingTests",
      dependencies: [
        "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiCharsets", "GaijiRelease",
        "GaijiTranscoding", "GaijiHostRecords",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiGlyphsTests", dependencies: ["GaijiModel", "GaijiFiles", "GaijiGlyphs"],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiIdentificationTests",
      dependencies: [
        "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiGlyphs", "GaijiIdentification",
      ],
      exclude: ["Golden", "Evidence/near-characters.tsv"], swiftSettings: strict),
    .testTarget(
      name: "GaijiSamplesTests", dependencies: ["GaijiModel", "GaijiCharsets", "GaijiSamples"],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiReportsTests",
      dependencies: [
        "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiPolicies", "GaijiTranscoding",
        "GaijiReports", "GaijiTestSupport", "GaijiGlyphs", "GaijiIdentification",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GaijiCommandTests", dependencies: ["gaiji", "GaijiCatalog", "GaijiModel"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

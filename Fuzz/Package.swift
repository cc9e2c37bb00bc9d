// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that the build and the tests of the project know nothing of fuzzing. Its
// modules are the project's (symbolic links): every one of them is built with libFuzzer's counters,
// and with the checks of a debug build. Run it with Scripts/fuzz.
let fuzzed: [SwiftSetting] = [
  .strictMemorySafety(), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-sanitize=fuzzer", "-O", "-enforce-exclusivity=checked"]),
]

let package = Package(
  name: "gaiji-fuzz",
  dependencies: [.package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0")],
  targets: [
    .target(name: "GaijiModel", swiftSettings: fuzzed),
    .target(
      name: "CICU",
      linkerSettings: [
        .linkedLibrary("icuuc"), .linkedLibrary("icui18n"), .linkedLibrary("icudata"),
      ]),
    .target(name: "GaijiCharsets", dependencies: ["GaijiModel", "CICU"], swiftSettings: fuzzed),
    .target(name: "GaijiHostRecords", dependencies: ["GaijiModel"], swiftSettings: fuzzed),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "GaijiFiles", dependencies: ["CZlib", "CZstd"], swiftSettings: fuzzed),
    .systemLibrary(name: "CGaijiCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "GaijiHashing", dependencies: ["CGaijiCrypto"], swiftSettings: fuzzed),
    .target(
      name: "GaijiRelease",
      dependencies: ["GaijiModel", "GaijiFiles", "GaijiCharsets", "GaijiHashing"],
      swiftSettings: fuzzed),
    .target(name: "CGaijiKernels"),
    .target(
      name: "GaijiTranscoding",
      dependencies: [
        "CGaijiKernels", "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiCharsets",
        "GaijiRelease", "GaijiHostRecords",
      ],
      swiftSettings: fuzzed),
    .target(
      name: "GaijiLayouts",
      dependencies: ["GaijiModel", .product(name: "TOMLKit", package: "TOMLKit")],
      swiftSettings: fuzzed),
    .systemLibrary(
      name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .target(
      name: "GaijiGlyphs",
      dependencies: ["GaijiModel", "GaijiFiles", "CFreeType", "CPNG", "CExpat"],
      swiftSettings: fuzzed),
    .target(name: "CGaijiMatching"),
    .target(
      name: "GaijiIdentification",
      dependencies: ["CGaijiMatching", "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiGlyphs"],
      swiftSettings: fuzzed),
    // Only the readers of table files: the catalogue itself is not fuzzed.
    .target(
      name: "TableReaders", dependencies: ["GaijiModel", "GaijiCharsets"],
      exclude: ["Catalog+ImportTable.swift", "CharsetFile+Table.swift"], swiftSettings: fuzzed),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "GaijiModel", "GaijiCharsets", "GaijiHostRecords", "GaijiLayouts", "TableReaders",
        "GaijiFiles", "GaijiRelease", "GaijiTranscoding", "GaijiGlyphs", "GaijiHashing",
        "CGaijiMatching", "GaijiIdentification",
      ],
      swiftSettings: fuzzed + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ],
  swiftLanguageModes: [.v6]
)

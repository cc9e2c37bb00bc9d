// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that only the engine and what it needs is built optimised, not the whole
// program with its dependencies. Its modules are the project's (symbolic links). Run it with
// Scripts/check-simd speed.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "gaiji-speed",
  targets: [
    .target(name: "GaijiModel", swiftSettings: strict),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "GaijiFiles", dependencies: ["CZlib", "CZstd"], swiftSettings: strict),
    .systemLibrary(name: "CGaijiCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "GaijiHashing", dependencies: ["CGaijiCrypto"], swiftSettings: strict),
    .target(
      name: "CICU",
      linkerSettings: [
        .linkedLibrary("icuuc"), .linkedLibrary("icui18n"), .linkedLibrary("icudata"),
      ]),
    .target(name: "GaijiCharsets", dependencies: ["GaijiModel", "CICU"], swiftSettings: strict),
    .target(
      name: "GaijiRelease",
      dependencies: ["GaijiModel", "GaijiFiles", "GaijiCharsets", "GaijiHashing"],
      swiftSettings: strict),
    .target(name: "GaijiHostRecords", dependencies: ["GaijiModel"], swiftSettings: strict),
    .target(name: "CGaijiKernels"),
    .target(
      name: "GaijiTranscoding",
      dependencies: [
        "CGaijiKernels", "GaijiModel", "GaijiFiles", "GaijiHashing", "GaijiCharsets",
        "GaijiRelease", "GaijiHostRecords",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Speed",
      dependencies: [
        "GaijiModel", "GaijiFiles", "GaijiCharsets", "GaijiRelease", "GaijiTranscoding",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

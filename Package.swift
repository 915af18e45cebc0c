// swift-tools-version: 6.1
import PackageDescription

/// Warnings are errors where CI asks for it (`make lint`), never in a dependant's build.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "liveprep",
  products: [
    .library(name: "LivePrep", targets: ["LivePrep"]),
    .executable(name: "liveprep", targets: ["LivePrepCLI"]),
    .executable(name: "Benchmarks", targets: ["Benchmarks"]),
  ],
  targets: [
    .systemLibrary(
      name: "CFFmpeg",
      pkgConfig: "libavformat libavcodec libavutil libswscale libswresample",
      providers: [
        .apt([
          "libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev",
          "libswresample-dev",
        ])
      ]),
    .systemLibrary(name: "CYUV", providers: [.apt(["libyuv-dev"])]),
    .systemLibrary(
      name: "CEbur128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),

    .target(name: "Libav", dependencies: ["CFFmpeg", "CYUV", "CEbur128"], swiftSettings: settings),
    .target(name: "Wire", dependencies: ["CCurl", "CCrypto"], swiftSettings: settings),
    .target(name: "LivePrep", dependencies: ["Libav", "Wire"], swiftSettings: settings),
    .target(
      name: "Sandbox", dependencies: ["CMicrohttpd", "Libav", "Wire", "LivePrep"],
      swiftSettings: settings),
    .executableTarget(
      name: "LivePrepCLI", dependencies: ["LivePrep", "Sandbox"], swiftSettings: settings),
    .target(name: "CAllocations", path: "Benchmarks/CAllocations"),
    .executableTarget(
      name: "Benchmarks", dependencies: ["LivePrep", "CAllocations"], path: "Benchmarks",
      exclude: ["peers", "CAllocations", "Baseline.json"], swiftSettings: settings),

    .testTarget(name: "LibavTests", dependencies: ["Libav"], swiftSettings: settings),
    .target(name: "TestServer", path: "Tests/TestServer", swiftSettings: settings),
    .testTarget(name: "WireTests", dependencies: ["Wire", "TestServer"], swiftSettings: settings),
    .testTarget(
      name: "LivePrepTests", dependencies: ["LivePrep", "Libav", "TestServer"],
      swiftSettings: settings),
    .testTarget(
      name: "SandboxTests", dependencies: ["Sandbox", "LivePrep", "Wire"], swiftSettings: settings),
    .testTarget(
      name: "ProgramTests", dependencies: ["LivePrepCLI", "LivePrep", "TestServer"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

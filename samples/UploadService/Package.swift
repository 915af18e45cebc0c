// swift-tools-version: 6.1
import PackageDescription

/// How another package uses the library. Here by path; by URL it is
/// `.package(url: "…", from: "1.0.0")`.
let package = Package(
  name: "UploadService",
  dependencies: [.package(name: "liveprep", path: "../..")],
  targets: [
    .executableTarget(
      name: "UploadService", dependencies: [.product(name: "LivePrep", package: "liveprep")]),
    .executableTarget(
      name: "SubmitClip", dependencies: [.product(name: "LivePrep", package: "liveprep")]),
  ]
)

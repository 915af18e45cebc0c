import LivePrep

// Stands between a phone's upload and the verification service: takes a clip, and hands back one
// that the service will not turn down, or what the person should do differently.
//
//   UploadService IN OUT

/// One for the whole service: it bounds how many clips are in work at once.
let preflight = Preflight()
let profile = Profile(target: .livenessRecognition, mode: .lip)
let paths = CommandLine.arguments.dropFirst()

if let clip = paths.first, let fitted = paths.last, paths.count == 2 {
  do {
    let report = try await preflight.check(clip, profile: profile)
    for finding in report.findings where finding.status == .broken {
      print("\(finding.rule.rawValue): wanted \(finding.wanted), predicts \(finding.codes)")
    }
    let made = try await preflight.prepare(clip, to: fitted, profile: profile)
    print("\(made.plan.kind): \(made.bytesIn) bytes became \(made.bytesOut ?? made.bytesIn)")
  } catch let error as LivePrepError {
    // `kind` decides the status of the service's own answer; `message` is fit for a person to read.
    print("\(error.kind.rawValue): \(error.message)")
  }
} else {
  print("usage: UploadService IN OUT")
}

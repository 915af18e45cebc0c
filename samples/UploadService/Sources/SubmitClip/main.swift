import Foundation
import LivePrep

// The whole way of one clip in one program: ask for the digits, check, mend, submit, explain.
//
//   liveprep sandbox --port 8080 &
//   LIVEPREP_SECRET_ID=… LIVEPREP_SECRET_KEY=… SubmitClip CLIP http://127.0.0.1:8080

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  print("usage: SubmitClip CLIP ENDPOINT")
  exit(64)
}
do {
  var configuration = ServiceConfiguration(
    credentials: try Credentials(environment: ProcessInfo.processInfo.environment),
    appID: "1250000000")
  configuration.endpoint = arguments[2]
  let client = ServiceClient(configuration)

  // In real life the person reads these digits aloud while being filmed.
  let challenge = try await client.challenge(target: .livedetectfour)
  let digits = challenge.value ?? ""
  let submitted = try await Preflight().submit(
    arguments[1], to: client, profile: Profile(target: .livedetectfour)
  ) { video in
    Submission(.livedetectfour(video: video, validateData: digits))
  }
  if let made = submitted.preparation {
    print("sent \(made.bytesOut ?? 0) of \(made.bytesIn) bytes, by \(made.plan.kind.rawValue)")
  }
  print(submitted.result.message)
} catch let error as LivePrepError {
  print("\(error.kind.rawValue): \(error.message)")
  exit(1)
}

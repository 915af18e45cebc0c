import LivePrep
import Testing

@testable import Sandbox

@Suite struct FaultTests {
  @Test func parsesEveryKey() throws {
    let fault = try Fault(
      parsing: "code=15,http=429,latency=250ms,retry-after=3,path=livedetectfour,times=2,skip=1")
    var expected = Fault()
    expected.code = "15"
    expected.status = 429
    expected.latency = 0.25
    expected.retryAfter = 3
    expected.path = "livedetectfour"
    expected.times = 2
    expected.skip = 1
    #expect(fault == expected)
    #expect(try Fault(parsing: "cut=reply").cut == .reply)
    #expect(try Fault(parsing: "cut=1000").cut == .body(1000))
    #expect(try Fault(parsing: "truncate=20").truncate == 20)
  }

  @Test(arguments: [
    ("", "--fail \"\": \"\" is not key=value"),
    ("code", "--fail \"code\": \"code\" is not key=value"),
    ("times=2", "--fail \"times=2\": nothing to do; give code, http, cut, truncate or latency"),
    ("http=99", "--fail \"http=99\": http cannot be \"99\""),
    ("code=15,times=0", "--fail \"code=15,times=0\": times cannot be \"0\""),
    ("latency=soon", "--fail \"latency=soon\": latency is a time such as 500ms or 2s"),
    ("cut=-1", "--fail \"cut=-1\": cut cannot be \"-1\""),
  ])
  func refusesTheRest(text: String, message: String) {
    #expect(throws: LivePrepError(.usage, message)) { try Fault(parsing: text) }
  }

  @Test func namesTheCallsThatThereAre() {
    let error = #expect(throws: LivePrepError.self) { try Fault(parsing: "code=15,path=/nope") }
    #expect(error?.message.contains("no call is named \"/nope\"") == true)
    #expect(error?.message.contains("cloud:LivenessCompare") == true)
  }

  @Test(arguments: [("500ms", 0.5), ("2s", 2), ("1.5", 1.5), ("0", 0)])
  func seconds(text: String, value: Double) {
    #expect(Fault.seconds(parsing: text) == value)
  }

  @Test(arguments: ["", "s", "-1", "nan", "inf", "2m", "99999"])
  func noSeconds(text: String) { #expect(Fault.seconds(parsing: text) == nil) }

  @Test func faultsFollowOneAnother() throws {
    let schedule = FaultSchedule([
      try Fault(parsing: "code=15,times=2"), try Fault(parsing: "latency=1"),
      try Fault(parsing: "http=503,times=1,skip=1"),
    ])
    let faults = (0..<5).map { _ in schedule.next(for: .livegetfour) }
    #expect(faults.map(\.code) == ["15", "15", nil, nil, nil])
    // `skip` counts the requests that it could have befallen.
    #expect(faults.map(\.status) == [nil, nil, nil, 503, nil])
    #expect(faults.map(\.latency) == [1, 1, 1, 1, 1])
  }

  @Test func faultsKeepToTheirCalls() throws {
    let schedule = FaultSchedule([
      try Fault(parsing: "http=500,path=cos"), try Fault(parsing: "code=-5012"),
      try Fault(parsing: "http=501,path=/face/idcardcompare"),
    ])
    #expect(schedule.next(for: .cosGetLiveCode).status == 500)
    #expect(schedule.next(for: .livedetectfour).code == "-5012")
    // −5012 has no name among the Cloud API's codes.
    #expect(schedule.next(for: .cloudLivenessCompare) == Fault())
  }

  @Test(arguments: [
    ("15", Endpoint.Family.image, "15"), ("15", .cos, "SlowDown"),
    ("15", .cloud, "RequestLimitExceeded"), ("RequestLimitExceeded", .image, "15"),
    ("SlowDown", .cos, "SlowDown"), ("213", .cloud, "InternalError"),
    ("FailedOperation.LipVoiceLow", .image, "-5013"),
    ("-5013", .cloud, "FailedOperation.LipVoiceLow"),
    ("FailedOperation.New", .cloud, "FailedOperation.New"), ("-9999", .image, "-9999"),
  ])
  func codesAcrossFamilies(code: String, family: Endpoint.Family, answer: String) {
    #expect(Problem(code: code, for: family)?.code(in: family) == answer)
  }
}

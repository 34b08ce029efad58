import Testing

@testable import Sandbox

struct FaultTests {
  @Test(arguments: [
    ("organizations=throttle", Fault(service: "organizations", kind: .throttle)),
    (
      "organizations.ListAccounts=500@3",
      Fault(service: "organizations", operation: "ListAccounts", kind: .internalError, occurrence: 3)
    ),
    ("Appliance=html503", Fault(service: "appliance", kind: .html503)),
    (
      "appliance.GET /accounts/amazon=reset",
      Fault(service: "appliance", operation: "GET /accounts/amazon", kind: .reset)
    ),
    ("cloudformation=skew@1", Fault(service: "cloudformation", kind: .skew, occurrence: 1)),
  ])
  func `a fault is read from the command line`(text: String, expected: Fault) throws {
    #expect(try Fault(parsing: text) == expected)
  }

  @Test(arguments: [
    ("organizations", "one '=' is expected"), ("organisations=throttle", "no service 'organisations'"),
    ("organizations=explode", "no kind 'explode'"), ("organizations=throttle@0", "no number from 1 on"),
    ("organizations=throttle@", "no number from 1 on"), ("organizations.=throttle", "no operation ''"),
    ("organizations.ListAcounts=throttle", "no operation 'ListAcounts' of organizations; there are AttachPolicy, "),
    ("=throttle", "no service ''"), ("sts=a=b", "one '=' is expected"),
  ])
  func `a fault that says nothing is refused with the part nobody knows`(text: String, why: String) {
    let error = #expect(throws: SandboxError.self) { try Fault(parsing: text) }
    #expect(error?.sentence.contains(why) == true)
  }

  @Test func `only the call asked for is struck`() {
    let plan = FaultPlan([Fault(service: "organizations", operation: "ListAccounts", kind: .throttle, occurrence: 2)])
    let struck = ["ListRoots", "ListAccounts", "ListAccounts", "ListAccounts"].map {
      plan.strike(service: "organizations", operation: $0)
    }
    #expect(struck == [nil, nil, .throttle, nil])
    #expect(plan.strike(service: "sts", operation: "ListAccounts") == nil)
  }

  @Test func `a refused page token counts only calls that have one`() {
    let plan = FaultPlan([Fault(service: "organizations", kind: .token, occurrence: 1)])
    #expect(plan.strike(service: "organizations", operation: "ListAccounts") == nil)
    #expect(plan.strike(service: "organizations", operation: "ListAccounts", hasPageToken: true) == .token)
    #expect(plan.strike(service: "organizations", operation: "ListAccounts", hasPageToken: true) == nil)
  }

  @Test(arguments: [("200ms", 0.2), ("1.5s", 1.5), ("0s", 0), ("3s", 3)])
  func `latency is a duration`(text: String, seconds: Double) throws {
    #expect(try SandboxOptions.latency(parsing: text) == .seconds(seconds))
  }

  @Test(arguments: ["", "s", "ms", "200", "-1s", "fast", "nans", "infs"])
  func `a latency without a unit or a meaning is refused`(text: String) {
    #expect(throws: SandboxError.latency(text)) { try SandboxOptions.latency(parsing: text) }
  }
}

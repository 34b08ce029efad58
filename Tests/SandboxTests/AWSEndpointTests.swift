import Foundation
import Testing

@testable import Sandbox

struct AWSEndpointTests {
  private func probe(_ faults: [Fault] = [], throttle: Bool = false) async -> EndpointProbe {
    await EndpointProbe(
      SandboxOptions(
        scenario: .healthy,
        accounts: 50,
        throttle: throttle,
        faults: faults,
        slowness: .seconds(7),
        clock: .fixed
      )
    )
  }

  @Test(arguments: [
    (Fault.Kind.throttle, 400, "TooManyRequestsException"), (.internalError, 500, "InternalServiceError"),
    (.expire, 400, "ExpiredTokenException"),
  ])
  func `a fault speaks the words of a JSON service`(kind: Fault.Kind, status: Int, code: String) async throws {
    let answer = await probe([Fault(service: "organizations", kind: kind)]).organizations("ListAccounts")
    #expect(answer.status == status)
    #expect(try answer.json()["__type"] as? String == code)
  }

  @Test(arguments: [
    (Fault.Kind.throttle, 400, "Throttling"), (.internalError, 500, "InternalFailure"), (.expire, 403, "ExpiredToken"),
    (.skew, 403, "SignatureDoesNotMatch"),
  ])
  func `a fault speaks the words of a query service`(kind: Fault.Kind, status: Int, code: String) async {
    let answer = await probe([Fault(service: "cloudformation", kind: kind)]).cloudFormation("ListStackSets")
    #expect(answer.status == status)
    #expect(answer.elements("Code") == [code])
  }

  @Test(arguments: [(Fault.Kind.html503, 503), (.type, 200)])
  func `a proxy answers with a page`(kind: Fault.Kind, status: Int) async {
    let answer = await probe([Fault(service: "organizations", kind: kind)]).organizations("ListAccounts")
    #expect(answer.status == status)
    #expect(answer.text.contains("<html>"))
    #expect(answer.reply.headers.contains { $0.name == "content-type" && $0.value == "text/html" })
  }

  @Test func `a reset, a delay and a cut happen to the right answer`() async throws {
    let whole = await probe().organizations("ListAccounts")
    func struck(_ kind: Fault.Kind) async -> LoopbackReply {
      await probe([Fault(service: "organizations", kind: kind)]).organizations("ListAccounts").reply
    }
    #expect(await struck(.reset).delivery == .resetMidBody)
    #expect(await struck(.slow).delivery == .late(.seconds(7)))
    let cut = await struck(.truncate)
    #expect(cut.body == Array(whole.reply.body.prefix(whole.reply.body.count / 2)))
    #expect(throws: (any Error).self) { try EndpointProbe.Answer(reply: cut).json() }
  }

  @Test func `a page token is refused once`() async throws {
    let probe = await probe([Fault(service: "organizations", kind: .token, occurrence: 1)])
    let first = try await probe.organizations("ListAccounts").json()
    let token = try #require(first["NextToken"] as? String)
    let refused = try await probe.organizations("ListAccounts", #"{"NextToken":"\#(token)"}"#).json()
    #expect(refused["Reason"] as? String == "INVALID_NEXT_TOKEN")
    #expect(await probe.organizations("ListAccounts", #"{"NextToken":"\#(token)"}"#).status == 200)
  }

  @Test func `rates hold when they are asked for`() async {
    let probe = await probe(throttle: true)
    var statuses: [Int] = []
    for _ in 0..<14 { statuses.append(await probe.organizations("ListAccounts").status) }
    #expect(statuses == [Int](repeating: 200, count: 12) + [400, 400])
  }

  @Test func `an unknown key is refused in the service's words`() async throws {
    let probe = await probe()
    let stranger = Identity(
      accessKeyID: "AKIANOBODY",
      secretAccessKey: "x",
      account: "123456789012",
      arn: "",
      userID: "",
      access: .read
    )
    let json = await probe.organizations("ListAccounts", as: stranger)
    #expect(try json.json()["__type"] as? String == "UnrecognizedClientException")
    let query = await probe.tokens("GetCallerIdentity", as: stranger)
    #expect(query.status == 403)
    #expect(query.elements("Code") == ["InvalidClientTokenId"])
  }

  @Test func `a call without a signature is refused`() async throws {
    let request = LoopbackRequest(
      method: "POST",
      target: "/",
      headers: [.init(name: "X-Amz-Target", value: "AWSOrganizationsV20161128.ListAccounts")],
      body: Array("{}".utf8)
    )
    let reply = await probe().endpoint.answer(request)
    #expect(try EndpointProbe.Answer(reply: reply).json()["__type"] as? String == "MissingAuthenticationTokenException")
  }

  @Test(arguments: ["", "Action=ListBuckets&Version=2006-03-01", "%%%"])
  func `what no service here knows is refused and nothing falls over`(body: String) async {
    let reply = await probe().endpoint.answer(LoopbackRequest(method: "POST", target: "/", body: Array(body.utf8)))
    #expect(reply.status == 400)
  }
}

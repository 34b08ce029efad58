import Foundation
import Testing

@testable import Sandbox

struct TokenServiceTests {
  private func probe() async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed))
  }

  private func form(_ role: String, _ probe: EndpointProbe, _ more: String = "") -> String {
    let arn = "arn:aws:iam::\(probe.keys.organizationReader.account):role/\(role)"
    return "RoleArn=\(FormEncoding.encoded(arn))&RoleSessionName=rolecall\(more)"
  }

  @Test func `a session signs until it expires`() async throws {
    let probe = await probe()
    let answer = await probe.tokens("AssumeRole", form("OrgReader", probe))
    let key = try #require(answer.elements("AccessKeyId").first)
    let session = try #require(
      await probe.world.perform { state, _ in state.identities.identity(accessKeyID: key) }
    )
    #expect(answer.elements("SessionToken").first == session.sessionToken)
    let who = await probe.tokens("GetCallerIdentity", as: session)
    #expect(who.elements("Arn").first?.hasSuffix(":assumed-role/OrgReader/rolecall") == true)
    #expect(await probe.organizations("ListAccounts", as: session).status == 200)
    var old = session
    old.sessionToken = nil
    #expect(await probe.tokens("GetCallerIdentity", as: old).elements("Code") == ["InvalidClientTokenId"])
  }

  @Test func `an expired session is refused`() async throws {
    let probe = await probe()
    let session = await probe.world.issueSession(account: "1", role: "r", session: "s", lifetime: .zero)
    let identity = try #require(
      await probe.world.perform { state, _ in state.identities.identity(accessKeyID: session.accessKeyID) }
    )
    #expect(await probe.tokens("GetCallerIdentity", as: identity).elements("Code") == ["ExpiredToken"])
  }

  @Test(arguments: [
    ("VendorReader", "&ExternalId=rolecall-sandbox", 200), ("VendorReader", "&ExternalId=other", 403),
    ("VendorReader", "", 403), ("OrgReaderMFA", "", 403), ("OrgReaderMFA", "&SerialNumber=arn&TokenCode=123456", 200),
    ("OrgReaderMFA", "&SerialNumber=arn&TokenCode=000000", 403), ("Nobody", "", 403), ("WebReader", "", 403),
    ("OrgReader", "&DurationSeconds=899", 400), ("OrgReader", "&DurationSeconds=43200", 200),
  ])
  func `a role is assumed by those it trusts`(role: String, more: String, status: Int) async {
    let probe = await probe()
    #expect(await probe.tokens("AssumeRole", form(role, probe, more)).status == status)
  }

  @Test(arguments: [
    ("WebReader", "rolecall-sandbox-web-identity", 200, []),
    ("WebReader", "forged", 400, ["InvalidIdentityToken"]),
    ("WebReader", "rolecall-sandbox-web-identity-expired", 400, ["ExpiredTokenException"]),
    ("OrgReader", "rolecall-sandbox-web-identity", 403, ["AccessDenied"]),
  ])
  func `a web identity needs no signature`(role: String, token: String, status: Int, codes: [String]) async {
    let probe = await probe()
    let body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&" + form(role, probe, "&WebIdentityToken=\(token)")
    let reply = await probe.endpoint.answer(LoopbackRequest(method: "POST", target: "/", body: Array(body.utf8)))
    #expect(reply.status == status)
    #expect(EndpointProbe.Answer(reply: reply).elements("Code") == codes)
  }
}

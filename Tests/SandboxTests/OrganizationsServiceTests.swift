import Foundation
import Testing

@testable import Sandbox

struct OrganizationsServiceTests {
  private func probe(_ scenario: Scenario = .healthy, accounts: Int? = 200, paths: Bool = true) async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: scenario, accounts: accounts, paths: paths, clock: .fixed))
  }

  @Test func `all pages together hold every account once`() async throws {
    let probe = await probe()
    var ids: [String] = []
    var sizes: [Int] = []
    var token: String?
    repeat {
      let body = token.map { #"{"NextToken":"\#($0)"}"# } ?? "{}"
      let page = try await probe.organizations("ListAccounts", body).json()
      let accounts = try #require(page["Accounts"] as? [[String: Any]])
      ids += accounts.compactMap { $0["Id"] as? String }
      sizes.append(accounts.count)
      token = page["NextToken"] as? String
    } while token != nil
    #expect(ids.count == 200)
    #expect(Set(ids).count == 200)
    #expect(sizes.contains(0))
  }

  @Test func `accounts and units say where they are, unless told not to`() async throws {
    for paths in [true, false] {
      let probe = await probe(paths: paths)
      let page = try await probe.organizations("ListAccounts", #"{"MaxResults":1}"#).json()
      let account = try #require((page["Accounts"] as? [[String: Any]])?.first)
      let organization = try #require(await probe.world.perform { state, _ in state.organization })
      let expected = "\(organization.id)/\(organization.root.id)/\(organization.managementAccount)/"
      #expect(account["Paths"] as? [String] == (paths ? [expected] : nil))
      #expect(account["State"] as? String == "ACTIVE")
    }
  }

  @Test(arguments: [
    ("ListAccounts", #"{"MaxResults":21}"#, "InvalidInputException", "MAX_VALUE_EXCEEDED"),
    ("ListAccounts", #"{"MaxResults":0}"#, "InvalidInputException", "MIN_VALUE_EXCEEDED"),
    ("ListAccounts", #"{"NextToken":"made up"}"#, "InvalidInputException", "INVALID_NEXT_TOKEN"),
    ("ListAccountsForParent", "{}", "InvalidInputException", "INPUT_REQUIRED"),
    ("ListAccountsForParent", #"{"ParentId":"ou-none-00000000"}"#, "ParentNotFoundException", nil),
    ("DescribeAccount", #"{"AccountId":"000000000000"}"#, "AccountNotFoundException", nil),
    ("DescribeOrganizationalUnit", #"{"OrganizationalUnitId":"ou-x"}"#, "OrganizationalUnitNotFoundException", nil),
    ("ListParents", #"{"ChildId":"000000000000"}"#, "ChildNotFoundException", nil),
    ("DescribeCreateAccountStatus", #"{"CreateAccountRequestId":"x"}"#, "CreateAccountStatusNotFoundException", nil),
    ("InventNothing", "{}", "UnknownOperationException", nil), ("ListRoots", "[", "SerializationException", nil),
  ])
  func `what AWS refuses is refused`(operation: String, body: String, code: String, reason: String?) async throws {
    let answer = await probe().organizations(operation, body)
    #expect(answer.status == 400)
    let error = try answer.json()
    #expect(error["__type"] as? String == code)
    #expect(error["Reason"] as? String == reason)
  }

  @Test func `lists are for the management account and delegated administrators`() async throws {
    let probe = await probe()
    let member = await probe.organizations("ListAccounts", as: probe.keys.member)
    #expect(try member.json()["__type"] as? String == "AccessDeniedException")
    #expect(await probe.organizations("DescribeOrganization", as: probe.keys.member).status == 200)
    #expect(await probe.organizations("ListAccounts", as: probe.keys.delegated).status == 200)
  }

  @Test func `a reader cannot change the organization`() async throws {
    let probe = await probe()
    let body = #"{"ParentId":"r-x","Name":"New"}"#
    let answer = await probe.organizations("CreateOrganizationalUnit", body, as: probe.keys.organizationReader)
    #expect(try answer.json()["__type"] as? String == "AccessDeniedException")
  }

  @Test func `a world can be built from nothing`() async throws {
    let probe = await probe(accounts: 0)
    let none = await probe.organizations("ListAccounts")
    #expect(try none.json()["__type"] as? String == "AWSOrganizationsNotInUseException")
    let made = try await probe.organizations("CreateOrganization", #"{"FeatureSet":"ALL"}"#).json()
    #expect((made["Organization"] as? [String: Any])?["FeatureSet"] as? String == "ALL")
    let again = await probe.organizations("CreateOrganization")
    #expect(try again.json()["__type"] as? String == "AlreadyInOrganizationException")
    let root = try #require(await probe.world.perform { state, _ in state.organization?.root.id })
    var parent = root
    for depth in 1...6 {
      let answer = await probe.organizations(
        "CreateOrganizationalUnit",
        #"{"ParentId":"\#(parent)","Name":"Level"}"#
      )
      guard depth <= 5 else {
        #expect(try answer.json()["__type"] as? String == "ConstraintViolationException")
        break
      }
      let unit = try #require(try answer.json()["OrganizationalUnit"] as? [String: Any])
      parent = try #require(unit["Id"] as? String)
    }
    let duplicate = await probe.organizations("CreateOrganizationalUnit", #"{"ParentId":"\#(root)","Name":"Level"}"#)
    #expect(try duplicate.json()["__type"] as? String == "DuplicateOrganizationalUnitException")
    let account = try await probe.organizations(
      "CreateAccount",
      #"{"AccountName":"payments-prod","Email":"p@acme.example"}"#
    ).json()
    #expect((account["CreateAccountStatus"] as? [String: Any])?["State"] as? String == "IN_PROGRESS")
    let id = try #require(await probe.world.perform { state, _ in state.organization?.accounts.last?.id })
    let move = #"{"AccountId":"\#(id)","SourceParentId":"\#(root)","DestinationParentId":"\#(parent)"}"#
    #expect(await probe.organizations("MoveAccount", move).status == 200)
    let twice = await probe.organizations("MoveAccount", move)
    #expect(try twice.json()["__type"] as? String == "SourceParentNotFoundException")
    let parents = try await probe.organizations("ListParents", #"{"ChildId":"\#(id)"}"#).json()
    #expect((parents["Parents"] as? [[String: Any]])?.first?["Id"] as? String == parent)
  }
}

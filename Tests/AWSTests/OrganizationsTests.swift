import FoundationEssentials
import TestSupport
import Testing
import Transport

@testable import AWS

struct OrganizationsTests {
  @Test func `an account is read in the new form, the old form and a future one`() async throws {
    let page = """
      {"Accounts": [
        {"Id": "111122223333", "Arn": "arn:aws:organizations::1:account/o/111122223333", "Email": "a@example.com",
         "Name": "Old", "Status": "SUSPENDED", "State": "CLOSED", "JoinedMethod": "CREATED",
         "JoinedTimestamp": 1.481835741044E9, "Paths": ["o-ex/r-ab12/ou-ab12-11111111/111122223333/"]},
        {"Id": "222233334444", "Status": "ACTIVE", "JoinedTimestamp": 1481835795.536},
        {"Id": "333344445555", "State": "HIBERNATING", "Name": "\\u001b[2J\\n\\u202etxt", "Surprise": {"deep": [1]}}
      ]}
      """
    try await Fixture.with([.json(page)]) { _, fixture in
      var accounts: [Organizations.Account] = []
      for try await page in Organizations(fixture.connection).listAccounts() { accounts += page.accounts }
      #expect(accounts.map(\.standing) == ["CLOSED", "ACTIVE", "HIBERNATING"])
      #expect(accounts.map(\.paths) == [["o-ex/r-ab12/ou-ab12-11111111/111122223333/"], nil, nil])
      #expect(accounts[0].joinedTimestamp == Date(timeIntervalSince1970: 1_481_835_741.044))
      #expect(accounts[1].joinedTimestamp == Date(timeIntervalSince1970: 1_481_835_795.536))
      #expect(accounts[2].name == "\u{1B}[2J\n\u{202E}txt")
      #expect(accounts[1].name == nil && accounts[1].email == nil)
    }
  }

  @Test func `organization, units and administrators are read`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(
        #"{"Organization":{"Id":"o-ex","MasterAccountId":"111122223333","MasterAccountEmail":"m@x","FeatureSet":"ALL"}}"#
      ),
      .json(#"{"Roots":[{"Id":"r-ab12","Name":"Root","PolicyTypes":[]}]}"#),
      .json(
        #"{"OrganizationalUnits":[{"Id":"ou-1","Name":"Apps","Path":"o-ex/r-ab12/ou-1/"},{"Id":"ou-2","Name":"Ops"}]}"#
      ),
      .json(#"{"DelegatedAdministrators":[{"Id":"222233334444","DelegationEnabledDate":1.6E9}]}"#),
      .json(#"{"Account":{"Id":"222233334444","State":"ACTIVE"}}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      let organizations = Organizations(fixture.connection)
      let organization = try await organizations.describeOrganization()
      #expect(organization.masterAccountID == "111122223333")
      let roots = try await all(organizations.listRoots())
      #expect(roots.flatMap(\.roots).map(\.id) == ["r-ab12"])
      let units = try await all(organizations.listOrganizationalUnits(forParent: "r-ab12"))
        .flatMap(\.organizationalUnits)
      #expect(units.map(\.path) == ["o-ex/r-ab12/ou-1/", nil])
      let administrators = try await all(organizations.listDelegatedAdministrators(servicePrincipal: "x.amazonaws.com"))
      #expect(
        administrators.first?.delegatedAdministrators.first?.delegationEnabledDate
          == Date(timeIntervalSince1970: 1_600_000_000)
      )
      let account = try await organizations.describeAccount("222233334444")
      #expect(account.standing == "ACTIVE")
      #expect(server.requests[3].body == #"{"MaxResults":20,"ServicePrincipal":"x.amazonaws.com"}"#)
      #expect(server.requests[4].body == #"{"AccountId":"222233334444"}"#)
    }
  }

  @Test func `an empty page with a token goes on, and an empty token ends`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .json(#"{"Accounts":[],"NextToken":"a"}"#), .json(#"{"Accounts":[{"Id":"1"}],"NextToken":"b"}"#),
      .json(#"{"Accounts":[],"NextToken":""}"#), .json(#"{"Accounts":[{"Id":"2"}]}"#),
    ]
    try await Fixture.with(answers) { server, fixture in
      let pages = try await all(Organizations(fixture.connection).listAccounts())
      #expect(pages.map(\.accounts.count) == [0, 1, 0])
      #expect(server.requests.count == 3)
    }
  }

  @Test func `a token that comes back ends the list with an error, at any distance`() async throws {
    let tokens = ["a", "b", "a"]
    let answers = tokens.map { ScriptedServer.Answer.json(#"{"Accounts":[],"NextToken":"\#($0)"}"#) }
    try await Fixture.with(answers) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await all(Organizations(fixture.connection).listAccounts())
      }
      #expect(error?.sentence == "Organizations ListAccounts gave the same page token twice: the list was left")
      #expect(server.requests.count == 3)
    }
  }

  @Test func `a list that failed ends`() async throws {
    try await Fixture.with([.refusal("AccessDeniedException"), .json(#"{"Accounts":[]}"#)]) { server, fixture in
      var pages = Organizations(fixture.connection).listAccounts().makeAsyncIterator()
      await #expect(throws: AWSError.self) { try await pages.next() }
      let end = try await pages.next()
      #expect(end == nil)
      #expect(server.requests.count == 1)
    }
  }

  @Test func `those who ask for the organization at one time share one call`() async throws {
    let slow = ScriptedServer.Answer.refusal("Throttling")
    try await Fixture.with([slow, .organization]) { server, fixture in
      let organizations = Organizations(fixture.connection)
      async let first = organizations.describeOrganization()
      async let second = organizations.describeOrganization()
      let ids = try await [first.id, second.id]
      #expect(ids == ["o-exampleorgid", "o-exampleorgid"])
      #expect(server.requests.count == 2)
    }
  }

  @Test(arguments: [
    ("ListAccounts", 8.0, 12.0, "ListAccounts"), ("ListAccountsForParent", 5, 8, "per parent"),
    ("ListOrganizationalUnitsForParent", 5, 8, "per parent"), ("ListRoots", 1, 2, "ListRoots"),
    ("DescribeOrganization", 1, 2, "DescribeOrganization"), ("DescribeAccount", 20, 30, "DescribeAccount"),
  ])
  func `the rates are those that Organizations documents`(
    operation: String,
    perSecond: Double,
    burst: Double,
    group: String
  ) {
    let limit = RateTable.rate(of: operation, in: .organizations)
    #expect(limit.rate == Governor.Rate(perSecond: perSecond, burst: burst))
    #expect(limit.group == group)
  }

  @Test(arguments: [
    ("ListStackInstances", true), ("DescribeStackSet", true), ("ListStackSetOperationResults", true),
    ("DescribeStacks", false), ("DescribeStackEvents", false), ("DescribeOrganizationsAccess", false),
  ])
  func `reads of stack sets share one rate`(operation: String, shares: Bool) {
    let limit = RateTable.rate(of: operation, in: .cloudFormation)
    #expect((limit.group == "stack set reads") == shares)
    #expect((limit.rate == Governor.Rate(perSecond: 2, burst: 2)) == shares)
  }

  private func all<Response>(_ pages: Pages<Response>) async throws(AWSError) -> [Response] {
    var all: [Response] = []
    for try await page in pages { all.append(page) }
    return all
  }
}

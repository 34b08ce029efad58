import Testing

@testable import Fleet

struct FilterTests {
  private func roster() throws -> Roster {
    let organization = try Sample.organization(accounts: [
      (2, "Ledger-Prod", 2, .active), (3, "ledger-dev", 1, .active), (4, "ready", 3, .suspended),
      (5, "café ÉTÉ", 3, .active),
    ])
    let instances = [
      try Sample.instance(2), try Sample.instance(3, .outdated, .failed),
      try Sample.instance(5, region: RegionName(rawValue: "us-east-1")),
    ]
    let roles = [try Sample.role(2, .ec2), try Sample.role(2, .worker), try Sample.role(3, .worker)]
    return Sample.roster(organization, Sample.stackSets(instances), roles)
  }

  @Test(arguments: [
    ("", [2, 3, 4, 5]),
    ("ledger", [2, 3]),
    ("LEDGER prod", [2]),
    ("!ledger", [4, 5]),
    ("000000000003", [3]),
    ("aws+5@example", [5]),
    ("workloads", [2, 3]),
    ("ready", [2]),
    ("!ready", [3, 4, 5]),
    ("\"ready\"", [4]),
    ("readiness:degraded", [3, 5]),
    ("ou:/Workloads", [2, 3]),
    ("ou:/workloads/PROD", [2]),
    ("ou:/Prod", []),
    ("ou:prod", [2]),
    ("ou:/", [2, 3, 4, 5]),
    ("ou:/Sand\\/box", [4, 5]),
    ("stack:outdated", [3]),
    ("detailed:failed", [3]),
    ("region:us-", [5]),
    ("state:susp", [4]),
    ("purpose:worker", [2, 3]),
    ("purpose:work", []),
    ("role:veeamec2", [2]),
    ("reason:\"stack instance in eu\"", [5]),
    ("name:été", [5]),
    ("name:ledger !id:3", [2]),
    ("email:example.com stack:current", [2, 5]),
  ])
  func `terms find what they say`(_ text: String, numbers: [Int]) throws {
    let roster = try roster()
    let filter = try Filter(parsing: text)
    let found = FilterMatcher(filter, roster: roster).indices().map { roster.organization.accounts[$0].id }
    #expect(found == (try numbers.map { try Sample.id($0) }))
  }

  @Test(arguments: [
    ("\"open", FilterError.unfinishedQuote),
    ("colour:red", .unknownField("colour")),
    ("readiness:fine", .unknownReadiness("fine")),
    ("name:", .emptyValue(field: .name)),
    ("!", .nothingToNegate),
    ("\"\"", .emptyValue(field: nil)),
  ])
  func `what cannot be meant is refused, never taken for everything`(_ text: String, error: FilterError) {
    #expect(throws: error) { try Filter(parsing: text) }
  }

  @Test func `a colon inside quotes is text`() throws {
    #expect(try Filter(parsing: "\"a:b\"").terms == [Filter.Term(isNegated: false, field: nil, value: "a:b")])
  }

  @Test(arguments: [
    (AccountOrder(.name), ["café ÉTÉ", "ledger-dev", "Ledger-Prod", "ready"]),
    (AccountOrder(.name, isDescending: true), ["ready", "Ledger-Prod", "ledger-dev", "café ÉTÉ"]),
    (AccountOrder(.account), ["Ledger-Prod", "ledger-dev", "ready", "café ÉTÉ"]),
    (AccountOrder(.readiness), ["ledger-dev", "café ÉTÉ", "Ledger-Prod", "ready"]),
    (AccountOrder(.roles, isDescending: true), ["Ledger-Prod", "ledger-dev", "ready", "café ÉTÉ"]),
    (AccountOrder(.unit), ["ready", "café ÉTÉ", "ledger-dev", "Ledger-Prod"]),
  ])
  func `orders break ties by account id`(_ order: AccountOrder, names: [String]) throws {
    let roster = try roster()
    let sorted = order.sorted(Array(roster.standings.indices), of: roster)
    #expect(sorted.map { roster.organization.accounts[$0].name } == names)
  }
}

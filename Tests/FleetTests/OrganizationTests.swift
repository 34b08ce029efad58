import Testing

@testable import Fleet

struct OrganizationTests {
  @Test(arguments: ["123456789012", "000000000001"])
  func `twelve digits are an account`(_ text: String) {
    #expect(AccountID(rawValue: text)?.rawValue == text)
  }

  @Test(arguments: ["", "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢", " 23456789012"])
  func `anything else is not`(_ text: String) {
    #expect(AccountID(rawValue: text) == nil)
  }

  @Test(arguments: [
    ("r-abcd", true), ("ou-abcd-12345678", true), ("ou-ABCD-12345678", false), ("x-abcd", false), ("ou-a/b", false),
  ])
  func `unit ids have AWS's form`(_ text: String, isValid: Bool) {
    #expect((OrganizationalUnitID(rawValue: text) != nil) == isValid)
  }

  @Test func `a path names units from the root and escapes the separator`() throws {
    let organization = try Sample.organization(accounts: [])
    #expect(
      organization.units.indices.map(organization.path(of:)) == [
        "Root", "Root/Workloads", "Root/Workloads/Prod", "Root/Sand\\/box",
      ]
    )
  }

  @Test func `a repeated account replaces the earlier one`() throws {
    var organization = try Sample.organization(accounts: [(2, "old", 1, .active), (3, "other", 1, .active)])
    organization.append([Account(id: try Sample.id(2), name: "new", email: "", state: .closed, unit: 2)])
    #expect(organization.accounts.map(\.name) == ["new", "other"])
  }

  @Test func `children are listed by name under their parent`() throws {
    let organization = try Sample.organization(accounts: [])
    #expect(organization.children() == [[3, 1], [2], [], []])
    #expect(organization.roots == [0])
  }

  @Test(arguments: [
    ("arn:aws:iam::111122223333:user/ops/admin", "admin@111122223333"),
    ("arn:aws:sts::111122223333:assumed-role/org-read/paul", "org-read@111122223333"),
    ("arn:aws:iam::111122223333:root", "root@111122223333"),
  ])
  func `a header names user or role and account`(_ arn: String, short: String) throws {
    let account = try #require(AccountID(rawValue: "111122223333"))
    #expect(CallerIdentity(account: account, arn: arn).short == short)
  }
}

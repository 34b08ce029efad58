import Fleet
import FoundationEssentials
import Store
import Testing

@testable import Console

/// How the steps of an inventory become pictures.
struct FeedTests {
  private static func growing(to count: Int) -> Organization {
    var organization = Organization(id: "o-sample")
    let root = organization.place(path: [Sample.root])
    organization.append(
      (0..<count).map { number in
        Account(id: Sample.account(number), name: "a\(number)", email: "", state: .active, unit: root)
      }
    )
    return organization
  }

  @Test func `pages that stream in are joined a few times a second at most`() {
    var feed = InventoryFeed(context: Sample.context, snapshot: nil, order: AccountOrder(.account))
    var joins = 0
    for page in 1...100 {
      let moment = Sample.now.addingTimeInterval(Double(page) * 0.05)
      let outcome = feed.absorb(.organizationGrew(Self.growing(to: page)), at: moment)
      if outcome.picture != nil { joins += 1 }
    }
    #expect((10...20).contains(joins), "5 seconds of pages gave \(joins) pictures")
    let end = Sample.now.addingTimeInterval(5.01)
    let last = feed.absorb(.finished(at: end), at: end)
    #expect(last.picture?.roster.organization.accounts.count == 100, "the last pages are not forgotten")
  }

  @Test func `the first page is on screen at once`() {
    var feed = InventoryFeed(context: Sample.context, snapshot: nil, order: AccountOrder(.account))
    let outcome = feed.absorb(.organizationGrew(Self.growing(to: 20)), at: Sample.now)
    #expect(outcome.picture?.roster.organization.accounts.count == 20)
  }

  @Test func `pages never take the place of a complete listing`() {
    var feed = InventoryFeed(context: Sample.context, snapshot: Sample.snapshot, order: AccountOrder(.account))
    #expect(feed.absorb(.organizationGrew(Self.growing(to: 3)), at: Sample.now).picture == nil)
  }

  @Test func `a source that fails keeps its old facts and says why`() throws {
    var feed = InventoryFeed(context: Sample.context, snapshot: Sample.snapshot, order: AccountOrder(.account))
    let before = feed.opening(at: Sample.now)
    let problem = SourceProblem(kind: .denied, sentence: "not allowed", nextStep: "allow it")
    let outcome = feed.absorb(.failed(.stackSets, problem, at: Sample.now), at: Sample.now)
    let picture = try #require(outcome.picture)
    #expect(picture.revision == before.revision)
    #expect(picture.sources[.stackSets]?.problem == problem)
    #expect(picture.roster.instances == before.roster.instances)
    #expect(outcome.kept == nil, "only what was read is kept")
  }

  @Test func `rows carry the identity that read them`() {
    var feed = InventoryFeed(context: Sample.context, snapshot: Sample.snapshot, order: AccountOrder(.account))
    let newcomer = CallerIdentity(account: Sample.account(5), arn: "arn:aws:iam::1:user/newcomer")
    _ = feed.opening(at: Sample.now)
    let early = feed.absorb(.identity(.organization, newcomer), at: Sample.now)
    #expect(early.picture == nil)
    let failed = feed.absorb(
      .failed(.organization, SourceProblem(kind: .other, sentence: "no"), at: Sample.now),
      at: Sample.now
    )
    #expect(failed.picture?.identities[.organization] == Sample.identity, "the old rows are the old identity's")
    let read = feed.absorb(.organization(Sample.organization(), at: Sample.now), at: Sample.now)
    #expect(read.picture?.identities[.organization] == newcomer)
    #expect(read.kept?.identity == newcomer)
  }
}

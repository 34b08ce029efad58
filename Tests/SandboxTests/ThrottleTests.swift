import Foundation
import Testing

@testable import Sandbox

struct ThrottleTests {
  private let start = Date(timeIntervalSince1970: 1_795_500_544)

  private func admitted(
    _ throttle: Throttle,
    _ operation: String,
    calls: Int,
    account: String = "111111111111",
    at seconds: TimeInterval
  ) -> Int {
    (0..<calls).count { _ in
      throttle.admits(
        account: account,
        service: "organizations",
        operation: operation,
        at: start.addingTimeInterval(seconds)
      )
    }
  }

  @Test(arguments: [
    ("ListAccounts", 12, 8), ("DescribeOrganization", 2, 1), ("ListRoots", 2, 1), ("ListAccountsForParent", 8, 5),
    ("ListChildren", 10, 6), ("DescribeAccount", 30, 20), ("DescribeOrganizationalUnit", 2, 2),
  ])
  func `a burst goes through, then the rate`(operation: String, burst: Int, rate: Int) {
    let throttle = Throttle()
    #expect(admitted(throttle, operation, calls: 100, at: 0) == burst)
    #expect(admitted(throttle, operation, calls: 100, at: 1) == rate)
    #expect(admitted(throttle, operation, calls: 100, at: 1) == 0)
  }

  @Test func `the operations on a parent share one bucket`() {
    let throttle = Throttle()
    #expect(admitted(throttle, "ListAccountsForParent", calls: 100, at: 0) == 8)
    #expect(admitted(throttle, "ListOrganizationalUnitsForParent", calls: 100, at: 0) == 0)
    #expect(admitted(throttle, "ListAccounts", calls: 100, at: 0) == 12)
  }

  @Test func `an organization has a rate over all its accounts`() {
    let throttle = Throttle()
    #expect(admitted(throttle, "ListAccounts", calls: 100, account: "111111111111", at: 0) == 12)
    #expect(admitted(throttle, "ListAccounts", calls: 100, account: "222222222222", at: 0) == 3)
  }

  @Test func `another tool takes its share`() {
    let throttle = Throttle(share: 0.5)
    #expect(admitted(throttle, "ListAccounts", calls: 100, at: 0) == 6)
    #expect(admitted(throttle, "ListAccounts", calls: 100, at: 1) == 4)
  }
}

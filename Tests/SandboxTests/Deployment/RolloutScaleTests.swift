import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A whole organization at once, whose trust policies take a minute each until AWS heeds them.
struct RolloutScaleTests {
  /// Accounts for 3,000 registrations; fewer in an ordinary run, where a debug build has to get through in time.
  private static var accounts: Int {
    guard let text = ProcessInfo.processInfo.environment["ROLECALL_SCALE"], let number = Int(text) else {
      print("rollout: 150 accounts; ROLECALL_SCALE=1560 makes 3,000 registrations")
      return 150
    }
    return number
  }

  @Test func `no registration times out while all trust policies are still on their way`() async throws {
    let limit = Duration.seconds(900)
    try await DeployedSite.with(accounts: Self.accounts, limit: limit) { options in
      options.deploysAll = true
      options.appliance.trustDelay = .seconds(60)
    } _: { site in
      let instances = try await site.instances()
      #expect(instances.values.allSatisfy { $0.status == .current }, "\(Set(instances.values.compactMap(\.reason)))")
      let registrations = await site.world.registrations().filter { !$0.isFactoryRole }
      #expect(registrations.count == 2 * instances.count)
      let spent = site.world.clock.now.timeIntervalSince(StackSetSite.start)
      print("rollout: \(registrations.count) registrations in \(Int(spent)) virtual seconds")
      // ServiceTimeout and the age of events are an hour.
      #expect(spent < 3_600)
    }
  }
}

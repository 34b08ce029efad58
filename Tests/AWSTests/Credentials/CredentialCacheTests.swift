import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

struct CredentialCacheTests {
  private let clock = ManualTiming()
  private let broken = CredentialError.failed(source: "test source", reason: "broken")

  private func keys(_ number: Int, minutes: Double?) -> AWSCredentials {
    AWSCredentials(
      accessKeyID: "key\(number)",
      secretAccessKey: "secret",
      expiration: minutes.map { clock.now.addingTimeInterval($0 * 60) }
    )
  }

  private func cache(_ source: CountingSource) -> CredentialCache { CredentialCache(source, timing: clock.timing) }

  /// Waits until a fetch in the background has begun.
  private func wait(for source: CountingSource, fetches: Int) async throws {
    try await withTimeout { while source.fetches < fetches { await Task.yield() } }
  }

  @Test func `a hundred callers are one fetch`() async throws {
    let gate = Gate()
    let source = CountingSource { [self] number in
      await gate.pass()
      return keys(number, minutes: 60)
    }
    let cache = cache(source)
    let ids = try await withTimeout {
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<100 { group.addTask { try await cache.credentials().accessKeyID } }
        gate.open()
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
    }
    #expect(ids == ["key1"])
    #expect(source.fetches == 1)
  }

  @Test func `a hundred callers of a source that fails are one fetch`() async throws {
    let source = CountingSource { [broken] _ throws(CredentialError) in throw broken }
    let cache = cache(source)
    let failures = await withTaskGroup(of: CredentialError?.self) { group in
      for _ in 0..<100 {
        group.addTask {
          do throws(CredentialError) {
            _ = try await cache.credentials()
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(failures == Array(repeating: broken, count: 100))
    #expect(source.fetches == 1)
  }

  @Test func `keys without an end are fetched once`() async throws {
    let source = CountingSource { [self] number in keys(number, minutes: nil) }
    let cache = cache(source)
    _ = try await cache.credentials()
    clock.advance(1e9)
    #expect(try await cache.credentials().accessKeyID == "key1")
  }

  @Test func `in the advisory window callers get the old keys while one fetch runs`() async throws {
    let gate = Gate()
    let source = CountingSource { [self] number in
      if number > 1 { await gate.pass() }
      return keys(number, minutes: 60)
    }
    let cache = cache(source)
    _ = try await cache.credentials()
    clock.advance(44 * 60 + 59)
    #expect(try await cache.credentials().accessKeyID == "key1")
    #expect(source.fetches == 1)
    clock.advance(1)
    for _ in 0..<10 { #expect(try await cache.credentials().accessKeyID == "key1") }
    try await wait(for: source, fetches: 2)
    gate.open()
    try await withTimeout {
      while try await cache.credentials().accessKeyID != "key2" { await Task.yield() }
    }
    #expect(source.fetches == 2)
  }

  @Test func `a failure in the advisory window is nobody's, and the source rests for a minute`() async throws {
    let source = CountingSource { [self, broken] number throws(CredentialError) in
      guard number == 1 else { throw broken }
      return keys(number, minutes: 60)
    }
    let cache = cache(source)
    _ = try await cache.credentials()
    clock.advance(45 * 60)
    #expect(try await cache.credentials().accessKeyID == "key1")
    try await wait(for: source, fetches: 2)
    try await withTimeout { while await cache.isFetching { await Task.yield() } }
    clock.advance(59)
    #expect(try await cache.credentials().accessKeyID == "key1")
    #expect(source.fetches == 2)
    clock.advance(1)
    #expect(try await cache.credentials().accessKeyID == "key1")
    try await wait(for: source, fetches: 3)
  }

  @Test func `in the mandatory window callers wait and get the new keys`() async throws {
    let source = CountingSource { [self] number in keys(number, minutes: 60) }
    let cache = cache(source)
    _ = try await cache.credentials()
    clock.advance(50 * 60)
    #expect(try await cache.credentials().accessKeyID == "key2")
  }

  @Test func `a failure in the mandatory window is an error, and not for ever`() async throws {
    let source = CountingSource { [self, broken] number throws(CredentialError) in
      guard number != 2 else { throw broken }
      return keys(number, minutes: 60)
    }
    let cache = cache(source)
    _ = try await cache.credentials()
    clock.advance(51 * 60)
    await #expect(throws: broken) { try await cache.credentials() }
    await #expect(throws: broken) { try await cache.credentials() }
    #expect(source.fetches == 2)
    clock.advance(1)
    #expect(try await cache.credentials().accessKeyID == "key3")
  }

  @Test func `a clock that is set back does not make a failure last`() async throws {
    let source = CountingSource { [self, broken] number throws(CredentialError) in
      guard number != 1 else { throw broken }
      return keys(number, minutes: 60)
    }
    let cache = cache(source)
    await #expect(throws: broken) { try await cache.credentials() }
    clock.advance(-3_600)
    #expect(try await cache.credentials().accessKeyID == "key2")
  }

  @Test(arguments: [(7.0, 1), (8.0, 2), (10.0, 2)])
  func `keys that live for a quarter of an hour are not fetched with every call`(
    minutes: Double,
    fetches: Int
  ) async throws {
    let source = CountingSource { [self] number in keys(number, minutes: 15) }
    let cache = cache(source)
    _ = try await cache.credentials()
    clock.advance(minutes * 60)
    _ = try await cache.credentials()
    try await wait(for: source, fetches: fetches)
    #expect(source.fetches == fetches)
  }

  @Test func `refused keys are fetched anew, once for all who had them`() async throws {
    let source = CountingSource { [self] number in keys(number, minutes: 60) }
    let cache = cache(source)
    let refused = try await cache.credentials()
    #expect(try await cache.credentials(replacing: refused).accessKeyID == "key2")
    #expect(try await cache.credentials(replacing: refused).accessKeyID == "key2")
    #expect(source.fetches == 2)
  }

  @Test func `keys that come expired are an error`() async throws {
    let source = CountingSource { [self] number in keys(number, minutes: -1) }
    await #expect(
      throws: CredentialError.failed(
        source: "test source",
        reason: "the credentials it delivers have already expired"
      )
    ) {
      try await cache(source).credentials()
    }
  }

  @Test func `a caller that is cancelled leaves alone`() async throws {
    let gate = Gate()
    let source = CountingSource { [self] number in
      await gate.pass()
      return keys(number, minutes: 60)
    }
    let cache = cache(source)
    try await withTimeout {
      let leaving = Task { try await cache.credentials() }
      let staying = Task { try await cache.credentials() }
      while source.fetches == 0 { await Task.yield() }
      leaving.cancel()
      await #expect(throws: CredentialError.cancelled) { try await leaving.value }
      gate.open()
      let kept = try await staying.value
      #expect(kept.accessKeyID == "key1")
    }
    #expect(source.fetches == 1)
  }

  @Test func `after a new sign-in nothing old is kept`() async throws {
    let source = CountingSource { [self] number in keys(number, minutes: 60) }
    let cache = cache(source)
    _ = try await cache.credentials()
    await cache.forget()
    #expect(try await cache.credentials().accessKeyID == "key2")
  }
}

import AWS
import AWSQuery
import TestSupport
import Testing

@testable import Sandbox

/// The faults a sandbox injects: right data or a sentence, never a wrong count.
struct SandboxFaultTests {
  private func read(_ fault: Fault) async throws -> Result<Int, AWSError> {
    let options = SandboxOptions(
      scenario: .healthy,
      accounts: 120,
      seed: 7,
      faults: [fault],
      slowness: .milliseconds(50)
    )
    return try await SandboxFixture.with(options) { fixture in
      let connection = fixture.connection(as: fixture.keys.organizationReader)
      do throws(AWSError) {
        if fault.service == "organizations" {
          return .success(try await all(Organizations(connection).listAccounts()).flatMap(\.accounts).count)
        }
        let instances = CloudFormation(connection).listStackInstances(stackSet: "rolecall-roles")
        return .success(try await all(instances).flatMap(\.items).count)
      } catch {
        return .failure(error)
      }
    }
  }

  static let places = [("organizations", "ListAccounts"), ("cloudformation", "ListStackInstances")]

  @Test(arguments: places, [Fault.Kind.throttle, .internalError, .html503, .reset, .slow, .expire])
  func `what passes is waited for, and nothing is missing`(
    place: (service: String, operation: String),
    kind: Fault.Kind
  ) async throws {
    let untroubled = try await read(Fault(service: place.service, operation: "Nothing", kind: kind)).get()
    let troubled = try await read(Fault(service: place.service, operation: place.operation, kind: kind, occurrence: 2))
    #expect(try troubled.get() == untroubled)
    #expect(untroubled > 100)
  }

  @Test(arguments: places)
  func `a clock ten minutes off is no obstacle`(place: (service: String, operation: String)) async throws {
    let count = try await read(Fault(service: place.service, kind: .skew)).get()
    #expect(count > 100)
  }

  @Test(arguments: places, [Fault.Kind.truncate, .type, .token])
  func `what does not pass is told in a sentence`(
    place: (service: String, operation: String),
    kind: Fault.Kind
  ) async throws {
    let result = try await read(Fault(service: place.service, operation: place.operation, kind: kind, occurrence: 1))
    let error = #expect(throws: AWSError.self) { try result.get() }
    let sentence = try #require(error?.sentence)
    switch kind {
    case .token: #expect(sentence.contains("refused \(place.operation): "))
    default: #expect(sentence.hasPrefix("unexpected response to "))
    }
  }

  @Test(arguments: places)
  func `an outage ends with the last refusal`(place: (service: String, operation: String)) async throws {
    let result = try await read(Fault(service: place.service, kind: .html503))
    let error = #expect(throws: AWSError.self) { try result.get() }
    #expect(error?.isTransient == true)
    #expect(error?.sentence.contains("status 503") == true)
  }
}

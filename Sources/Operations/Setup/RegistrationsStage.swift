import AWS
import Fleet
import FoundationEssentials
import Transport
import Veeam

/// Watches until the appliance has the first roles: the proof that all parts work together.
struct RegistrationsStage: Stage {
  let name = "registrations"
  let title = "First roles on the appliance"
  let site: SetupSite
  let lambdasStack: String

  private static let limit: Duration = .seconds(900)
  private static let pause: Duration = .seconds(10)

  func examine() async throws -> StageReport {
    guard try await site.stack(lambdasStack) != nil else { return waiting(nil) }
    do {
      let count = try await found()
      return count > 0 ? .done("\(count) registrations carry our mark") : waiting(nil)
    } catch {
      guard let problem = SourceProblem(error) else { throw error }
      return waiting("the appliance cannot be read yet: \(problem.sentence)")
    }
  }

  private func waiting(_ detail: String?) -> StageReport {
    StageReport(.due, details: ["watch until the first roles are registered"] + (detail.map { [$0] } ?? []))
  }

  func perform(_ tell: @escaping StagedVerb.Tell) async throws {
    let begun = site.timepiece.now()
    while true {
      let problem: SourceProblem?
      do {
        let count = try await found()
        if count > 0 {
          tell(.note("\(count) registrations"))
          return
        }
        problem = nil
      } catch {
        guard let met = SourceProblem(error) else { throw error }
        problem = met
      }
      guard site.timepiece.now() - begun < Self.limit else {
        throw OperatorError(
          sentence: "no role was registered in 15 minutes" + (problem.map { ": \($0.sentence)" } ?? ""),
          nextStep: problem?.nextStep ?? "rolecall doctor, and rolecall accounts '!ready' for the reasons"
        )
      }
      try await site.timepiece.sleep(Self.pause)
    }
  }

  /// Registrations of ours on the appliance.
  private func found() async throws -> Int {
    var count = 0
    for try await page in try site.connections.appliance().roles() {
      count += page.elements.count { $0.description.hasPrefix("rolecall/1 ") }
    }
    return count
  }
}

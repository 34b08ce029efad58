import Fleet
import FoundationEssentials
import Operations
import Store
import Testing

@testable import Console

/// The effect runner against services that tests hold in their hands.
@Suite(.timeLimit(.minutes(1)))
struct RunnerTests {
  /// What a runner posted, in order.
  struct Posted {
    fileprivate var messages: AsyncStream<Message>.Iterator

    mutating func next() async -> Message? { await messages.next(isolation: #isolation) }
  }

  /// Runs `body` with a runner, and gives what it posted, as it comes.
  private static func with(
    _ services: Services,
    _ body: (EffectRunner, inout Posted) async throws -> Void
  ) async throws {
    let (messages, mail) = AsyncStream<Message>.makeStream()
    let runner = EffectRunner(services: services, contexts: Sample.options.contexts) { mail.yield($0) }
    let running = Task { await runner.run() }
    defer { running.cancel() }
    var posted = Posted(messages: messages.makeAsyncIterator())
    try await body(runner, &posted)
  }

  private static func services(
    snapshot: Snapshot? = nil,
    events: [InventoryEvent] = []
  ) -> Services {
    Services(
      refresh: { _ in
        AsyncStream { stream in
          for event in events { stream.yield(event) }
          stream.finish()
        }
      },
      examine: { _ in
        AsyncStream { stream in
          stream.yield([DoctorCheck(.targets, .fine, "r-root at least 1")])
          stream.finish()
        }
      },
      loadSnapshot: { _ in snapshot },
      saveSnapshot: { _, _ in },
      signIn: { _ in
        AsyncStream { stream in
          stream.yield(.failed("no browser"))
          stream.finish()
        }
      },
      write: { _, path, isOverwriting in
        if path == "there", !isOverwriting { throw ExportProblem.alreadyExists }
      },
      codes: CodeDesk(),
      now: { Sample.now }
    )
  }

  @Test func `opening shows the snapshot before anything is read`() async throws {
    let services = Self.services(
      snapshot: Sample.snapshot,
      events: [.started(.organization), .finished(at: Sample.now)]
    )
    try await Self.with(services) { runner, posted in
      runner.submit(.open(context: "prod", generation: 3, order: AccountOrder(.account)))
      let first = try #require(await posted.next())
      guard case .pictureTaken(let picture, 3) = first else {
        Issue.record("\(first)")
        return
      }
      #expect(picture.roster.organization.accounts.count == 27)
      #expect(await posted.next() == .refreshReported(.started(.organization), generation: 3))
      #expect(await posted.next() == .refreshReported(.finished, generation: 3))
    }
  }

  @Test func `a stream that ends early still ends the refresh`() async throws {
    try await Self.with(Self.services()) { runner, posted in
      runner.submit(.open(context: "prod", generation: 1, order: AccountOrder(.account)))
      #expect(await posted.next() == .refreshReported(.finished, generation: 1))
    }
  }

  @Test func `a new order brings the picture in it`() async throws {
    try await Self.with(Self.services(snapshot: Sample.snapshot)) { runner, posted in
      runner.submit(.open(context: "prod", generation: 1, order: AccountOrder(.account)))
      _ = await posted.next()
      _ = await posted.next()
      runner.submit(.arrange(AccountOrder(.name, isDescending: true)))
      while let message = await posted.next() {
        guard case .pictureTaken(let picture, 1) = message, picture.arrangement.order.column == .name else { continue }
        #expect(picture.revision == 1)
        break
      }
    }
  }

  @Test func `an export that meets a file says so`() async throws {
    try await Self.with(Self.services()) { runner, posted in
      let roster = Sample.picture().roster
      var request = ExportRequest(format: .csv, path: "there", rows: .accounts([1]), roster: roster)
      runner.submit(.export(request))
      #expect(await posted.next() == .exportFailed(request, .alreadyExists))
      request.isOverwriting = true
      runner.submit(.export(request))
      #expect(await posted.next() == .exported(request))
    }
  }

  @Test func `a code that is asked for reaches the screen and its answer the asker`() async throws {
    let services = Self.services()
    try await Self.with(services) { runner, posted in
      async let answer = services.codes.ask("MFA code")
      #expect(await posted.next() == .codeAsked(CodeDesk.Question(number: 1, sentence: "MFA code")))
      runner.submit(.answerCode(1, "123456"))
      #expect(await answer == "123456")
    }
  }

  @Test func `an examination reports its checks and its end`() async throws {
    try await Self.with(Self.services()) { runner, posted in
      runner.submit(.examine(context: "prod", generation: 4))
      let checks = [DoctorCheck(.targets, .fine, "r-root at least 1")]
      #expect(await posted.next() == .checksFound(checks, generation: 4))
      #expect(await posted.next() == .examinationEnded(generation: 4))
    }
  }

  @Test func `a sign-in reports under its attempt`() async throws {
    try await Self.with(Self.services()) { runner, posted in
      runner.submit(.signIn(context: "prod", attempt: 2))
      #expect(await posted.next() == .signInReported(.failed("no browser"), attempt: 2))
    }
  }

  @Test func `an exported cell that a spreadsheet would run is defused, and hostile names stay whole`() throws {
    var organization = Organization(id: "o-x")
    organization.append([
      Account(id: Sample.account(1), name: "=cmd|' /C calc'!A0", email: "a\nb", state: .active, unit: nil)
    ])
    var inventory = Inventory()
    inventory.organization = Reading(value: organization, readAt: Sample.now)
    let roster = Roster(inventory: inventory, expectations: Expectations(), now: Sample.now)
    let text = ExportText.of(ExportRequest(format: .csv, path: "", rows: .accounts([0]), roster: roster))
    #expect(text.contains("111100000001,'=cmd|' /C calc'!A0,\"a\nb\",ACTIVE"))
  }
}

import Operations
import Terminal
import Testing

@testable import Console

/// The Doctor's place: what it shows, and that it only ever looks.
struct DoctorTests {
  private static let checks = [
    DoctorCheck(.trustedAccess, .fine, "StackSets may act in the organization"),
    DoctorCheck(.stackSetRegion, .fine, "rolecall-roles is in eu-west-1, as its functions are"),
    DoctorCheck(
      .stackSetIdle,
      .warning,
      "UPDATE 4f2a19c0-live is RUNNING",
      mend: "wait for it to end before you start another"
    ),
    DoctorCheck(
      .functionAliases,
      .failing,
      "rolecall-configurator:cfn still runs other variables (APPLIANCE_SHA256)",
      mend: "rolecall deploy lambdas publishes a version and moves the aliases"
    ),
    DoctorCheck(
      .ping,
      .fine,
      "from the functions' network: secret read, appliance verified and signed in, appliance 9.1"
    ),
    DoctorCheck(
      .controlPolicies,
      .notCheckable,
      "Organizations refused ListPoliciesForTarget: you may not \u{1B}[2J (AccessDeniedException)",
      mend: "ask for permission organizations:ListPoliciesForTarget",
      isUnread: true
    ),
    DoctorCheck(
      .certificate,
      .warning,
      "it ends in 21 days",
      mend: "add the next certificate's fingerprint before it is renewed"
    ),
  ]

  /// A console in which the doctor has been and gone.
  private static func state(_ columns: Int = 80, _ rows: Int = 24, glyphs: Glyphs = .unicode) -> State {
    var state = Sample.state(columns, rows, glyphs: glyphs)
    state.type("d")
    let generation = state.examination.generation
    state.react(to: .checksFound(Array(checks.prefix(4)), generation: generation))
    state.react(to: .checksFound(Array(checks.dropFirst(4)), generation: generation))
    state.react(to: .examinationEnded(generation: generation))
    return state
  }

  @Test(arguments: FrameTests.sizes)
  func `the checks look as recorded`(size: (columns: Int, rows: Int)) throws {
    try Golden.expect(view(Self.state(size.columns, size.rows)), named: "doctor-\(size.columns)x\(size.rows)")
  }

  @Test func `a check opens whole`() throws {
    var state = Self.state(40, 10)
    state.type("⏎")
    try Golden.expect(view(state), named: "doctor-check-40x10")
  }

  @Test func `the place can be shown in ASCII`() throws {
    let frame = view(Self.state(glyphs: .ascii))
    try Golden.expect(frame, named: "doctor-ascii")
    #expect(frame.cells.allSatisfy { $0.text.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test func `coming in examines, and nothing waits for it`() throws {
    var store = TestStore()
    store.press(.character("d"), effects: [.examine(context: "prod", generation: 1)]) {
      $0.past = [.overview($0.overview ?? OverviewPlace())]
      $0.location = .doctor(DoctorPlace())
      $0.examination.begin()
    }
    try Golden.expect(view(store.state), named: "doctor-examining")
    store.press(.character("R")) { $0.say("already examining") }
    store.send(.checksFound(Self.checks, generation: 0))
    store.send(.examinationEnded(generation: 1)) {
      $0.examination.isRunning = false
      $0.examination.endedAt = $0.now
    }
    store.press(.character("R"), effects: [.examine(context: "prod", generation: 2)]) {
      $0.notice = nil
      $0.examination.begin()
    }
  }

  @Test func `what needs a hand comes first, and the cursor stays on its check while others come`() {
    var state = Sample.state()
    state.type("d")
    let generation = state.examination.generation
    state.react(to: .checksFound([Self.checks[0], Self.checks[2]], generation: generation))
    #expect(state.examination.checks.map(\.id) == [.stackSetIdle, .trustedAccess])
    state.type("j")
    #expect(state.selectedCheck?.id == .trustedAccess)
    state.react(to: .checksFound([Self.checks[3], Self.checks[5]], generation: generation))
    #expect(state.examination.checks.map(\.id) == [.functionAliases, .stackSetIdle, .controlPolicies, .trustedAccess])
    #expect(state.selectedCheck?.id == .trustedAccess)
  }

  @Test func `another context's doctor is not listened to`() {
    var state = Self.state()
    let generation = state.examination.generation
    state.type(":context test⏎")
    #expect(state.examination.checks.isEmpty)
    state.react(to: .checksFound(Self.checks, generation: generation))
    #expect(state.examination.checks.isEmpty)
  }

  @Test func `a click selects a check`() {
    var state = Self.state()
    let row = state.layout.body.row + 3
    state.react(to: .keyPressed(.mouse(Key.Mouse(action: .press, row: row, column: 4))))
    #expect(state.selectedCheck?.id == state.examination.checks[2].id)
  }
}

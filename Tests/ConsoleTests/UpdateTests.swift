import Fleet
import FoundationEssentials
import Store
import Terminal
import Testing

@testable import Console

/// What keys and messages do to the state, and the effects they ask for.
struct UpdateTests {
  // MARK: Beginning and refreshing

  @Test func `starting opens the context under generation one`() {
    var store = TestStore(State(options: Sample.options, size: Size(columns: 80, rows: 24), now: Sample.now))
    store.send(.started, effects: [.open(context: "prod", generation: 1, order: AccountOrder(.account))]) {
      $0.refresh.generation = 1
      $0.refresh.isRunning = true
      $0.refresh.isAwaited = true
    }
  }

  @Test func `a picture of an older refresh is dropped`() {
    var store = TestStore()
    store.press(.character("R"), effects: [.refresh(generation: 2)]) {
      $0.refresh.generation = 2
      $0.refresh.isRunning = true
      $0.refresh.isAwaited = true
      $0.refresh.dueAt = nil
    }
    let late = Sample.picture(of: Snapshot())
    store.send(.pictureTaken(late, generation: 1), effects: [.discard(late)])
    store.send(.refreshReported(.progressed(.organization, read: 5, expected: nil), generation: 1))
  }

  @Test func `the next refresh begins when it is due, and not while one runs`() {
    var store = TestStore()
    let due = Sample.now.addingTimeInterval(60)
    store.send(.clockTicked(due.addingTimeInterval(-1))) { $0.now = due.addingTimeInterval(-1) }
    store.send(.clockTicked(due), effects: [.refresh(generation: 2)]) {
      $0.now = due
      $0.refresh = RefreshStatus(generation: 2, isRunning: true)
    }
    store.send(.refreshReported(.remarked("no secret"), generation: 2)) { $0.refresh.comingRemarks = ["no secret"] }
    store.send(.clockTicked(due.addingTimeInterval(600))) { $0.now = due.addingTimeInterval(600) }
    store.send(.refreshReported(.finished, generation: 2)) {
      $0.refresh.isRunning = false
      $0.refresh.dueAt = due.addingTimeInterval(660)
      $0.refresh.comingRemarks = []
      $0.refresh.remarks = ["no secret"]
    }
  }

  @Test func `a throttle is shown until the service is asked again`() {
    var store = TestStore()
    store.press(.character("R"), effects: [.refresh(generation: 2)]) {
      $0.refresh = RefreshStatus(generation: 2, isRunning: true, isAwaited: true)
    }
    store.send(.refreshReported(.throttled(service: "Organizations", retryIn: .seconds(4)), generation: 2)) {
      $0.refresh.throttle = .init(service: "Organizations", retryAt: Sample.now.addingTimeInterval(4))
    }
    #expect(view(store.state).text(ofRow: 22).contains("Organizations asks for patience, next try in 4 s"))
    let later = Sample.now.addingTimeInterval(4)
    store.send(.clockTicked(later)) {
      $0.now = later
      $0.refresh.throttle = nil
    }
  }

  @Test func `a refresh that changes nothing makes no rows anew`() throws {
    var state = Sample.state()
    state.type("o")
    let passes = state.accountRows.passes
    var feed = InventoryFeed(context: Sample.context, snapshot: Sample.snapshot, order: AccountOrder(.account))
    _ = feed.opening(at: Sample.now)
    let later = Sample.now.addingTimeInterval(60)
    let same = feed.absorb(.organization(Sample.organization(), at: later), at: later)
    let picture = try #require(same.picture)
    let frame = view(state)
    _ = update(&state, .pictureTaken(picture, generation: 1))
    #expect(state.accountRows.passes == passes)
    #expect((1..<24).allSatisfy { view(state).text(ofRow: $0) == frame.text(ofRow: $0) })
  }

  // MARK: Identity, not position

  @Test func `the cursor stays on its account and its line when the order turns round`() {
    var state = Sample.state()
    state.type("ojjjjjjjjjjjjj")
    let selected = state.selectedAccount
    let line = state.organization?.accounts.line
    state.type("SS")
    #expect(state.order == AccountOrder(.account, isDescending: true))
    #expect(state.selectedAccount == selected)
    #expect(state.organization?.accounts.line == line)
  }

  @Test func `an account that is gone says so, and its neighbour is selected`() {
    var state = Sample.state()
    state.type("ojj")
    #expect(state.selectedAccount == Sample.account(2002))
    var snapshot = Sample.snapshot
    snapshot.inventory.organization.value = Sample.organization(without: [Sample.account(2002)])
    var feed = InventoryFeed(context: Sample.context, snapshot: Sample.snapshot, order: AccountOrder(.account))
    _ = feed.opening(at: Sample.now)
    let outcome = feed.absorb(
      .organization(Sample.organization(without: [Sample.account(2002)]), at: Sample.now),
      at: Sample.now
    )
    if let picture = outcome.picture { _ = update(&state, .pictureTaken(picture, generation: 1)) }
    #expect(state.selectedAccount == Sample.account(2003))
    #expect(state.notice?.text == "111100002002 is no longer in the organization; on its neighbour now")
  }

  @Test func `marks are held by id, and those a filter hides are counted out loud`() {
    var state = Sample.state()
    state.type("oj jj /ledger⏎")
    #expect(state.marks == [Sample.account(2001), Sample.account(2004)])
    #expect(view(state).text(ofRow: 22).contains("2 marked, 1 not listed here"))
  }

  // MARK: Filters

  @Test func `a bad filter says so and keeps the last result`() {
    var state = Sample.state()
    state.type("o/ledger")
    let shown = state.accountRows.indices
    #expect(shown.count == 2)
    _ = update(&state, .keyPressed(.paste(" readiness:")))
    #expect(state.accountRows.indices == shown)
    #expect(state.prompt?.complaint == "nothing after readiness:")
    state.type("⏎")
    #expect(state.prompt != nil, "what cannot be meant is not accepted")
  }

  @Test func `escape in the filter brings back what was there before, cursor and all`() {
    var state = Sample.state()
    state.type("ojjj")
    let before = state.location
    state.type("/treasury")
    #expect(state.selectedAccount == Sample.account(2007))
    state.type("⎋")
    #expect(state.location == before)
    #expect(state.prompt == nil)
  }

  @Test func `escape takes the filter off before it leaves`() {
    var state = Sample.state()
    state.type("o/ledger⏎⎋")
    #expect(state.place == .organization)
    #expect(state.currentFilter.isEverything)
    state.type("⎋")
    #expect(state.place == .overview)
  }

  @Test func `earlier filters come back with up`() {
    var state = Sample.state()
    state.type("o/ledger⏎/⎋")
    _ = update(&state, .keyPressed(.character("/")))
    _ = update(&state, .keyPressed(.control("u")))
    state.type("ri")
    _ = update(&state, .keyPressed(.up))
    #expect(state.currentFilter.text == "ledger")
    _ = update(&state, .keyPressed(.down))
    #expect(state.currentFilter.text == "ri")
  }

  // MARK: Places

  @Test func `a cause opens exactly its accounts`() {
    var state = Sample.state()
    state.type("⏎")
    #expect(state.place == .organization)
    #expect(state.accountRows.indices.count == 2)
    #expect(view(state).text(ofRow: 22).contains("cause: ✗ stack instance OUTDATED, FAILED"))
    state.type("⎋")
    #expect(state.place == .overview)
  }

  @Test func `history goes back and forward, and keeps cursors`() {
    var state = Sample.state()
    state.type("ojjj")
    let list = state.location
    state.type("⏎")
    #expect(state.place == .account)
    state.type("[")
    #expect(state.location == list)
    state.type("]")
    #expect(state.place == .account)
    state.type("]")
    #expect(state.notice?.text == "nothing to go forward to")
  }

  @Test func `an account id typed into the palette opens it`() {
    var state = Sample.state()
    state.type(":111100002007⏎")
    #expect(state.account?.account == Sample.account(2007))
    state.type(":999999999999⏎")
    #expect(state.notice?.text == "999999999999 is not in this organization")
  }

  @Test func `another context takes nothing along`() throws {
    var store = TestStore()
    store.type("oj :context test")
    let old = try #require(store.state.picture)
    store.press(
      .enter,
      effects: [.discard(old), .open(context: "test", generation: 2, order: AccountOrder(.account))]
    ) {
      $0 = State(options: Sample.options, size: $0.size, now: $0.now)
      $0.context = Sample.other
      $0.commandHistory = ["context test"]
      $0.refresh = RefreshStatus(generation: 2, isRunning: true, isAwaited: true)
    }
    let header = view(store.state).text(ofRow: 0)
    #expect(header.contains("test"))
    #expect(!header.contains("111100001111"), "rows and identity of another context are gone")
    store.send(.pictureTaken(old, generation: 1), effects: [.discard(old)])
  }

  // MARK: Doing

  @Test func `copying takes the selected id, or all marked`() {
    var store = TestStore()
    store.type("oj")
    store.press(.character("y"), effects: [.terminal(.copy("111100002001"))]) { $0.say("111100002001 copied") }
    store.type("  ")
    store.press(.character("y"), effects: [.terminal(.copy("111100002001\n111100002002"))]) {
      $0.say("2 marked ids copied")
    }
  }

  @Test func `an export writes what is listed, and asks before it overwrites`() throws {
    var store = TestStore()
    store.type("o/ledger⏎:export csv ~/a.csv")
    let picture = try #require(store.state.picture)
    let request = ExportRequest(
      format: .csv,
      path: "~/a.csv",
      rows: .accounts(store.state.accountRows.indices),
      roster: picture.roster
    )
    store.press(.enter, effects: [.export(request)]) {
      $0.prompt = nil
      $0.commandHistory = ["export csv ~/a.csv"]
    }
    store.send(.exportFailed(request, .alreadyExists)) { $0.prompt = Prompt(purpose: .overwrite(request)) }
    var overwriting = request
    overwriting.isOverwriting = true
    store.press(.character("y"), effects: [.export(overwriting)]) { $0.prompt = nil }
    store.send(.exported(overwriting)) { $0.announce("wrote 2 rows to ~/a.csv") }
  }

  @Test func `any key but y leaves the file as it was`() {
    var store = TestStore()
    store.type("o")
    guard let picture = store.state.picture else { return }
    let request = ExportRequest(format: .json, path: "x", rows: .accounts([]), roster: picture.roster)
    store.send(.exportFailed(request, .alreadyExists)) { $0.prompt = Prompt(purpose: .overwrite(request)) }
    store.press(.enter) {
      $0.prompt = nil
      $0.say("x is as it was")
    }
  }

  @Test func `a code is asked for in the status line and answered once`() {
    var store = TestStore()
    let question = CodeDesk.Question(number: 7, sentence: "MFA code for arn:aws:iam::1:mfa/me")
    store.send(.codeAsked(question)) { $0.prompt = Prompt(purpose: .code(question)) }
    store.type("123456")
    store.press(.enter, effects: [.answerCode(7, "123456")]) { $0.prompt = nil }
    store.send(.codeAsked(question)) { $0.prompt = Prompt(purpose: .code(question)) }
    store.press(.escape, effects: [.answerCode(7, nil)]) { $0.prompt = nil }
  }

  @Test func `a code waits until the prompt is free`() {
    var store = TestStore()
    let question = CodeDesk.Question(number: 1, sentence: "code")
    store.press(.character(":")) { $0.prompt = Prompt(purpose: .command) }
    store.send(.codeAsked(question)) { $0.questions = [question] }
    store.press(.escape) {
      $0.questions = []
      $0.prompt = Prompt(purpose: .code(question))
    }
  }

  @Test func `signing in shows address and code, and reads everything again after it`() {
    var store = TestStore()
    store.press(.character("L"), effects: [.signIn(context: "prod", attempt: 1)]) {
      $0.signInAttempts = 1
      $0.overlay = .signIn(SignInPanel(attempt: 1))
    }
    let invitation = SignInEvent.invitation(address: "https://device.sso/start", code: "ABCD-EFGH", expires: nil)
    store.send(.signInReported(invitation, attempt: 1)) {
      $0.overlay = .signIn(
        SignInPanel(attempt: 1, step: .invited(address: "https://device.sso/start", code: "ABCD-EFGH", expires: nil))
      )
    }
    let text = (0..<24).map { view(store.state).text(ofRow: $0) }.joined(separator: "\n")
    #expect(text.contains("https://device.sso/start") && text.contains("ABCD-EFGH"))
    store.press(.character("y"), effects: [.terminal(.copy("ABCD-EFGH"))]) { $0.say("code copied") }
    store.send(.signInReported(.succeeded, attempt: 1), effects: [.refresh(generation: 2)]) {
      $0.overlay = nil
      $0.announce("signed in")
      $0.refresh = RefreshStatus(generation: 2, isRunning: true, isAwaited: true)
    }
    store.send(.signInReported(.failed("late"), attempt: 1))
  }

  @Test func `a paste outside of a text field is dropped whole`() {
    var store = TestStore()
    store.press(.paste("q\n:quit\n")) { $0.say("pasted text dropped: / and : take text") }
  }

  @Test func `a paste into a prompt stays one line`() {
    var state = Sample.state()
    state.type("o/")
    _ = update(&state, .keyPressed(.paste("led\nger")))
    #expect(state.prompt?.field.text == "led ger")
  }

  @Test func `the mouse selects what it points at`() {
    var state = Sample.state()
    state.type("o")
    let click = Key.Mouse(action: .press, row: 6, column: 40)
    _ = update(&state, .keyPressed(.mouse(click)))
    #expect(state.selectedAccount == Sample.account(2003))
    let tree = Key.Mouse(action: .press, row: 3, column: 5)
    _ = update(&state, .keyPressed(.mouse(tree)))
    #expect(state.organization?.tree.selected == Sample.suspendedUnit)
    #expect(state.accountRows.indices.count == 1)
  }

  @Test(arguments: [("q", true), ("o?q", false), (":q⎋q", true), ("o/q", false)])
  func `q quits only where nothing waits for input`(keys: String, quits: Bool) {
    var state = Sample.state()
    let last: Key = .character(keys.last ?? "q")
    state.type(String(keys.dropLast()))
    #expect(update(&state, .keyPressed(last)).contains(.terminal(.quit)) == quits)
  }
}

import Terminal
import Testing

@testable import Console

/// The action table, and what is made from it.
struct KeymapTests {
  @Test func `no key is given out twice`() {
    let keys = Keymap.actions.flatMap(\.keys)
    #expect(keys.count == Set(keys).count)
  }

  @Test func `every action is in the table once, with a key or a name`() {
    #expect(
      Keymap.actions.map(\.id).sorted { $0.rawValue < $1.rawValue }
        == Action.ID.allCases.sorted { $0.rawValue < $1.rawValue }
    )
    #expect(Keymap.actions.allSatisfy { !$0.keys.isEmpty || $0.command != nil })
  }

  @Test func `what a footer names has a key and a word`() {
    for place in Place.allCases {
      #expect(Keymap.footer(of: place).allSatisfy { !$0.keys.isEmpty && !$0.word.isEmpty })
    }
  }

  @Test func `help names every action that is not hidden`() {
    var state = Sample.state(120, 40)
    state.type("?")
    let text = OverlayText.lines(in: state).map { $0.map(\.text).joined() }.joined(separator: "\n")
    for action in Keymap.actions { #expect(text.contains(action.title) == !action.isHidden, "\(action.id)") }
  }

  @Test(arguments: [
    ("v", "show the service's own words: only in Account"), (" ", "mark or unmark an account: only in Organization"),
    ("]", "nothing to go forward to"), ("z", "z does nothing here; ? lists the keys"),
    ("y", "no account is selected"), ("u", "nothing is marked"),
  ])
  func `a key that cannot act says why`(key: String, sentence: String) {
    var state = Sample.state()
    state.type(key)
    #expect(state.notice?.text == sentence)
  }

  @Test func `a read-only context refuses what changes the cloud`() {
    let change = Action(.refresh, "redeploy", group: .program, danger: .changesCloud)
    var state = Sample.state()
    #expect(change.disabledReason(in: state) == nil)
    state.context = Sample.other
    #expect(change.disabledReason(in: state) == "redeploy: the context test is read-only")
  }

  @Test(arguments: [
    ("refresh now", "refresh stands alone"), ("nonsense", "no command \"nonsense\"; tab lists them, ? explains"),
    ("sort colour", "sort by one of: account name email unit state readiness stack drift roles region reason"),
    ("context moon", "no context \"moon\"; there are: prod test"), ("export xml a", "csv or json, then a path"),
    ("export csv", "write csv to which path?"), ("mouse maybe", "on or off?"),
    ("filter readiness:x", "no readiness \"x\"; one of: ready deploying degraded missing excluded unknown"),
    ("debug trap", "no command \"debug trap\""),
  ])
  func `a command that cannot be meant says so and stays in the prompt`(line: String, sentence: String) {
    var state = Sample.state()
    state.type("o:\(line)⏎")
    #expect(state.prompt?.complaint == sentence)
    #expect(state.prompt?.field.text == line)
  }

  @Test(arguments: [
    (":con⇥", "context "), (":context t⇥", "context test"), ("o:so⇥", "sort "), ("o:sort rea⇥", "sort rea"),
    ("o:sort read⇥", "sort readiness"), (":mouse o⇥", "mouse o"), ("o:export c⇥", "export csv "),
  ])
  func `tab completes as far as there is no doubt`(keys: String, line: String) {
    var state = Sample.state()
    state.type(keys)
    #expect(state.prompt?.field.text == line)
  }

  @Test func `the hidden trap is there when debugging is on`() {
    var options = Sample.options
    options.isDebug = true
    var state = State(options: options, size: Size(columns: 80, rows: 24), now: Sample.now)
    state.type(":debug trap")
    #expect(update(&state, .keyPressed(.enter)) == [.terminal(.crash)])
  }

  @Test func `the key table for the README names keys, commands and places`() {
    #expect(
      KeymapTable.markdown.contains(
        "| `S` | `:sort COLUMN [desc]` | sort by a column; S again turns round | Organization, Roles |"
      )
    )
    #expect(!KeymapTable.markdown.contains("trap"))
  }
}

import Fleet
import Terminal
import Testing

@testable import Console

/// Places and dialogs as they look; see `Goldens`.
struct FrameTests {
  /// Keys that lead from the start to what is shown.
  static let scenes: [(name: String, keys: String)] = [
    ("overview", ""), ("organization", "o"), ("organization-tree", "o⇥jj"), ("account", "ojj⏎jj"), ("roles", "r"),
    ("help", "?"), ("filter", "o/prod !ready"), ("filter-complaint", "o/redy:x"), ("palette", "o:s"),
    ("raw-text", "ojjj⏎v"), ("sort", "oSr"),
  ]
  static let sizes = [(80, 24), (120, 40), (40, 10)]

  @Test(arguments: scenes, sizes)
  func `each place looks as recorded`(scene: (name: String, keys: String), size: (columns: Int, rows: Int)) throws {
    var state = Sample.state(size.columns, size.rows)
    state.type(scene.keys)
    try Golden.expect(view(state), named: "\(scene.name)-\(size.columns)x\(size.rows)")
  }

  @Test(arguments: ["overview", "organization", "account", "roles"])
  func `each place can be shown in ASCII`(place: String) throws {
    let keys = ["overview": "", "organization": "ojjjj ", "account": "ojj⏎", "roles": "r"][place] ?? ""
    var state = Sample.state(glyphs: .ascii)
    state.type(keys)
    let frame = view(state)
    try Golden.expect(frame, named: "\(place)-ascii")
    #expect(frame.cells.allSatisfy { $0.text.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test func `below 40x10 a sentence is all there is`() throws {
    try Golden.expect(view(Sample.state(39, 9)), named: "too-small")
  }

  @Test func `nothing read yet says so`() throws {
    var state = State(options: Sample.options, size: Size(columns: 80, rows: 24), now: Sample.now)
    _ = update(&state, .started)
    _ = update(&state, .refreshReported(.started(.organization), generation: 1))
    _ = update(&state, .refreshReported(.progressed(.organization, read: 4210, expected: 10_214), generation: 1))
    try Golden.expect(view(state), named: "reading")
  }
}

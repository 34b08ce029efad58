import Fleet
import FoundationEssentials
import Terminal
import Testing

@testable import Console

/// Random keys over random, changing worlds: whatever is pressed, the console stays whole.
struct StormTests {
  @Test(arguments: 1...12)
  func `no storm of keys loses the cursor or breaks a frame`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var state = Sample.state()
    var feed = InventoryFeed(context: Sample.context, snapshot: Sample.snapshot, order: AccountOrder(.account))
    _ = feed.opening(at: Sample.now)
    for _ in 0..<300 {
      state.react(to: Self.message(&random, state, &feed))
      Self.check(state)
    }
  }

  private static func message(_ random: inout SeededRandom, _ state: State, _ feed: inout InventoryFeed) -> Message {
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      let sizes = [(80, 24), (120, 40), (40, 10), (61, 13), (20, 5), (1, 1), (200, 60)]
      let (columns, rows) = sizes.randomElement(using: &random) ?? (80, 24)
      return .resized(Size(columns: columns, rows: rows))
    case 1: return .clockTicked(state.now.addingTimeInterval(Double.random(in: 0..<90, using: &random)))
    case 2:
      let gone = Set((2001...2012).shuffled(using: &random).prefix(5).map(Sample.account))
      let outcome = feed.absorb(.organization(Sample.organization(without: gone), at: state.now), at: state.now)
      return outcome.picture.map { .pictureTaken($0, generation: state.refresh.generation) } ?? .clockTicked(state.now)
    case 3: return .refreshReported(.finished, generation: state.refresh.generation)
    default: return .keyPressed(key(&random))
    }
  }

  private static func key(_ random: inout SeededRandom) -> Key {
    let letters = "jkhlgGoOrR/:?S uyvt[]Lxadz!éü漢:\"".map { Key.character($0) }
    let others: [Key] = [
      .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .control("d"), .control("u"), .control("f"), .control("b"), .control("w"), .function(1),
      .paste("ready\n:x"), .alt("x"),
    ]
    if Int.random(in: 0..<8, using: &random) == 0 {
      let actions: [Key.Mouse.Action] = [.press, .doublePress, .scrollUp, .scrollDown]
      return .mouse(
        Key.Mouse(
          action: actions.randomElement(using: &random) ?? .press,
          row: Int.random(in: 0..<60, using: &random),
          column: Int.random(in: 0..<200, using: &random)
        )
      )
    }
    return (letters + others).randomElement(using: &random) ?? .enter
  }

  private static func check(_ state: State) {
    let frame = view(state)
    #expect(frame.size == state.size)
    if let cursor = frame.cursor {
      #expect(cursor.row < max(1, state.size.rows) && cursor.column < max(1, state.size.columns))
    } else {
      Issue.record("no hardware cursor at \(state.location)")
    }
    guard let picture = state.picture, let place = state.organization, state.accountRows.count > 0 else { return }
    guard let selected = place.accounts.selected else {
      Issue.record("nothing selected among \(state.accountRows.count) rows")
      return
    }
    let index = state.accountRows.indices[place.accounts.position]
    #expect(picture.roster.organization.accounts[index].id == selected)
    #expect((0..<state.layout.listRows).contains(place.accounts.line))
    #expect(place.accounts.top >= 0)
  }
}

/// SplitMix64: the same storm for the same seed, everywhere.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

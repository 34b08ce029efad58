import Terminal
import Testing

struct AgendaTests {
  private let start = ContinuousClock.now

  private func time(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

  @Test func `with nothing to do it sleeps for good`() {
    #expect(Agenda().timeout(at: start) == -1)
  }

  @Test func `a storm of sizes is one layout each 40 ms, and the last is never lost`() {
    var agenda = Agenda()
    var layouts: [Int] = []
    for millisecond in 0...200 {
      if millisecond <= 100, millisecond.isMultiple(of: 5) { agenda.sizeChanged(at: time(millisecond)) }
      if agenda.takeResize(at: time(millisecond)) { layouts.append(millisecond) }
    }
    #expect(layouts == [40, 85, 130])
    #expect(agenda.timeout(at: time(200)) == -1)
  }

  @Test func `the first message is taken at once, a stream of them 30 times a second`() {
    var agenda = Agenda()
    var taken: [Int] = []
    for millisecond in 0...100 {
      agenda.messagesArrived(at: time(millisecond))
      if agenda.takeMessages(at: time(millisecond), besideKeys: false) { taken.append(millisecond) }
    }
    #expect(taken == [0, 33, 66, 99])
  }

  @Test func `messages wait for keys, but not for ever`() {
    var agenda = Agenda()
    agenda.messagesArrived(at: time(0))
    #expect(agenda.takeMessages(at: time(0), besideKeys: true) == false)
    #expect(agenda.hasMessages)
    #expect(agenda.timeout(at: time(0)) == 0)
    #expect(agenda.takeMessages(at: time(99), besideKeys: true) == false)
    #expect(agenda.takeMessages(at: time(100), besideKeys: true) == true)
    #expect(!agenda.hasMessages)
  }

  @Test func `a paste without an end is given up after a second`() {
    var agenda = Agenda()
    agenda.readKeys(at: time(0), isPasting: true)
    #expect(agenda.timeout(at: time(1)) == 999)
    #expect(agenda.takeLatePaste(at: time(999)) == false)
    #expect(agenda.takeLatePaste(at: time(1000)) == true)
    #expect(agenda.takeLatePaste(at: time(2000)) == false)
    agenda.readKeys(at: time(3000), isPasting: true)
    agenda.readKeys(at: time(3001), isPasting: false)
    #expect(agenda.timeout(at: time(3001)) == -1)
  }

  @Test func `a sleep is rounded up, so that it is never over too early`() {
    var agenda = Agenda()
    agenda.sizeChanged(at: start)
    #expect(agenda.timeout(at: start + .microseconds(100)) == 40)
  }
}

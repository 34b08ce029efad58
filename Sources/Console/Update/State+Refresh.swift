import Fleet
import FoundationEssentials

extension State {
  // MARK: Beginning

  /// Goes to `context`: nothing of another one stays, neither rows nor marks nor history.
  mutating func open(_ context: ConsoleContext) -> [Effect] {
    var effects: [Effect] = []
    if let picture { effects.append(.discard(picture)) }
    if case .signIn = overlay { effects.append(.leaveSignIn) }
    self.context = context
    picture = nil
    accountRows = AccountRows()
    treeRows = TreeRows()
    roleRows = RoleRows()
    overlay = nil
    marks = []
    past = []
    future = []
    location = .overview(OverviewPlace())
    refresh.remarks = []
    // What another context's doctor still says is of an older generation.
    if examination.generation > 0 { examination = Examination(generation: examination.generation + 1) }
    beginRefresh(isAwaited: true)
    return effects + [.open(context: context.name, generation: refresh.generation, order: order)]
  }

  /// Reads everything again; `isAwaited`: somebody wants to see it happen.
  mutating func refreshNow(isAwaited: Bool) -> [Effect] {
    beginRefresh(isAwaited: isAwaited)
    return [.refresh(generation: refresh.generation)]
  }

  private mutating func beginRefresh(isAwaited: Bool) {
    refresh = RefreshStatus(
      generation: refresh.generation + 1,
      isRunning: true,
      isAwaited: isAwaited,
      remarks: refresh.remarks
    )
  }

  // MARK: Going on

  mutating func tick(_ now: Date) -> [Effect] {
    self.now = now
    if let until = notice?.until, until <= now { notice = nil }
    if let throttle = refresh.throttle, throttle.retryAt <= now { refresh.throttle = nil }
    guard let due = refresh.dueAt, due <= now, !refresh.isRunning else { return [] }
    return refreshNow(isAwaited: false)
  }

  /// A picture of an older refresh is dropped: it may be of another context, or older than what is on screen.
  mutating func take(_ picture: Picture, generation: Int) -> [Effect] {
    guard generation == refresh.generation else { return [.discard(picture)] }
    let old = self.picture
    self.picture = picture
    if !marks.isEmpty { marks = marks.filter { picture.roster.organization.index(of: $0) != nil } }
    return old.map { [.discard($0)] } ?? []
  }

  mutating func take(_ report: RefreshReport, generation: Int) {
    guard generation == refresh.generation else { return }
    switch report {
    case .started(let source): refresh.progress[source] = RefreshStatus.Progress(read: 0)
    case .progressed(let source, let read, let expected):
      refresh.progress[source] = RefreshStatus.Progress(read: read, expected: expected)
    case .ended(let source): refresh.progress[source] = nil
    case .throttled(let service, let retryIn):
      refresh.throttle = retryIn.map {
        RefreshStatus.Throttle(service: service, retryAt: now.addingTimeInterval($0.inSeconds))
      }
    case .remarked(let sentence):
      if !refresh.comingRemarks.contains(sentence) { refresh.comingRemarks.append(sentence) }
    case .finished:
      refresh.isRunning = false
      refresh.progress = [:]
      refresh.throttle = nil
      refresh.remarks = refresh.comingRemarks
      refresh.comingRemarks = []
      refresh.dueAt = options.refreshInterval.map { now.addingTimeInterval($0.inSeconds) }
    }
  }

  // MARK: Signing in

  mutating func beginSignIn() -> [Effect] {
    signInAttempts += 1
    overlay = .signIn(SignInPanel(attempt: signInAttempts))
    return [.signIn(context: context.name, attempt: signInAttempts)]
  }

  mutating func take(_ event: SignInEvent, attempt: Int) -> [Effect] {
    guard case .signIn(var panel) = overlay, panel.attempt == attempt else { return [] }
    switch event {
    case .invitation(let address, let code, let expires):
      panel.step = .invited(address: address, code: code, expires: expires)
    case .failed(let sentence): panel.step = .failed(sentence)
    case .succeeded:
      overlay = nil
      announce("signed in")
      return refreshNow(isAwaited: true)
    }
    overlay = .signIn(panel)
    return []
  }
}

extension Duration {
  var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

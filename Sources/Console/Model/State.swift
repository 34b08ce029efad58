import Fleet
import FoundationEssentials
import Operations
import Terminal

/// Everything the console knows and shows: the whole of it, so that a frame is a function of this and nothing else.
struct State: Hashable, Sendable {
  let options: ConsoleOptions
  /// What the terminal can show.
  let glyphs: Glyphs
  var size: Size
  /// Time as the last message told it; nothing else here knows the time.
  var now: Date

  // What is known
  var context: ConsoleContext
  /// What is known of `context`, never of another; nil before anything is.
  var picture: Picture?
  var refresh = RefreshStatus()
  var examination = Examination()

  // Where one is
  var location = Location.overview(OverviewPlace())
  var past: [Location] = []
  var future: [Location] = []
  var overlay: Overlay?
  var prompt: Prompt?
  var notice: Notice?

  // What one has chosen
  var marks: Set<AccountID> = []
  var order = AccountOrder(.account)
  var roleOrder = RoleOrder(.account)
  var isTreeHidden = false
  var hasMouse: Bool

  // What one has typed
  var filterHistory: [String] = []
  var commandHistory: [String] = []
  /// Questions that wait for the prompt to be free.
  var questions: [CodeDesk.Question] = []
  var signInAttempts = 0

  // What follows from the above, kept so that it is not made for every frame; see ``settle(isNewPicture:)``.
  var accountRows = AccountRows()
  var treeRows = TreeRows()
  var roleRows = RoleRows()

  init(options: ConsoleOptions, size: Size, now: Date, glyphs: Glyphs = .unicode) {
    self.options = options
    self.glyphs = glyphs
    self.size = size
    self.now = now
    hasMouse = options.hasMouse
    context =
      options.contexts.first { $0.name == options.current } ?? options.contexts.first
      ?? ConsoleContext(name: options.current, access: .readOnly)
  }

  var place: Place { location.place }

  var layout: Layout { Layout(size: size) }

  // MARK: The place one is in, by its kind

  var overview: OverviewPlace? {
    get { if case .overview(let place) = location { place } else { nil } }
    set { if let newValue, overview != nil { location = .overview(newValue) } }
  }

  var organization: OrganizationPlace? {
    get { if case .organization(let place) = location { place } else { nil } }
    set { if let newValue, organization != nil { location = .organization(newValue) } }
  }

  var account: AccountPlace? {
    get { if case .account(let place) = location { place } else { nil } }
    set { if let newValue, account != nil { location = .account(newValue) } }
  }

  var roles: RolesPlace? {
    get { if case .roles(let place) = location { place } else { nil } }
    set { if let newValue, roles != nil { location = .roles(newValue) } }
  }

  var doctor: DoctorPlace? {
    get { if case .doctor(let place) = location { place } else { nil } }
    set { if let newValue, doctor != nil { location = .doctor(newValue) } }
  }

  // MARK: What is selected

  /// The account that keys act on: the one under the cursor, or the one that is open.
  var selectedAccount: AccountID? {
    switch location {
    case .organization(let place): place.pane == .accounts && accountRows.count > 0 ? place.accounts.selected : nil
    case .account(let place): place.account
    case .roles: selectedRegistration?.account
    case .overview, .doctor: nil
    }
  }

  var selectedRegistration: RoleRegistration? {
    guard let roles, let picture, roleRows.indices.indices.contains(roles.registrations.position) else { return nil }
    return picture.roster.registrations[roleRows.indices[roles.registrations.position]]
  }

  var selectedCause: Roster.Cause? {
    guard let overview, let picture, picture.causes.indices.contains(overview.causes.position) else { return nil }
    return picture.causes[overview.causes.position]
  }

  /// The links of the open account's evidence; empty elsewhere.
  var evidence: [EvidenceLink] {
    guard let account, let picture else { return [] }
    return EvidenceLink.chain(of: account.account, in: picture)
  }

  var selectedLink: EvidenceLink? {
    guard let account else { return nil }
    let links = evidence
    return links.indices.contains(account.links.position) ? links[account.links.position] : nil
  }

  var selectedCheck: DoctorCheck? {
    guard let doctor, examination.checks.indices.contains(doctor.checks.position) else { return nil }
    return examination.checks[doctor.checks.position]
  }

  // MARK: Saying

  /// Says something until the next key.
  mutating func say(_ text: String, tone: Notice.Tone = .plain) { notice = Notice(text, tone: tone) }

  /// Says something that nobody waited for, long enough to be read.
  mutating func announce(_ text: String, tone: Notice.Tone = .plain) {
    notice = Notice(text, tone: tone, until: now.addingTimeInterval(10))
  }
}

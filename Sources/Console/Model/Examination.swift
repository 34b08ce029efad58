import FoundationEssentials
import Operations

/// What the doctor has found in the open context, as far as it has come.
struct Examination: Hashable, Sendable {
  /// Of the newest examination; findings of an older one are dropped.
  var generation = 0
  var isRunning = false
  /// When the last one that ran to its end did so.
  var endedAt: Date?
  /// What needs a hand first, then what could not be looked at, then what is in order.
  private(set) var checks: [DoctorCheck] = []

  /// Begins anew; what was found before stays on screen until it is found again.
  mutating func begin() {
    generation += 1
    isRunning = true
  }

  mutating func take(_ found: [DoctorCheck]) {
    let ids = Set(found.map(\.id))
    checks = (checks.filter { !ids.contains($0.id) } + found).sorted { left, right in
      (Self.rank(left.verdict), Self.place(left.id)) < (Self.rank(right.verdict), Self.place(right.id))
    }
  }

  private static func rank(_ verdict: DoctorCheck.Verdict) -> Int {
    switch verdict {
    case .failing: 0
    case .warning: 1
    case .notCheckable: 2
    case .fine: 3
    }
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: DoctorCheck.ID.allCases.enumerated().map { ($1, $0) }
  )

  private static func place(_ id: DoctorCheck.ID) -> Int { places[id] ?? 0 }
}

/// What one is looking at in the Doctor's place.
struct DoctorPlace: Hashable, Sendable {
  var checks = ListCursor<DoctorCheck.ID>()
}

/// The doctor's checks for a cursor to stand on.
struct CheckCursorRows: CursorRows {
  let checks: [DoctorCheck]

  var count: Int { checks.count }

  func id(at position: Int) -> DoctorCheck.ID { checks[position].id }

  func position(of id: DoctorCheck.ID, hint: Int) -> Int? { checks.firstIndex { $0.id == id } }
}

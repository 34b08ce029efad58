import Fleet
import Terminal

/// What things look like; colour only repeats what a glyph or a word says.
enum Theme {
  static let chrome = Style.dim
  static let title = Style.bold
  static let tableHead = Style.dim
  static let key = Style.bold
  static let warning = Style(.yellow)
  static let failure = Style(.red)
  /// The selected row of the list that has the keys.
  static let cursor = Style.reversed

  static func style(of readiness: Readiness) -> Style {
    switch readiness {
    case .ready: Style(.green)
    case .deploying: Style(.blue)
    case .degraded: Style(.yellow)
    case .missing: Style(.red)
    case .excluded, .unknown: .dim
    }
  }

  static func style(of mark: EvidenceLink.Mark) -> Style {
    switch mark {
    case .fine: Style(.green)
    case .working: Style(.blue)
    case .warning: Style(.yellow)
    case .failing: Style(.red)
    case .neutral, .unknown: .dim
    }
  }

  static func style(of standing: RoleStanding) -> Style {
    switch standing {
    case .member: .plain
    case .duplicate: Style(.yellow)
    case .orphan: Style(.red)
    case .foreign, .undecided: .dim
    }
  }
}

extension Glyphs {
  func of(_ readiness: Readiness) -> String {
    switch readiness {
    case .ready: ready
    case .deploying: deploying
    case .degraded: degraded
    case .missing: missing
    case .excluded: excluded
    case .unknown: unknown
    }
  }

  func of(_ mark: EvidenceLink.Mark) -> String {
    switch mark {
    case .fine: ready
    case .working: deploying
    case .warning: degraded
    case .failing: missing
    case .neutral: excluded
    case .unknown: unknown
    }
  }
}

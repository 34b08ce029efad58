/// How one step of a verb stands, and what it would do.
package struct StageReport: Hashable, Sendable {
  /// What only a person can mend before a step can be taken.
  package struct Obstacle: Hashable, Sendable {
    package let sentence: String
    package let nextStep: String?

    package init(sentence: String, nextStep: String? = nil) {
      self.sentence = sentence
      self.nextStep = nextStep
    }
  }

  package enum Standing: Hashable, Sendable {
    /// It is so already.
    case done
    case due
    case blocked(Obstacle)

    /// For machines; never changed.
    package var word: String {
      switch self {
      case .done: "done"
      case .due: "due"
      case .blocked: "blocked"
      }
    }
  }

  package var standing: Standing
  /// What is so, or what will be: one sentence or fact a line.
  package var details: [String] = []
  /// The calls that change something, in AWS's and Veeam's words.
  package var calls: [String] = []
  /// How it is undone; nil where nothing is changed.
  package var undo: String?

  package init(_ standing: Standing, details: [String] = [], calls: [String] = [], undo: String? = nil) {
    self.standing = standing
    self.details = details
    self.calls = calls
    self.undo = undo
  }

  /// It is so already.
  static func done(_ details: String...) -> StageReport { StageReport(.done, details: details) }

  /// A person has to do something first.
  static func blocked(_ sentence: String, nextStep: String? = nil, details: [String] = []) -> StageReport {
    StageReport(.blocked(.init(sentence: sentence, nextStep: nextStep)), details: details)
  }
}

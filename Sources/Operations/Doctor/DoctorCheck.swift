import Fleet

/// One thing that the doctor looked at, and what it came to.
package struct DoctorCheck: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case fine = "ok"
    case warning
    case failing
    /// Nothing can be said: a permission is missing, a source did not answer, or nobody can look from here.
    case notCheckable
  }

  package let id: ID
  package let verdict: Verdict
  /// What was seen, as a sentence; may hold text of a service, so it is shown through the safe text only.
  package let evidence: String
  /// What mends it, where something is known to.
  package let mend: String?
  /// Whether it could not be told because a service did not answer or refused.
  package let isUnread: Bool

  package init(_ id: ID, _ verdict: Verdict, _ evidence: String, mend: String? = nil, isUnread: Bool = false) {
    self.id = id
    self.verdict = verdict
    self.evidence = evidence
    self.mend = mend
    self.isUnread = isUnread
  }

  init(_ id: ID, _ judgement: Judgement) {
    self.init(id, judgement.verdict, judgement.evidence, mend: judgement.mend, isUnread: judgement.isUnread)
  }

  /// Judges a fact; what was not read cannot be judged.
  init<Value>(_ id: ID, _ fact: Fact<Value>, _ judge: (Value) -> Judgement) {
    switch fact {
    case .success(let value): self.init(id, judge(value))
    case .failure(let problem): self.init(id, .unread(problem))
    }
  }

  /// Judges something that has to be there: not to find it is a failure of its own.
  init<Value>(_ id: ID, needing fact: Fact<Value>, _ judge: (Value) -> Judgement) {
    if case .failure(let problem) = fact, problem.kind == .notFound {
      self.init(id, .failing(problem.sentence, mend: problem.nextStep))
    } else {
      self.init(id, fact, judge)
    }
  }
}

/// Something that was read, or why it was not.
typealias Fact<Value> = Result<Value, SourceProblem>

/// What is to be said of facts.
struct Judgement: Hashable {
  let verdict: DoctorCheck.Verdict
  let evidence: String
  var mend: String?
  var isUnread = false

  static func fine(_ evidence: String) -> Judgement { Judgement(verdict: .fine, evidence: evidence) }

  static func warning(_ evidence: String, mend: String?) -> Judgement {
    Judgement(verdict: .warning, evidence: evidence, mend: mend)
  }

  static func failing(_ evidence: String, mend: String?) -> Judgement {
    Judgement(verdict: .failing, evidence: evidence, mend: mend)
  }

  /// For what cannot be looked at from here, whoever asks.
  static func notCheckable(_ reason: String, mend: String? = nil) -> Judgement {
    Judgement(verdict: .notCheckable, evidence: reason, mend: mend)
  }

  /// For what would be checkable, had the source answered.
  static func unread(_ problem: SourceProblem) -> Judgement {
    // What is left out on purpose, or not there, is no failure of a source; the check that needs it says so.
    let isUnread = problem.kind != .notConfigured && problem.kind != .notFound
    return Judgement(
      verdict: .notCheckable,
      evidence: problem.sentence,
      mend: problem.nextStep,
      isUnread: isUnread
    )
  }
}

/// How many checks came to what.
package struct DoctorTally: Hashable, Sendable {
  package let fine: Int
  package let warnings: Int
  package let failing: Int
  package let notCheckable: Int
  /// Among those not checkable: because a service did not answer or refused.
  package let unread: Int

  package init(_ checks: [DoctorCheck]) {
    fine = checks.count { $0.verdict == .fine }
    warnings = checks.count { $0.verdict == .warning }
    failing = checks.count { $0.verdict == .failing }
    notCheckable = checks.count { $0.verdict == .notCheckable }
    unread = checks.count(where: \.isUnread)
  }

  /// `38 ok, 1 warning, 2 failing, 4 not checked`.
  package var sentence: String {
    [
      "\(fine) ok", "\(warnings) warning\(warnings == 1 ? "" : "s")", "\(failing) failing",
      "\(notCheckable) not checked",
    ].joined(separator: ", ")
  }
}

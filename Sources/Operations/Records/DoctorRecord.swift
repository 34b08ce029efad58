/// One check as `doctor` prints it.
package struct DoctorRecord: OutputRecord {
  package let check: DoctorCheck

  package init(_ check: DoctorCheck) { self.check = check }

  package var value: OutputValue {
    .object([
      .init("id", .text(check.id.rawValue)),
      .init("group", .text(check.id.group.rawValue)),
      .init("title", .text(check.id.title)),
      .init("verdict", .text(check.verdict.rawValue)),
      .init("evidence", .text(check.evidence)),
      .init("mend", OutputValue(check.mend)),
    ])
  }

  package static let columns = ["id", "group", "title", "verdict", "evidence", "mend"]

  package var cells: [String] {
    [
      check.id.rawValue, check.id.group.rawValue, check.id.title, check.verdict.rawValue, check.evidence,
      check.mend ?? "",
    ]
  }
}

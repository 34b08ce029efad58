/// One account of the organization, as Organizations lists it.
package struct Account: Hashable, Sendable {
  package let id: AccountID
  /// As typed by whoever made the account: any text, control characters included.
  ///
  /// Never put on a terminal raw.
  package var name: String
  package var email: String
  package var state: AccountState
  /// Index into ``Organization/units`` of the unit that holds the account; nil when its place was not read.
  package var unit: Int?

  package init(id: AccountID, name: String, email: String, state: AccountState, unit: Int?) {
    self.id = id
    self.name = name
    self.email = email
    self.state = state
    self.unit = unit
  }
}

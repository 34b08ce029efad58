/// An operation on a stack that was taken in and is to be carried out.
struct StackOperation: Sendable {
  enum Work: Sendable {
    case create(StackPlan)
    case update(StackPlan, StackOrder)
    /// Resources named here are left alone.
    case delete(retaining: Set<String>, from: StackStatus)
  }

  let stackID: String
  let work: Work
  /// How many the stack had before; ids drawn for it depend on that.
  let number: Int
  var clientRequestToken: String?
}

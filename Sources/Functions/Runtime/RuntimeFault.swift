/// Why the run loop cannot go on as it should.
enum RuntimeFault: Explained, Hashable {
  /// The runtime API is gone, or nobody waits for this environment any more.
  case ended
  /// The runtime API says that the environment is beyond repair, or answers what it never should.
  case broken(status: Int)
  /// An event came without a header that every event has, or with one that cannot be read.
  case header(String)
  /// The answer was not taken; the environment is well.
  case answerRefused(status: Int)

  var sentence: String {
    switch self {
    case .ended: "the runtime API has ended"
    case .broken(let status): "the runtime API answered \(status)"
    case .header(let name): "the event has no usable \(name)"
    case .answerRefused(410): "the answer came too late: the invocation had timed out"
    case .answerRefused(413): "the answer is too large for Lambda"
    case .answerRefused(let status): "the runtime API refused the answer with \(status)"
    }
  }
}

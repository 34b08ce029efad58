/// The function that Secrets Manager calls to rotate the credential, once a schedule is switched on.
struct RotationFunction: Function {
  func handle(_ invocation: Invocation) async throws -> [UInt8] {
    let refusal = Refusal("this release does not rotate the credential by function yet: switch the schedule off")
    invocation.log.write(.admission, .refused, refusal.sentence)
    throw refusal
  }
}

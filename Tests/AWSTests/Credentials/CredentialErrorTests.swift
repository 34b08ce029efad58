import Testing

@testable import AWS

struct CredentialErrorTests {
  @Test(
    arguments: [
      (
        .none(tried: ["environment", "container"]), "no AWS credentials found (tried: environment, container)",
        "set AWS_PROFILE, or name a profile in the context"
      ),
      (
        .signInExpired(source: "SSO session corp", command: "aws sso login"),
        "the sign-in of SSO session corp has expired", "aws sso login"
      ),
      (.misconfigured("why"), "why", nil),
      (.failed(source: "container", reason: "why"), "container: why", nil),
      (
        .codeUnavailable(source: "profile p"), "profile p asks for a code and there is no terminal to ask at",
        "run the same command at a terminal, where the code can be typed"
      ),
      (.cancelled, "cancelled", nil),
    ] as [(CredentialError, String, String?)]
  )
  func `each error says what happened and what mends it`(error: CredentialError, sentence: String, nextStep: String?) {
    #expect(error.sentence == sentence)
    #expect(error.nextStep == nextStep)
  }
}

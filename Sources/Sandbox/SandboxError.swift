/// Why a sandbox could not be set up.
package enum SandboxError: Error, Hashable {
  case latency(String)
  case fault(String, why: String)
  /// The temporary folder could not be made or written.
  case folder(String)
  /// A server did not come up.
  case server(String)
  /// The scenario could not be reached.
  case scenario(String)
  /// A policy that IAM would refuse.
  case policy(String)

  package var sentence: String {
    switch self {
    case .latency(let text): "latency '\(text)' is no duration such as 200ms or 1.5s"
    case .fault(let text, let why): "fault '\(text)': \(why)"
    case .folder(let why): "the sandbox's folder could not be written: \(why)"
    case .scenario(let why): "the scenario could not be reached: \(why)"
    case .server(let why): "the sandbox's server did not start: \(why)"
    case .policy(let why): "the policy is no policy: \(why)"
    }
  }

  package var nextStep: String {
    switch self {
    case .latency: "write --latency 200ms"
    case .fault: "write --fault SERVICE[.Operation]=KIND[@N], for example organizations.ListAccounts=throttle@2"
    case .folder: "check space and permissions of the folder for temporary files (TMPDIR)"
    case .scenario: "start with --scenario fresh, deploy by hand and look at the stacks' events"
    case .server: "choose another --port, or none for a free one"
    case .policy: "write a policy as IAM's user guide has it"
    }
  }
}

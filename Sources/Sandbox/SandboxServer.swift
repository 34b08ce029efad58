import Hummingbird

/// A simulated organization, CloudFormation and appliance over loopback.
package struct SandboxServer: Sendable {}

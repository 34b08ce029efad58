/// What environment and profile say about how to reach the services, credentials apart.
package struct AWSSettings: Hashable, Sendable {
  /// The region to use where a service has regions; nil: nobody said.
  package var region: String?
  /// `AWS_ENDPOINT_URL`, or the profile's `endpoint_url`.
  package var endpointURL: String?
  /// `AWS_ENDPOINT_URL_<SERVICE>`, or the profile's `services` section; keys as in the variables, `SECRETS_MANAGER`.
  package var endpointURLs: [String: String]
  package var usesFIPS: Bool
  package var usesDualStack: Bool
  /// Attempts for one call, the first included.
  package var maxAttempts: Int
  /// A PEM file of authorities to trust beside the system's (`AWS_CA_BUNDLE`, `ca_bundle`).
  package var caBundle: String?

  package init(
    region: String? = nil,
    endpointURL: String? = nil,
    endpointURLs: [String: String] = [:],
    usesFIPS: Bool = false,
    usesDualStack: Bool = false,
    maxAttempts: Int = 8,
    caBundle: String? = nil
  ) {
    self.region = region
    self.endpointURL = endpointURL
    self.endpointURLs = endpointURLs
    self.usesFIPS = usesFIPS
    self.usesDualStack = usesDualStack
    self.maxAttempts = maxAttempts
    self.caBundle = caBundle
  }
}

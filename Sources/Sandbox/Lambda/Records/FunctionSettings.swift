/// What is configured of a function; a published version keeps its own.
struct FunctionSettings: Hashable, Sendable {
  struct Network: Hashable, Sendable {
    var subnets: [String]
    var securityGroups: [String]
    var vpc: String
  }

  var role: String
  var handler: String?
  var runtime: String?
  var description = ""
  /// Seconds.
  var timeout = 3
  /// Megabytes.
  var memory = 128
  var variables: [String: String] = [:]
  var network: Network?
  var deadLetterTarget: String?
  var kmsKeyARN: String?
  var tracing = "PassThrough"
  var layers: [String] = []
  var architecture = "x86_64"
  var storage = 512
  /// `Text` or `JSON`.
  var logFormat = "Text"
  /// Nil for the one named after the function.
  var logGroup: String?
  var packageType = "Zip"

  /// Whether the environments have the extension that reads secrets on loopback.
  var hasSecretsExtension: Bool {
    layers.contains { $0.contains(":layer:AWS-Parameters-and-Secrets-Lambda-Extension") }
  }
}

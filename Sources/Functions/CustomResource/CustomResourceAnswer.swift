import FoundationEssentials

/// What CloudFormation is told.
///
/// Source: CloudFormation Template Reference, "Custom resource response objects".
struct CustomResourceAnswer: Hashable, Sendable {
  /// What the answer repeats, so that CloudFormation knows what it is about; as it came.
  struct Addressee: Hashable, Sendable {
    let stackID: String
    let requestID: String
    let logicalID: String
  }

  enum Verdict: Hashable, Sendable {
    case success(attributes: [String: String], isHidden: Bool)
    case failure(sentence: String)
  }

  /// CloudFormation takes no more.
  private static let limit = 4_096

  let addressee: Addressee
  let physicalID: String
  let verdict: Verdict

  /// The body, with the reason cut so that it fits; nil where not even an empty reason makes it fit.
  var body: [UInt8]? {
    switch verdict {
    case .success(let attributes, let isHidden):
      return encoded(Wire(addressee, physicalID, attributes: attributes, noEcho: isHidden))
    case .failure(let sentence):
      var reason = sentence
      while true {
        if let body = encoded(Wire(addressee, physicalID, reason: reason)) { return body }
        if reason.isEmpty { return nil }
        reason = String(reason.dropLast(max(1, reason.count / 8)))
      }
    }
  }

  private func encoded(_ wire: Wire) -> [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and flags always encode.
    guard let json = try? encoder.encode(wire), json.count <= Self.limit else { return nil }
    return Array(json)
  }

  private struct Wire: Encodable {
    let status: String
    let reason: String?
    let physicalID: String
    let stackID: String
    let requestID: String
    let logicalID: String
    let noEcho: Bool?
    let data: [String: String]?

    private init(
      _ addressee: Addressee,
      _ physicalID: String,
      status: String,
      reason: String?,
      noEcho: Bool?,
      data: [String: String]?
    ) {
      self.status = status
      self.reason = reason
      self.physicalID = physicalID
      stackID = addressee.stackID
      requestID = addressee.requestID
      logicalID = addressee.logicalID
      self.noEcho = noEcho
      self.data = data
    }

    init(_ addressee: Addressee, _ physicalID: String, attributes: [String: String], noEcho: Bool) {
      self.init(addressee, physicalID, status: "SUCCESS", reason: nil, noEcho: noEcho, data: attributes)
    }

    init(_ addressee: Addressee, _ physicalID: String, reason: String) {
      self.init(addressee, physicalID, status: "FAILED", reason: reason, noEcho: nil, data: nil)
    }

    enum CodingKeys: String, CodingKey {
      case status = "Status"
      case reason = "Reason"
      case physicalID = "PhysicalResourceId"
      case stackID = "StackId"
      case requestID = "RequestId"
      case logicalID = "LogicalResourceId"
      case noEcho = "NoEcho"
      case data = "Data"
    }
  }
}

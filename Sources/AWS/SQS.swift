/// Amazon SQS: how full a queue is.
package struct SQS: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// The address that a queue is named by, from its name in the connection's account and region.
  package func getQueueURL(named name: String) async throws(AWSError) -> String {
    let response: GetQueueURLResponse = try await perform("GetQueueUrl", GetQueueURLRequest(queueName: name))
    return response.queueURL
  }

  /// Attributes by name, all of them texts: `ApproximateNumberOfMessages` is one.
  package func getQueueAttributes(
    _ queueURL: String,
    names: [String] = ["ApproximateNumberOfMessages"]
  ) async throws(AWSError) -> [String: String] {
    let request = GetQueueAttributesRequest(queueURL: queueURL, attributeNames: names)
    let response: GetQueueAttributesResponse = try await perform("GetQueueAttributes", request)
    return response.attributes ?? [:]
  }

  private func perform<Response: Decodable & Sendable>(
    _ operation: String,
    _ request: some Encodable
  ) async throws(AWSError) -> Response {
    try await connection.perform(.json(.sqs, operation, prefix: "AmazonSQS", version: "1.0", input: request))
  }
}

// Source: the service model of SQS 2012-11-05 (botocore 1.43.11).
extension SQS {
  private struct GetQueueURLRequest: Encodable {
    let queueName: String

    enum CodingKeys: String, CodingKey {
      case queueName = "QueueName"
    }
  }

  private struct GetQueueURLResponse: Decodable, Sendable {
    let queueURL: String

    enum CodingKeys: String, CodingKey {
      case queueURL = "QueueUrl"
    }
  }

  private struct GetQueueAttributesRequest: Encodable {
    let queueURL: String
    let attributeNames: [String]

    enum CodingKeys: String, CodingKey {
      case queueURL = "QueueUrl"
      case attributeNames = "AttributeNames"
    }
  }

  private struct GetQueueAttributesResponse: Decodable, Sendable {
    let attributes: [String: String]?

    enum CodingKeys: String, CodingKey {
      case attributes = "Attributes"
    }
  }
}

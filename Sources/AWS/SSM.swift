/// AWS Systems Manager, its parameters.
package struct SSM: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// A parameter by name; AWS's public ones are read the same way.
  package func getParameter(_ name: String) async throws(AWSError) -> Parameter {
    let response: GetParameterResponse = try await connection.perform(
      .json(.ssm, "GetParameter", prefix: "AmazonSSM", input: GetParameterRequest(name: name))
    )
    return response.parameter
  }

  private struct GetParameterRequest: Encodable {
    let name: String

    enum CodingKeys: String, CodingKey {
      case name = "Name"
    }
  }

  private struct GetParameterResponse: Decodable, Sendable {
    let parameter: Parameter

    enum CodingKeys: String, CodingKey {
      case parameter = "Parameter"
    }
  }
}

// Source: the service model of Systems Manager 2014-11-06 (botocore 1.43.11).
extension SSM {
  package struct Parameter: Decodable, Hashable, Sendable {
    package let name: String?
    package let value: String?
    package let version: Int?

    enum CodingKeys: String, CodingKey {
      case name = "Name"
      case value = "Value"
      case version = "Version"
    }
  }
}

/// Service Quotas: how much of something an account may have.
package struct ServiceQuotas: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// The quota that holds for this account; one that was never changed is refused with `NoSuchResourceException` by some
  /// services, and the default holds then.
  package func getServiceQuota(service: String, code: String) async throws(AWSError) -> ServiceQuota {
    let response: GetServiceQuotaResponse = try await connection.perform(
      .json(
        .serviceQuotas,
        "GetServiceQuota",
        prefix: "ServiceQuotasV20190624",
        input: GetServiceQuotaRequest(serviceCode: service, quotaCode: code)
      )
    )
    return response.quota
  }

  private struct GetServiceQuotaRequest: Encodable {
    let serviceCode: String
    let quotaCode: String

    enum CodingKeys: String, CodingKey {
      case serviceCode = "ServiceCode"
      case quotaCode = "QuotaCode"
    }
  }

  private struct GetServiceQuotaResponse: Decodable, Sendable {
    let quota: ServiceQuota

    enum CodingKeys: String, CodingKey {
      case quota = "Quota"
    }
  }
}

// Source: the service model of Service Quotas 2019-06-24 (botocore 1.43.11).
extension ServiceQuotas {
  package struct ServiceQuota: Decodable, Hashable, Sendable {
    package let quotaName: String?
    package let value: Double?

    enum CodingKeys: String, CodingKey {
      case quotaName = "QuotaName"
      case value = "Value"
    }
  }
}

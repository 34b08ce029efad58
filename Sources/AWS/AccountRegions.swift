/// The regions of AWS Account Management: which of them an account has switched on.
package struct AccountRegions: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// Regions with their state; of another account where the caller administrates it.
  package func listRegions(account: String? = nil) -> Pages<ListRegionsResponse> {
    Pages(.account, "ListRegions") { token throws(AWSError) in
      let request = ListRegionsRequest(accountID: account, nextToken: token)
      return try await connection.perform(
        .rest(.account, "ListRegions", method: "POST", path: "/listRegions", input: request)
      )
    }
  }

  private struct ListRegionsRequest: Encodable {
    let accountID: String?
    let nextToken: String?
    var maxResults = 50

    enum CodingKeys: String, CodingKey {
      case accountID = "AccountId"
      case nextToken = "NextToken"
      case maxResults = "MaxResults"
    }
  }
}

// Source: the service model of Account 2021-02-01 (botocore 1.43.11).
extension AccountRegions {
  package struct ListRegionsResponse: Page, Decodable {
    package let regions: [Region]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case regions = "Regions"
      case nextToken = "NextToken"
    }
  }

  package struct Region: Decodable, Hashable, Sendable {
    package let regionName: String?
    /// `ENABLED`, `ENABLED_BY_DEFAULT`, `ENABLING`, `DISABLING`, `DISABLED`.
    package let regionOptStatus: String?

    enum CodingKeys: String, CodingKey {
      case regionName = "RegionName"
      case regionOptStatus = "RegionOptStatus"
    }
  }
}

package import FoundationEssentials

// Source: the service model of Organizations 2016-11-28 (botocore 1.43.11).
extension Organizations {
  package struct Organization: Decodable, Hashable, Sendable {
    package let id: String
    package let arn: String?
    package let featureSet: String?
    /// The management account; "master" is still the name on the wire.
    package let masterAccountID: String?
    package let masterAccountEmail: String?

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case arn = "Arn"
      case featureSet = "FeatureSet"
      case masterAccountID = "MasterAccountId"
      case masterAccountEmail = "MasterAccountEmail"
    }
  }

  package struct Root: Decodable, Hashable, Sendable {
    package let id: String
    package let arn: String?
    package let name: String?

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case arn = "Arn"
      case name = "Name"
    }
  }

  package struct OrganizationalUnit: Decodable, Hashable, Sendable {
    package let id: String
    package let arn: String?
    package let name: String?
    /// `o-…/r-…/ou-…/ou-…/`; missing in older partitions and emulators.
    package let path: String?

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case arn = "Arn"
      case name = "Name"
      case path = "Path"
    }
  }

  package struct Account: Decodable, Hashable, Sendable {
    package let id: String
    package let arn: String?
    package let email: String?
    package let name: String?
    /// The older word; AWS announced its removal for 9 September 2026.
    package let status: String?
    package let state: String?
    /// `o-…/r-…/ou-…/123456789012/`: the account's whole place; missing in older partitions and emulators.
    package let paths: [String]?
    package let joinedMethod: String?
    package let joinedTimestamp: Date?

    /// Where the account stands in its life: `State`, or `Status` where that is missing.
    package var standing: String? { state ?? status }

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case arn = "Arn"
      case email = "Email"
      case name = "Name"
      case status = "Status"
      case state = "State"
      case paths = "Paths"
      case joinedMethod = "JoinedMethod"
      case joinedTimestamp = "JoinedTimestamp"
    }
  }

  package struct DelegatedAdministrator: Decodable, Hashable, Sendable {
    package let id: String
    package let arn: String?
    package let email: String?
    package let name: String?
    package let delegationEnabledDate: Date?

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case arn = "Arn"
      case email = "Email"
      case name = "Name"
      case delegationEnabledDate = "DelegationEnabledDate"
    }
  }

  // MARK: Responses

  struct DescribeOrganizationResponse: Decodable, Sendable {
    let organization: Organization

    enum CodingKeys: String, CodingKey {
      case organization = "Organization"
    }
  }

  struct DescribeAccountResponse: Decodable, Sendable {
    let account: Account

    enum CodingKeys: String, CodingKey {
      case account = "Account"
    }
  }

  package struct ListRootsResponse: Page, Decodable, Hashable {
    package let roots: [Root]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case roots = "Roots"
      case nextToken = "NextToken"
    }
  }

  package struct ListAccountsResponse: Page, Decodable, Hashable {
    package let accounts: [Account]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case accounts = "Accounts"
      case nextToken = "NextToken"
    }
  }

  package struct ListOrganizationalUnitsResponse: Page, Decodable, Hashable {
    package let organizationalUnits: [OrganizationalUnit]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case organizationalUnits = "OrganizationalUnits"
      case nextToken = "NextToken"
    }
  }

  package struct ListDelegatedAdministratorsResponse: Page, Decodable, Hashable {
    package let delegatedAdministrators: [DelegatedAdministrator]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case delegatedAdministrators = "DelegatedAdministrators"
      case nextToken = "NextToken"
    }
  }
}

package import FoundationEssentials

extension Organizations {
  /// Policies that are attached right at a root, unit or account; what its parents have is not among them.
  package func listPoliciesForTarget(
    _ target: String,
    filter: String = "SERVICE_CONTROL_POLICY"
  ) -> Pages<ListPoliciesForTargetResponse> {
    Pages(.organizations, "ListPoliciesForTarget") { token throws(AWSError) in
      let request = TargetRequest(targetID: target, filter: filter, nextToken: token, maxResults: Self.pageSize)
      return try await perform("ListPoliciesForTarget", request)
    }
  }

  /// A policy with its document.
  package func describePolicy(_ id: String) async throws(AWSError) -> Policy {
    let response: DescribePolicyResponse = try await perform("DescribePolicy", PolicyRequest(policyID: id))
    return response.policy
  }

  /// Services that may act in the whole organization.
  package func listServiceAccess() -> Pages<ListServiceAccessResponse> {
    Pages(.organizations, "ListAWSServiceAccessForOrganization") { token throws(AWSError) in
      let request = PageRequest(nextToken: token, maxResults: Self.pageSize)
      return try await perform("ListAWSServiceAccessForOrganization", request)
    }
  }

  /// Services that an account administrates for the organization.
  package func listDelegatedServices(forAccount account: String) -> Pages<ListDelegatedServicesResponse> {
    Pages(.organizations, "ListDelegatedServicesForAccount") { token throws(AWSError) in
      let request = DelegationRequest(accountID: account, nextToken: token, maxResults: Self.pageSize)
      return try await perform("ListDelegatedServicesForAccount", request)
    }
  }

  /// The one parent of an account or unit.
  package func listParents(ofChild child: String) -> Pages<ListParentsResponse> {
    Pages(.organizations, "ListParents") { token throws(AWSError) in
      try await perform("ListParents", ParentsRequest(childID: child, nextToken: token))
    }
  }
}

// Source: the service model of Organizations 2016-11-28 (botocore 1.43.11).
extension Organizations {
  package struct ListPoliciesForTargetResponse: Page, Decodable {
    package let policies: [PolicySummary]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case policies = "Policies"
      case nextToken = "NextToken"
    }
  }

  package struct PolicySummary: Decodable, Hashable, Sendable {
    package let id: String
    package let name: String?
    package let description: String?
    package let awsManaged: Bool?

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case name = "Name"
      case description = "Description"
      case awsManaged = "AwsManaged"
    }
  }

  package struct Policy: Decodable, Hashable, Sendable {
    package let policySummary: PolicySummary?
    /// The document, a JSON text.
    package let content: String?

    enum CodingKeys: String, CodingKey {
      case policySummary = "PolicySummary"
      case content = "Content"
    }
  }

  package struct ListServiceAccessResponse: Page, Decodable {
    package let enabledServicePrincipals: [EnabledServicePrincipal]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case enabledServicePrincipals = "EnabledServicePrincipals"
      case nextToken = "NextToken"
    }
  }

  package struct EnabledServicePrincipal: Decodable, Hashable, Sendable {
    package let servicePrincipal: String?
    package let dateEnabled: Date?

    enum CodingKeys: String, CodingKey {
      case servicePrincipal = "ServicePrincipal"
      case dateEnabled = "DateEnabled"
    }
  }

  package struct ListDelegatedServicesResponse: Page, Decodable {
    package let delegatedServices: [DelegatedService]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case delegatedServices = "DelegatedServices"
      case nextToken = "NextToken"
    }
  }

  package struct DelegatedService: Decodable, Hashable, Sendable {
    package let servicePrincipal: String?

    enum CodingKeys: String, CodingKey {
      case servicePrincipal = "ServicePrincipal"
    }
  }

  package struct ListParentsResponse: Page, Decodable {
    package let parents: [Parent]
    package let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case parents = "Parents"
      case nextToken = "NextToken"
    }
  }

  package struct Parent: Decodable, Hashable, Sendable {
    package let id: String
    /// `ROOT` or `ORGANIZATIONAL_UNIT`.
    package let type: String?

    enum CodingKeys: String, CodingKey {
      case id = "Id"
      case type = "Type"
    }
  }

  private struct DescribePolicyResponse: Decodable, Sendable {
    let policy: Policy

    enum CodingKeys: String, CodingKey {
      case policy = "Policy"
    }
  }
}

// MARK: Requests

extension Organizations {
  private struct TargetRequest: Encodable {
    let targetID: String
    let filter: String
    let nextToken: String?
    let maxResults: Int

    enum CodingKeys: String, CodingKey {
      case targetID = "TargetId"
      case filter = "Filter"
      case nextToken = "NextToken"
      case maxResults = "MaxResults"
    }
  }

  private struct PolicyRequest: Encodable {
    let policyID: String

    enum CodingKeys: String, CodingKey {
      case policyID = "PolicyId"
    }
  }

  private struct PageRequest: Encodable {
    let nextToken: String?
    let maxResults: Int

    enum CodingKeys: String, CodingKey {
      case nextToken = "NextToken"
      case maxResults = "MaxResults"
    }
  }

  private struct DelegationRequest: Encodable {
    let accountID: String
    let nextToken: String?
    let maxResults: Int

    enum CodingKeys: String, CodingKey {
      case accountID = "AccountId"
      case nextToken = "NextToken"
      case maxResults = "MaxResults"
    }
  }

  private struct ParentsRequest: Encodable {
    let childID: String
    let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case childID = "ChildId"
      case nextToken = "NextToken"
    }
  }
}

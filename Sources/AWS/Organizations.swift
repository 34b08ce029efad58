import Transport

/// AWS Organizations: the tree of accounts.
///
/// Make one for a connection and keep it: those who ask it for the organization or its roots at one time share one call.
/// Any member may describe the organization; the lists are for its management account and for delegated administrators.
package struct Organizations: Sendable {
  private let connection: AWSConnection
  /// One call a second is allowed, and every screen wants to know.
  private let described = SingleFlight<String, Organization>()
  private let rooted = SingleFlight<String?, ListRootsResponse>()

  /// The most that every list here gives in one page.
  static let pageSize = 20

  package init(_ connection: AWSConnection) { self.connection = connection }

  package func describeOrganization() async throws(AWSError) -> Organization {
    let operation = "DescribeOrganization"
    do {
      return try await described.value(for: operation) {
        let response: DescribeOrganizationResponse = try await perform(operation, ListRequest())
        return response.organization
      }
    } catch {
      throw AWSError(error, service: .organizations, operation: operation)
    }
  }

  package func describeAccount(_ id: String) async throws(AWSError) -> Account {
    let response: DescribeAccountResponse = try await perform("DescribeAccount", AccountRequest(accountID: id))
    return response.account
  }

  package func listRoots() -> Pages<ListRootsResponse> {
    let operation = "ListRoots"
    return Pages(.organizations, operation) { token throws(AWSError) in
      do {
        return try await rooted.value(for: token) {
          try await perform(operation, ListRequest(nextToken: token, maxResults: Self.pageSize))
        }
      } catch {
        throw AWSError(error, service: .organizations, operation: operation)
      }
    }
  }

  package func listAccounts() -> Pages<ListAccountsResponse> { list("ListAccounts") }

  /// Accounts right below a root or unit.
  package func listAccounts(forParent parent: String) -> Pages<ListAccountsResponse> {
    list("ListAccountsForParent", parent: parent)
  }

  /// Units right below a root or unit.
  package func listOrganizationalUnits(forParent parent: String) -> Pages<ListOrganizationalUnitsResponse> {
    list("ListOrganizationalUnitsForParent", parent: parent)
  }

  /// Members that administrate for a service; for any when `servicePrincipal` is nil.
  package func listDelegatedAdministrators(
    servicePrincipal: String? = nil
  ) -> Pages<ListDelegatedAdministratorsResponse> {
    list("ListDelegatedAdministrators", servicePrincipal: servicePrincipal)
  }

  // MARK: The wire

  private struct ListRequest: Encodable, Sendable {
    var parentID: String?
    var servicePrincipal: String?
    var nextToken: String?
    var maxResults: Int?

    enum CodingKeys: String, CodingKey {
      case parentID = "ParentId"
      case servicePrincipal = "ServicePrincipal"
      case nextToken = "NextToken"
      case maxResults = "MaxResults"
    }
  }

  private struct AccountRequest: Encodable {
    let accountID: String

    enum CodingKeys: String, CodingKey {
      case accountID = "AccountId"
    }
  }

  private func list<Response: Page & Decodable>(
    _ operation: String,
    parent: String? = nil,
    servicePrincipal: String? = nil
  ) -> Pages<Response> {
    Pages(.organizations, operation) { token throws(AWSError) in
      let request = ListRequest(
        parentID: parent,
        servicePrincipal: servicePrincipal,
        nextToken: token,
        maxResults: Self.pageSize
      )
      return try await perform(operation, request)
    }
  }

  func perform<Response: Decodable & Sendable>(
    _ operation: String,
    _ request: some Encodable
  ) async throws(AWSError) -> Response {
    try await connection.perform(.json(.organizations, operation, prefix: "AWSOrganizationsV20161128", input: request))
  }
}

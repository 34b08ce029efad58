import FoundationEssentials

/// Service Quotas over one world at one moment: the quotas that a deployment of backup roles meets.
struct QuotaService {
  static let operations: Set<String> = ["GetServiceQuota", "GetAWSDefaultServiceQuota"]

  private struct Quota {
    let code: String
    let service: String
    let name: String
    let value: Double
    var isGlobal = false
  }

  /// Source: the quota tables of the services' user guides, codes as the Service Quotas console shows them.
  private static let quotas = [
    Quota(
      code: "L-FE177D64",
      service: "iam",
      name: "Roles per account",
      value: Double(IAMState.mostRoles),
      isGlobal: true
    ),
    Quota(
      code: "L-E95E4862",
      service: "iam",
      name: "Customer managed policies per account",
      value: Double(IAMState.mostPolicies),
      isGlobal: true
    ),
    Quota(
      code: "L-0DA4ABF3",
      service: "iam",
      name: "Managed policies per role",
      value: Double(IAMState.mostPoliciesPerRole),
      isGlobal: true
    ),
    Quota(
      code: "L-6E65F664",
      service: "iam",
      name: "Instance profiles per account",
      value: Double(IAMState.mostProfiles),
      isGlobal: true
    ),
    Quota(code: "L-B99A9384", service: "lambda", name: "Concurrent executions", value: 1_000),
  ]

  let input: JSONInput
  let caller: Identity
  let region: String

  func answer(_ operation: String) throws(ServiceFailure) -> [UInt8] {
    guard Self.operations.contains(operation) else { throw .unknownOperation(.json, operation) }
    let code = input.string("QuotaCode")
    let service = input.string("ServiceCode")
    guard let quota = Self.quotas.first(where: { $0.code == code && $0.service == service }) else {
      throw ServiceFailure(
        code: "NoSuchResourceException",
        message: "The request failed because the specified service or quota does not exist."
      )
    }
    let partition = Partition(region: region).name
    let place = quota.isGlobal ? "::" : ":\(region):\(caller.account)"
    return JSONWriter.document { json in
      json.member("Quota") { json in
        json.member("ServiceCode", quota.service)
        json.member("ServiceName", quota.service == "iam" ? "AWS Identity and Access Management (IAM)" : "AWS Lambda")
        json.member("QuotaArn", "arn:\(partition):servicequotas\(place):\(quota.service)/\(quota.code)")
        json.member("QuotaCode", quota.code)
        json.member("QuotaName", quota.name)
        json.member("Value", quota.value)
        json.member("Unit", "None")
        json.member("Adjustable", true)
        json.member("GlobalQuota", quota.isGlobal)
      }
    }
  }
}

import FoundationEssentials

/// AWS Account Management over one world at one moment: the regions of an account.
struct AccountService {
  static let routes = [
    RESTRoute("ListRegions", "POST /listRegions"), RESTRoute("GetRegionOptStatus", "POST /getRegionOptStatus"),
  ]

  let input: JSONInput
  let caller: Identity
  let region: String

  func answer(_ operation: String, _ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    try checkAccount(state)
    let regions = RegionCatalog.regions(beside: region)
    guard operation == "ListRegions" else { return try status(of: input.string("RegionName") ?? "", regions) }
    let wanted = input.strings("RegionOptStatusContains") ?? []
    let found = regions.filter { wanted.isEmpty || wanted.contains(Self.status($0)) }
    let size = min(max(input.integer("MaxResults") ?? 50, 1), 50)
    guard let page = Page(count: found.count, size: size, token: input.string("NextToken"), list: "regions") else {
      throw ServiceFailure(code: "ValidationException", message: "Invalid NextToken")
    }
    return JSONWriter.document { json in
      json.member("Regions", found[page.range]) { json, region in
        json.object {
          $0.member("RegionName", region.name)
          $0.member("RegionOptStatus", Self.status(region))
        }
      }
      json.member("NextToken", page.next)
    }
  }

  private func status(of name: String, _ regions: [RegionCatalog.Region]) throws(ServiceFailure) -> [UInt8] {
    guard let region = regions.first(where: { $0.name == name }) else {
      throw ServiceFailure(code: "ValidationException", message: "Unknown region \(name)")
    }
    return JSONWriter.document { json in
      json.member("RegionName", region.name)
      json.member("RegionOptStatus", Self.status(region))
    }
  }

  /// Another account's regions are for the organization's management account and its delegated administrators.
  private func checkAccount(_ state: WorldState) throws(ServiceFailure) {
    guard let account = input.string("AccountId"), account != caller.account else { return }
    let organization = state.organization
    let mayAsk =
      organization?.managementAccount == caller.account
      || organization?.isDelegated(caller.account, for: "account.amazonaws.com") == true
    guard mayAsk, organization?.account(account) != nil else {
      throw .denied(.restJSON, caller.arn, "account:ListRegions")
    }
  }

  private static func status(_ region: RegionCatalog.Region) -> String {
    region.isDefault ? "ENABLED_BY_DEFAULT" : "DISABLED"
  }
}

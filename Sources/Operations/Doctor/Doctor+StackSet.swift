import AWS
import AWSQuery
import Fleet
import Templates

extension Doctor {
  func stackSetExam(_ roots: Roots) async -> StackSetExam {
    async let operations = fact {
      let set = try roots.stackSet.get()
      // The newest are on the first page, and those that wait or run are among them.
      for try await page in try stackSets().listStackSetOperations(stackSet: set.stackSetName) {
        return page.items.map { StackSetExam.Operation(id: $0.operationID, action: $0.action, status: $0.status) }
      }
      return []
    }
    async let regions = fact {
      let regions = try await EC2(aws(.backup)).describeRegions(all: true)
      return regions.reduce(into: [String: Bool]()) { $0[$1.regionName] = $1.optInStatus != "not-opted-in" }
    }
    return await StackSetExam(
      definition: roots.stackSet.map(definition),
      operations: operations,
      regions: regions,
      outputs: roots.outputs
    )
  }

  private func definition(_ set: CloudFormation.StackSet) -> StackSetExam.Definition {
    let pinned = connections.context.templates?.roles?.sha256
    return StackSetExam.Definition(
      name: StackSetName(rawValue: set.stackSetName),
      regions: set.regions,
      parameters: set.parameters.reduce(into: [:]) { $0[$1.key] = $1.value },
      isServiceManaged: set.permissionModel == "SERVICE_MANAGED",
      isDeployingAutomatically: set.autoDeployment?.enabled ?? false,
      retainsStacksOnAccountRemoval: set.autoDeployment?.retainStacksOnAccountRemoval,
      isManagedExecutionActive: set.isManagedExecutionActive ?? false,
      template: set.templateBody.map { ReleaseMatch(body: $0, shipped: .roles, pinnedSHA256: pinned) }
    )
  }
}

import AWS
import Fleet

extension Doctor {
  private static let aliases = [FunctionsExam.calledAlias, FunctionsExam.operatorsAlias]
  private static let layerParameters = ["arm64": "arm64", "x86_64": "x86"]

  func functionsExam(_ roots: Roots, _ functions: Fact<[FunctionFacts]>) async -> FunctionsExam {
    async let limit = fact {
      let limit = try await Lambda(aws(.backup)).getAccountSettings().accountLimit
      return FunctionsExam.AccountLimit(
        concurrent: limit?.concurrentExecutions,
        unreserved: limit?.unreservedConcurrentExecutions
      )
    }
    async let layers = fact {
      let service = SSM(try aws(.backup))
      var newest: [String: String] = [:]
      for (architecture, word) in Self.layerParameters.sorted(by: { $0.key < $1.key }) {
        let name = "/aws/service/aws-parameters-and-secrets-lambda-extension/\(word)/latest"
        do throws(AWSError) {
          newest[architecture] = try await service.getParameter(name).value
        } catch {
          // Not every partition has it for both.
          guard error.code?.isNotFound == true else { throw error }
        }
      }
      return newest
    }
    async let logGroups = fact {
      let service = CloudWatchLogs(try aws(.backup))
      var groups: [FunctionsExam.LogGroup] = []
      for name in Self.logGroups(try roots.stack.get()) {
        let found = try await Self.all(service.describeLogGroups(prefix: name), \.logGroups)
        groups += found.filter { $0.logGroupName == name }.map {
          .init(name: name, retentionInDays: $0.retentionInDays)
        }
      }
      return groups
    }
    return await FunctionsExam(
      functions: functions,
      deployedCode: roots.stack.map { $0.outputs["CodeSha256"] ?? $0.parameters["CodeSha256"] },
      organization: roots.parameter("OrganizationId"),
      accountLimit: limit,
      newestLayers: layers,
      logGroups: logGroups
    )
  }

  private static func logGroups(_ stack: StackExam.Stack) -> [String] {
    ["RandomExtIdLogGroupName", "ConfiguratorLogGroupName", "RotationLogGroupName"].compactMap { stack.outputs[$0] }
  }

  // MARK: Functions

  func functions(_ roots: Roots) async -> Fact<[FunctionFacts]> {
    await fact {
      let outputs = try roots.stack.get().outputs
      let names = ["RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn", "CredentialRotationLambdaArn"]
      let addresses = names.compactMap { outputs[$0].flatMap(FunctionAddress.init) }
      let service = Lambda(try aws(.backup))
      return try await withThrowingTaskGroup { group in
        for address in addresses { group.addTask { try await self.function(address, service) } }
        return try await group.reduce(into: [FunctionFacts]()) { $0.append($1) }.sorted { $0.name < $1.name }
      }
    }
  }

  private func function(_ address: FunctionAddress, _ service: Lambda) async throws -> FunctionFacts {
    let latest = try await service.getFunctionConfiguration(address.name)
    var facts = FunctionFacts(name: address.name, latest: .init(latest))
    facts.reservedConcurrency = try await service.getFunctionConcurrency(address.name)
    facts.policies[""] = try await policy(of: address.name, alias: nil, service)
    for alias in Self.aliases {
      do throws(AWSError) {
        let frozen = try await service.getFunctionConfiguration(address.name, qualifier: alias)
        facts.aliases[alias] = .init(frozen)
      } catch {
        guard error.code == .resourceNotFound else { throw error }
        continue
      }
      facts.policies[alias] = try await policy(of: address.name, alias: alias, service)
    }
    return facts
  }

  /// Nil: there is none, and nobody else may call.
  private func policy(of function: String, alias: String?, _ service: Lambda) async throws -> PolicyDocument? {
    do throws(AWSError) {
      return PolicyDocument(try await service.getPolicy(function, qualifier: alias))
    } catch {
      guard error.code == .resourceNotFound else { throw error }
      return nil
    }
  }
}

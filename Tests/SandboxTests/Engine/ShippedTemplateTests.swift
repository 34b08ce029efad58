import Templates
import Testing

@testable import Sandbox

/// The templates that the release ships, as the engine reads them.
struct ShippedTemplateTests {
  @Test(arguments: ShippedTemplate.allCases)
  func `the engine reads what is shipped and knows every type in it`(shipped: ShippedTemplate) throws {
    let template = try Template(shipped.body)
    #expect(template.transforms.isEmpty)
    let demands = TemplateDemands(template)
    #expect(demands.capabilities.names == ["CAPABILITY_NAMED_IAM"] || demands.capabilities.names == ["CAPABILITY_IAM"])
    let unknown = demands.resourceTypes.filter { ResourceKinds.standard[$0] == nil }
    #expect(unknown.isEmpty)
  }
}

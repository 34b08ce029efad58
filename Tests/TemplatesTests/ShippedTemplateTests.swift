import Templates
import Testing

struct ShippedTemplateTests {
  @Test(arguments: ShippedTemplate.allCases)
  func `a template is embedded whole`(template: ShippedTemplate) {
    #expect(template.body.hasPrefix("AWSTemplateFormatVersion"))
    #expect(template.body.hasSuffix("\n"))
  }

  @Test func `the template for the backup account goes to CloudFormation without a bucket`() {
    #expect(ShippedTemplate.lambdas.body.utf8.count <= 51_200)
  }
}

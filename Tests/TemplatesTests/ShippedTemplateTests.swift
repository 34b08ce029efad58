import Templates
import Testing

struct ShippedTemplateTests {
  @Test(arguments: ShippedTemplate.allCases)
  func `a template is embedded whole`(template: ShippedTemplate) {
    #expect(template.body.hasPrefix("AWSTemplateFormatVersion"))
    #expect(template.body.hasSuffix("\n"))
  }
}

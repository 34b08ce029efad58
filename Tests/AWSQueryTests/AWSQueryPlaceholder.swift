import Testing

@testable import AWSQuery

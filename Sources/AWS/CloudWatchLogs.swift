/// Amazon CloudWatch Logs, as far as it is read.
package struct CloudWatchLogs: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  package func describeLogGroups(prefix: String) -> Pages<DescribeLogGroupsResponse> {
    Pages(.logs, "DescribeLogGroups") { token throws(AWSError) in
      try await perform("DescribeLogGroups", DescribeLogGroupsRequest(prefix: prefix, nextToken: token))
    }
  }

  /// Lines of a group in a span of time that match `pattern`; a page may be empty and still not be the last.
  ///
  /// - Parameters:
  ///   - logGroup: Its name.
  ///   - startTime: Milliseconds since 1970.
  ///   - endTime: Milliseconds since 1970; nil: now.
  ///   - pattern: As CloudWatch Logs filters; a pattern of fields matches only lines that are JSON.
  /// - Returns: The pages, oldest lines first.
  package func filterLogEvents(
    _ logGroup: String,
    startTime: Int64,
    endTime: Int64? = nil,
    pattern: String? = nil
  ) -> Pages<FilterLogEventsResponse> {
    Pages(.logs, "FilterLogEvents") { token throws(AWSError) in
      let request = FilterLogEventsRequest(
        logGroupName: logGroup,
        startTime: startTime,
        endTime: endTime,
        filterPattern: pattern,
        nextToken: token
      )
      return try await perform("FilterLogEvents", request)
    }
  }

  private func perform<Response: Decodable & Sendable>(
    _ operation: String,
    _ request: some Encodable
  ) async throws(AWSError) -> Response {
    try await connection.perform(.json(.logs, operation, prefix: "Logs_20140328", input: request))
  }
}

// Source: the service model of CloudWatch Logs 2014-03-28 (botocore 1.43.11); its names begin with small letters.
extension CloudWatchLogs {
  private struct DescribeLogGroupsRequest: Encodable {
    let prefix: String
    let nextToken: String?

    enum CodingKeys: String, CodingKey {
      case prefix = "logGroupNamePrefix"
      case nextToken
    }
  }

  private struct FilterLogEventsRequest: Encodable {
    let logGroupName: String
    let startTime: Int64
    let endTime: Int64?
    let filterPattern: String?
    let nextToken: String?
  }

  package struct DescribeLogGroupsResponse: Page, Decodable {
    package let logGroups: [LogGroup]
    package let nextToken: String?
  }

  package struct LogGroup: Decodable, Hashable, Sendable {
    package let logGroupName: String?
    package let arn: String?
    /// Nil: lines stay for ever.
    package let retentionInDays: Int?
    package let kmsKeyId: String?
  }

  package struct FilterLogEventsResponse: Page, Decodable {
    package let events: [FilteredLogEvent]?
    package let nextToken: String?
  }

  package struct FilteredLogEvent: Decodable, Hashable, Sendable {
    package let logStreamName: String?
    /// Milliseconds since 1970.
    package let timestamp: Int64?
    package let message: String?
    package let eventId: String?
  }
}

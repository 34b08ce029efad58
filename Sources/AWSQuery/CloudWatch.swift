package import AWS

/// Amazon CloudWatch, its alarms.
package struct CloudWatch: Sendable {
  private let connection: AWSConnection

  package init(_ connection: AWSConnection) { self.connection = connection }

  /// Metric alarms whose names begin with `prefix`.
  package func describeAlarms(prefix: String) -> Pages<DescribeAlarmsResponse> {
    alarms { $0.add("AlarmNamePrefix", prefix) }
  }

  /// Metric alarms by their names, at most 100.
  package func describeAlarms(named names: [String]) -> Pages<DescribeAlarmsResponse> {
    alarms { $0.add("AlarmNames", names) }
  }

  private func alarms(_ fill: @escaping @Sendable (inout QueryForm) -> Void) -> Pages<DescribeAlarmsResponse> {
    Pages(.cloudWatch, "DescribeAlarms") { token throws(AWSError) in
      var form = QueryForm(action: "DescribeAlarms", version: "2010-08-01")
      fill(&form)
      form.add("NextToken", token)
      return try await connection.perform(
        .query(.cloudWatch, "DescribeAlarms", form: form) { result in
          DescribeAlarmsResponse(
            metricAlarms: try result.list("MetricAlarms").map(MetricAlarm.init),
            nextToken: result.string("NextToken")
          )
        }
      )
    }
  }
}

// Source: the service model of CloudWatch 2010-08-01 (botocore 1.43.11).
extension CloudWatch {
  package struct DescribeAlarmsResponse: Page {
    package let metricAlarms: [MetricAlarm]
    package let nextToken: String?
  }

  package struct MetricAlarm: Hashable, Sendable {
    package let alarmName: String
    /// `OK`, `ALARM`, `INSUFFICIENT_DATA`.
    package let stateValue: String?
    package let stateReason: String?

    init(_ element: AnswerElement) throws {
      alarmName = try element.require("AlarmName")
      stateValue = element.string("StateValue")
      stateReason = element.string("StateReason")
    }
  }
}

import AWS
import Foundation
import TestSupport
import Testing
import Transport

@testable import AWSQuery

/// IAM, EC2, CloudWatch and S3: what they send, and what they make of answers.
struct XMLServicesTests {
  @Test func `a role's documents are decoded, and lists go on only where they say so`() async throws {
    let role = """
      <Role><Path>/</Path><RoleName>appliance</RoleName><RoleId>AROAX</RoleId><Arn>arn:aws:iam::1:role/appliance</Arn>
      <CreateDate>2026-11-24T06:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument>
      <Tags><member><Key>Owner</Key><Value>x</Value></member></Tags></Role>
      """
    let attached = "<member><PolicyName>p</PolicyName><PolicyArn>arn:p</PolicyArn></member>"
    let answers: [ScriptedServer.Answer] = [
      .result("GetRole", role),
      .result(
        "ListAttachedRolePolicies",
        "<AttachedPolicies>\(attached)</AttachedPolicies><IsTruncated>true</IsTruncated><Marker>m</Marker>"
      ),
      .result("ListAttachedRolePolicies", "<AttachedPolicies/><IsTruncated>false</IsTruncated><Marker>x</Marker>"),
      .result(
        "GetAccountSummary",
        "<SummaryMap><entry><key>Roles</key><value>12</value></entry><entry><key>RolesQuota</key><value>1000</value></entry></SummaryMap>"
      ),
    ]
    try await withConnection(answers) { server, connection in
      let iam = IAM(connection)
      let read = try await iam.getRole("appliance")
      #expect(read.assumeRolePolicyDocument == #"{"Version":"2012-10-17"}"#)
      #expect(read.roleID == "AROAX" && read.tags == ["Owner": "x"])
      #expect(try await all(iam.listAttachedRolePolicies("appliance")).flatMap(\.items).map(\.policyARN) == ["arn:p"])
      #expect(server.requests[2].body.hasSuffix("&RoleName=appliance&Marker=m"))
      #expect(try await iam.getAccountSummary() == ["Roles": 12, "RolesQuota": 1_000])
    }
  }

  @Test func `an entity that is not there is not found`() async throws {
    let refusal = ScriptedServer.Answer.xml(
      "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>none</Message></Error></ErrorResponse>",
      status: 404
    )
    try await withConnection([refusal]) { _, connection in
      let error = await #expect(throws: AWSError.self) { try await IAM(connection).getRole("x") }
      #expect(error?.code == .noSuchEntity && error?.code?.isNotFound == true)
    }
  }

  @Test func `EC2's lists are numbered, and its items read`() async throws {
    let subnets = """
      <DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><subnetSet><item>
      <subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><availabilityZone>eu-west-1a</availabilityZone>
      <availableIpAddressCount>251</availableIpAddressCount><tagSet><item><key>Name</key><value>private</value></item></tagSet>
      </item></subnetSet></DescribeSubnetsResponse>
      """
    let routes = """
      <DescribeRouteTablesResponse><routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId>
      <routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>nat-1</natGatewayId>
      <state>active</state></item></routeSet><associationSet><item><main>true</main></item>
      <item><subnetId>subnet-1</subnetId><main>false</main></item></associationSet></item></routeTableSet>
      </DescribeRouteTablesResponse>
      """
    let instances = """
      <DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId>
      <privateIpAddress>10.0.0.5</privateIpAddress><iamInstanceProfile><arn>arn:profile</arn></iamInstanceProfile>
      <instanceState><code>16</code><name>running</name></instanceState>
      <groupSet><item><groupId>sg-1</groupId></item></groupSet></item></instancesSet></item></reservationSet>
      <nextToken/></DescribeInstancesResponse>
      """
    let attribute = """
      <DescribeVpcAttributeResponse><vpcId>vpc-1</vpcId><enableDnsSupport><value>true</value></enableDnsSupport>
      </DescribeVpcAttributeResponse>
      """
    try await withConnection([.xml(subnets), .xml(routes), .xml(instances), .xml(attribute)]) { server, connection in
      let ec2 = EC2(connection)
      let read = try await all(ec2.describeSubnets([.init("subnet-id", ["subnet-1", "subnet-2"])])).flatMap(\.items)
      #expect(read.map(\.availableIPAddressCount) == [251] && read.map(\.name) == ["private"])
      #expect(
        server.requests[0].body
          == "Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=subnet-id&Filter.1.Value.1=subnet-1&Filter.1.Value.2=subnet-2"
      )
      let tables = try await all(ec2.describeRouteTables([])).flatMap(\.items)
      #expect(tables.map(\.isMain) == [true] && tables[0].subnetIDs == ["subnet-1"])
      #expect(tables[0].routes.map(\.natGatewayID) == ["nat-1"])
      let found = try await all(ec2.describeInstances([.init("private-ip-address", ["10.0.0.5"])])).flatMap(\.items)
      #expect(found.map(\.iamInstanceProfileARN) == ["arn:profile"] && found.map(\.state) == ["running"])
      #expect(try await ec2.describeVpcAttribute(.enableDnsSupport, vpc: "vpc-1") == true)
    }
  }

  @Test func `EC2's own form of a refusal is read`() async throws {
    let refusal = ScriptedServer.Answer.xml(
      "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>",
      status: 400
    )
    try await withConnection([refusal]) { _, connection in
      let error = await #expect(throws: AWSError.self) { try await all(EC2(connection).describeVpcs()) }
      #expect(error?.code?.rawValue == "InvalidVpcID.NotFound" && error?.code?.isNotFound == true)
    }
  }

  @Test func `alarms are read`() async throws {
    let result = """
      <MetricAlarms><member><AlarmName>a</AlarmName><StateValue>ALARM</StateValue></member></MetricAlarms>
      """
    try await withConnection([.result("DescribeAlarms", result)]) { server, connection in
      let alarms = try await all(CloudWatch(connection).describeAlarms(named: ["a"])).flatMap(\.metricAlarms)
      #expect(alarms.map(\.stateValue) == ["ALARM"])
      #expect(server.requests[0].body == "Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=a")
    }
  }

  // MARK: S3

  @Test func `behind an override the bucket stands in the path, and its owner in every call`() async throws {
    let answers: [ScriptedServer.Answer] = [
      .init(200, headers: ["x-amz-version-id: v1", "ETag: \"e\""]), .init(404), .init(200),
      .xml("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
    ]
    try await withConnection(answers) { server, connection in
      let s3 = S3(connection, owner: "111122223333")
      let put = try await s3.putObject(
        "a//b c/é.zip",
        in: "my-bucket",
        body: Array("x".utf8),
        contentType: "application/zip"
      )
      #expect(put.versionID == "v1")
      #expect(try await s3.headBucket("my-bucket") == false)
      #expect(try await s3.headBucket("my-bucket"))
      #expect(try await s3.getBucketVersioning("my-bucket") == "Enabled")
      let request = try #require(server.requests.first)
      #expect(request.line == "PUT /my-bucket/a//b%20c/%C3%A9.zip HTTP/1.1")
      #expect(request["x-amz-expected-bucket-owner"] == "111122223333")
      #expect(
        request["x-amz-content-sha256"] == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
      )
      #expect(request["x-amz-checksum-sha256"] == "LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=")
      #expect(request["authorization"]?.contains("/eu-west-1/s3/aws4_request") == true)
      #expect(server.requests.allSatisfy { $0["x-amz-expected-bucket-owner"] == "111122223333" })
      #expect(server.requests[3].line == "GET /my-bucket/?versioning= HTTP/1.1")
    }
  }

  @Test(arguments: [("us-east-1", ""), ("eu-west-1", "<LocationConstraint>eu-west-1</LocationConstraint>")])
  func `a bucket is made in its region, and a second time too`(region: String, constraint: String) async throws {
    let owned = ScriptedServer.Answer.xml(
      "<Error><Code>BucketAlreadyOwnedByYou</Code><Message>yours</Message></Error>",
      status: 409
    )
    try await withConnection([owned]) { server, connection in
      try await S3(connection, owner: "111122223333").createBucket("my-bucket", region: region)
      #expect(constraint.isEmpty ? server.requests[0].body.isEmpty : server.requests[0].body.contains(constraint))
    }
  }

  @Test func `somebody else's bucket is refused`() async throws {
    try await withConnection([.init(403)]) { _, connection in
      let error = await #expect(throws: AWSError.self) {
        try await S3(connection, owner: "111122223333").headBucket("my-bucket")
      }
      #expect(error?.isDenial == true)
    }
  }

  @Test func `versions go on by their two markers`() async throws {
    let first = """
      <ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>a b</NextKeyMarker>
      <NextVersionIdMarker>v1</NextVersionIdMarker><Version><Key>a b</Key><VersionId>v1</VersionId></Version>
      <DeleteMarker><Key>c</Key><VersionId>v2</VersionId></DeleteMarker></ListVersionsResult>
      """
    let second = "<ListVersionsResult><IsTruncated>false</IsTruncated></ListVersionsResult>"
    try await withConnection([.xml(first), .xml(second)]) { server, connection in
      let s3 = S3(connection, owner: "1")
      let versions = try await all(s3.listObjectVersions("my-bucket")).flatMap(\.versions)
      #expect(versions.map(\.versionID) == ["v1", "v2"] && versions.map(\.isDeleteMarker) == [false, true])
      #expect(server.requests[1].line == "GET /my-bucket/?versions=&key-marker=a%20b&version-id-marker=v1 HTTP/1.1")
    }
  }
}

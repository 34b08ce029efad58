import Foundation
import Testing

@testable import Sandbox

/// IAM, EC2, SSM, CloudWatch Logs and SQS as clients see them.
struct AccountServicesTests {
  private func probe(_ site: SiteOptions = SiteOptions()) async -> EndpointProbe {
    var options = SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed)
    options.network = site
    return await EndpointProbe(options)
  }

  // MARK: IAM

  @Test func `the appliance's role, its policy and its profile can be read`() async throws {
    let probe = await probe()
    let site = try #require(await probe.world.site)
    let role = await probe.identity("GetRole", "RoleName=veeam-appliance")
    #expect(role.elements("Arn") == [site.roleARN])
    #expect(role.elements("AssumeRolePolicyDocument").first?.contains("ec2.amazonaws.com") == true)
    let names = await probe.identity("ListRolePolicies", "RoleName=veeam-appliance").elements("member")
    #expect(names == ["AssumeBackupRoles"])
    let policy = await probe.identity("GetRolePolicy", "RoleName=veeam-appliance&PolicyName=AssumeBackupRoles")
    #expect(policy.elements("PolicyDocument").first?.contains("sts%3AAssumeRole") == true)
    let profile = await probe.identity("GetInstanceProfile", "InstanceProfileName=veeam-appliance")
    #expect(profile.elements("RoleName") == ["veeam-appliance"])
  }

  @Test(arguments: [
    ("GetRole", "RoleName=none", "NoSuchEntity"),
    ("GetPolicy", "PolicyArn=arn:aws:iam::aws:policy/None", "NoSuchEntity"),
    ("GetInstanceProfile", "InstanceProfileName=none", "NoSuchEntity"),
    ("DeleteRole", "RoleName=veeam-appliance", "DeleteConflict"),
    ("CreateRole", "RoleName=x&AssumeRolePolicyDocument=%7B", "MalformedPolicyDocument"),
    ("CreateRole", "RoleName=VEEAM-APPLIANCE&AssumeRolePolicyDocument=%7B%7D", "EntityAlreadyExists"),
    ("TagUser", "UserName=x", "InvalidAction"),
  ])
  func `what IAM refuses is refused`(operation: String, form: String, code: String) async {
    #expect(await probe().identity(operation, form).elements("Code") == [code])
  }

  @Test func `a simulation says what each action gets`() async throws {
    let probe = await probe()
    let site = try #require(await probe.world.site)
    let answer = await probe.identity(
      "SimulatePrincipalPolicy",
      "PolicySourceArn=\(site.roleARN)&ActionNames.member.1=sts:AssumeRole&ActionNames.member.2=s3:GetObject"
    )
    #expect(answer.elements("EvalDecision") == ["allowed", "implicitDeny"])
  }

  @Test func `the account's summary counts roles`() async {
    let answer = await probe().identity("GetAccountSummary")
    #expect(answer.text.contains("<key>Roles</key><value>1</value>"))
    #expect(answer.text.contains("<key>RolesQuota</key><value>1000</value>"))
  }

  // MARK: EC2

  @Test func `the network is told piece by piece`() async throws {
    let probe = await probe()
    let site = try #require(await probe.world.site)
    #expect(await probe.compute("DescribeVpcs", "VpcId.1=\(site.vpc)").elements("cidrBlock").first == "10.20.0.0/16")
    let subnets = await probe.compute("DescribeSubnets", "Filter.1.Name=vpc-id&Filter.1.Value.1=\(site.vpc)")
    #expect(subnets.elements("subnetId") == site.subnets)
    #expect(subnets.elements("availabilityZone") == ["eu-west-1a", "eu-west-1b"])
    #expect(subnets.elements("availabilityZoneId") == ["euw1-az1", "euw1-az2"])
    for attribute in ["enableDnsSupport", "enableDnsHostnames"] {
      let answer = await probe.compute("DescribeVpcAttribute", "VpcId=\(site.vpc)&Attribute=\(attribute)")
      #expect(answer.text.contains("<\(attribute)><value>true</value></\(attribute)>"))
    }
    let tables = await probe.compute(
      "DescribeRouteTables",
      "Filter.1.Name=association.subnet-id&Filter.1.Value.1=\(site.subnets[0])"
    )
    #expect(tables.elements("routeTableId").first == site.routeTables[0])
    #expect(tables.elements("destinationPrefixListId").count == 1)
    let instance = await probe.compute("DescribeInstances", "InstanceId.1=\(site.instance)")
    #expect(instance.elements("arn") == [site.instanceProfileARN])
    let rules = await probe.compute(
      "DescribeSecurityGroupRules",
      "Filter.1.Name=group-id&Filter.1.Value.1=\(site.securityGroup)"
    )
    #expect(rules.elements("fromPort") == ["443", "11005", "-1"])
  }

  @Test(arguments: [(true, 1, 0), (false, 0, 1)])
  func `endpoints are there as the options say`(hasS3: Bool, gateways: Int, interfaces: Int) async {
    var site = SiteOptions()
    site.hasS3Gateway = hasS3
    site.hasSecretsEndpoint = !hasS3
    let kinds = await probe(site).compute("DescribeVpcEndpoints").elements("vpcEndpointType")
    #expect(kinds.count { $0 == "Gateway" } == gateways)
    #expect(kinds.count { $0 == "Interface" } == interfaces)
  }

  @Test(arguments: [
    ("DescribeVpcs", "VpcId.1=vpc-0", "InvalidVpcID.NotFound"),
    ("DescribeSubnets", "SubnetId.1=subnet-0", "InvalidSubnetID.NotFound"),
    ("DescribeInstances", "InstanceId.1=i-0", "InvalidInstanceID.NotFound"),
    ("DescribeSubnets", "Filter.1.Name=colour&Filter.1.Value.1=red", "InvalidParameterValue"),
    ("RunInstances", "", "InvalidAction"),
  ])
  func `what EC2 refuses is refused`(operation: String, form: String, code: String) async {
    #expect(await probe().compute(operation, form).elements("Code") == [code])
  }

  @Test func `another account sees nothing of the network`() async {
    let probe = await probe()
    #expect(await probe.compute("DescribeVpcs", as: probe.keys.member).elements("vpcId") == [])
  }

  // MARK: SSM

  @Test(arguments: [("x86", "AWS-Parameters-and-Secrets-Lambda-Extension:101"), ("arm64", "Extension-Arm64:101")])
  func `the newest extension is a public parameter`(architecture: String, end: String) async throws {
    let name = "/aws/service/aws-parameters-and-secrets-lambda-extension/\(architecture)/latest"
    let answer = try await probe().parameters("GetParameter", #"{"Name":"\#(name)"}"#).json()
    let parameter = try #require(answer["Parameter"] as? [String: Any])
    #expect((parameter["Value"] as? String)?.hasSuffix(end) == true)
    #expect(parameter["ARN"] as? String == "arn:aws:ssm:eu-west-1::parameter\(name)")
  }

  @Test func `a parameter has versions, and is found by its ARN`() async throws {
    let probe = await probe()
    let put = #"{"Name":"/a/b","Value":"VALUE","Type":"String","Overwrite":true}"#
    _ = await probe.parameters("PutParameter", put.replacing("VALUE", with: "one"))
    let second = try await probe.parameters("PutParameter", put.replacing("VALUE", with: "two")).json()
    #expect(second["Version"] as? Int == 2)
    let arn = "arn:aws:ssm:eu-west-1:\(probe.world.backupAccount):parameter/a/b"
    for name in ["/a/b", "/a/b:2", arn] {
      #expect(await probe.parameters("GetParameter", #"{"Name":"\#(name)"}"#).status == 200)
    }
    let old = try await probe.parameters("GetParameter", #"{"Name":"/a/b:1"}"#).json()
    #expect(old["__type"] as? String == "ParameterNotFound")
  }

  // MARK: Logs

  @Test(arguments: [
    ("", 3), (#"\"two words\""#, 1), ("one", 2), ("one -two", 1), ("?three ?two", 2),
    (#"{ $.step = \"one\" }"#, 1), (#"{ $.step != \"one\" }"#, 0),
  ])
  func `a pattern picks events`(pattern: String, count: Int) async throws {
    let probe = await probe()
    await probe.world.perform { state, now in
      let events = [#"{"step":"one"}"#, "one two words", "three"].map { LogStore.Event(at: now, message: $0) }
      state.logs.write(events, to: "s", of: "/g", account: state.backupAccount, region: "eu-west-1", at: now)
    }
    let answer = try await probe.logs("FilterLogEvents", #"{"logGroupName":"/g","filterPattern":"\#(pattern)"}"#).json()
    #expect((answer["events"] as? [Any])?.count == count)
  }

  @Test func `a stream is read page by page`() async throws {
    let probe = await probe()
    await probe.world.perform { state, now in
      let events = (1...5).map { LogStore.Event(at: now, message: "line \($0)") }
      state.logs.write(events, to: "s", of: "/g", account: state.backupAccount, region: "eu-west-1", at: now)
    }
    func page(_ more: String) async throws -> (lines: [String], next: String) {
      let body = #"{"logGroupName":"/g","logStreamName":"s","limit":2,"startFromHead":true\#(more)}"#
      let answer = try await probe.logs("GetLogEvents", body).json()
      let events = try #require(answer["events"] as? [[String: Any]])
      return (events.compactMap { $0["message"] as? String }, try #require(answer["nextForwardToken"] as? String))
    }
    let first = try await page("")
    #expect(first.lines == ["line 1", "line 2"])
    let second = try await page(#","nextToken":"\#(first.next)""#)
    #expect(second.lines == ["line 3", "line 4"])
    let third = try await page(#","nextToken":"\#(second.next)""#)
    let end = try await page(#","nextToken":"\#(third.next)""#)
    #expect(end.lines == [])
    #expect(end.next == third.next)
  }

  // MARK: SQS

  @Test func `a message is hidden while it is worked on, and gone when it is deleted`() async throws {
    let probe = await probe()
    let made = try await probe.queues("CreateQueue", #"{"QueueName":"dead"}"#).json()
    let url = try #require(made["QueueUrl"] as? String)
    _ = await probe.queues("SendMessage", #"{"QueueUrl":"\#(url)","MessageBody":"one"}"#)
    func depth() async throws -> String? {
      let body = #"{"QueueUrl":"\#(url)","AttributeNames":["ApproximateNumberOfMessages"]}"#
      let answer = try await probe.queues("GetQueueAttributes", body).json()
      return (answer["Attributes"] as? [String: String])?["ApproximateNumberOfMessages"]
    }
    #expect(try await depth() == "1")
    let received = try await probe.queues("ReceiveMessage", #"{"QueueUrl":"\#(url)"}"#).json()
    let message = try #require((received["Messages"] as? [[String: Any]])?.first)
    #expect(message["Body"] as? String == "one")
    #expect(try await depth() == "0")
    let handle = try #require(message["ReceiptHandle"] as? String)
    _ = await probe.queues("DeleteMessage", #"{"QueueUrl":"\#(url)","ReceiptHandle":"\#(handle)"}"#)
    #expect(await probe.world.perform { state, _ in state.queues.queue(url)?.messages.count } == 0)
  }

  @Test func `another account's queue does not exist`() async throws {
    let probe = await probe()
    let made = try await probe.queues("CreateQueue", #"{"QueueName":"dead"}"#).json()
    let url = try #require(made["QueueUrl"] as? String)
    let answer = await probe.queues("GetQueueAttributes", #"{"QueueUrl":"\#(url)"}"#, as: probe.keys.member)
    #expect(try answer.json()["__type"] as? String == "com.amazonaws.sqs#QueueDoesNotExist")
  }
}

/// A part of AWS that shares nothing with the others: its regions, the names of its hosts, its fixed regions.
///
/// Source: partitions and endpoint rules of botocore 1.43.11, as its clients resolve them.
package struct Partition: Hashable, Sendable {
  /// Where a service that has one home in the whole partition lives.
  package struct Home: Hashable, Sendable {
    /// The region in its signatures, whatever region the caller works in.
    package let region: String
    package let host: String
    /// Nil here and below: built like a regional service's, with the caller's region.
    package let fipsHost: String?
    package let dualStackHost: String?
    package let fipsDualStackHost: String?

    init(region: String, host: String, fips: String? = nil, dualStack: String? = nil, fipsDualStack: String? = nil) {
      self.region = region
      self.host = host
      fipsHost = fips
      dualStackHost = dualStack
      fipsDualStackHost = fipsDualStack
    }
  }

  /// The word in ARNs.
  package let name: String
  /// What its regions begin with, up to the first hyphen or further.
  package let regionPrefixes: [String]
  package let suffix: String
  package let dualStackSuffix: String
  package let homes: [Service: Home]
  /// Services whose ordinary host is the FIPS host already.
  package let plainHostIsFIPS: Set<Service>
  /// Services that answer IPv6 on their ordinary hosts, and have no others for it.
  package let plainHostIsDualStack: Set<Service>
  /// Sign-In's hosts put the region first, where this is not nil: `eu-west-1.signin.aws.amazon.com`.
  package let signInSuffix: String?

  package static let all = [aws, govCloud, china, europeanSovereignCloud]

  /// The partition of `region`, nil for one that no partition here has.
  ///
  /// An unknown prefix of the usual form counts as `aws`, which keeps getting new ones; the isolated partitions do not.
  package static func containing(region: String) -> Partition? {
    let parts = region.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty }), parts.last?.allSatisfy(\.isWholeNumber) == true,
      region.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
    else { return nil }
    if region.contains("-iso") { return nil }
    return all.last { partition in partition.regionPrefixes.contains { region.hasPrefix($0) } } ?? aws
  }

  package static let aws = Partition(
    name: "aws",
    regionPrefixes: ["us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "mx-"],
    suffix: "amazonaws.com",
    dualStackSuffix: "api.aws",
    homes: [
      .account: Home(
        region: "us-east-1",
        host: "account.us-east-1.amazonaws.com",
        fips: "account-fips.us-east-1.amazonaws.com",
        dualStack: "account.us-east-1.api.aws",
        fipsDualStack: "account-fips.us-east-1.api.aws"
      ),
      .organizations: Home(
        region: "us-east-1",
        host: "organizations.us-east-1.amazonaws.com",
        fips: "organizations-fips.us-east-1.amazonaws.com"
      ),
      .iam: Home(
        region: "us-east-1",
        host: "iam.amazonaws.com",
        fips: "iam-fips.amazonaws.com",
        dualStack: "iam.global.api.aws",
        fipsDualStack: "iam-fips.global.api.aws"
      ),
    ],
    plainHostIsFIPS: [],
    plainHostIsDualStack: [.secretsManager],
    signInSuffix: "signin.aws.amazon.com"
  )

  package static let govCloud = Partition(
    name: "aws-us-gov",
    regionPrefixes: ["us-gov-"],
    suffix: "amazonaws.com",
    dualStackSuffix: "api.aws",
    homes: [
      .account: Home(
        region: "us-gov-west-1",
        host: "account.us-gov-west-1.amazonaws.com",
        fips: "account-fips.us-gov-west-1.amazonaws.com",
        dualStack: "account.us-gov-west-1.api.aws",
        fipsDualStack: "account-fips.us-gov-west-1.api.aws"
      ),
      .organizations: Home(
        region: "us-gov-west-1",
        host: "organizations.us-gov-west-1.amazonaws.com",
        fips: "organizations.us-gov-west-1.amazonaws.com"
      ),
      .iam: Home(
        region: "us-gov-west-1",
        host: "iam.us-gov.amazonaws.com",
        fips: "iam.us-gov.amazonaws.com",
        dualStack: "iam.us-gov.api.aws",
        fipsDualStack: "iam.us-gov.api.aws"
      ),
    ],
    plainHostIsFIPS: [
      .cloudFormation, .cloudWatch, .ec2, .logs, .serviceQuotas, .sqs, .ssm, .sso, .ssoOIDC, .sts,
    ],
    plainHostIsDualStack: [.secretsManager],
    signInSuffix: "signin.amazonaws-us-gov.com"
  )

  package static let china = Partition(
    name: "aws-cn",
    regionPrefixes: ["cn-"],
    suffix: "amazonaws.com.cn",
    dualStackSuffix: "api.amazonwebservices.com.cn",
    homes: [
      .account: Home(
        region: "cn-northwest-1",
        host: "account.cn-northwest-1.amazonaws.com.cn",
        fips: "account-fips.cn-northwest-1.amazonaws.com.cn",
        dualStack: "account.cn-northwest-1.api.amazonwebservices.com.cn",
        fipsDualStack: "account-fips.cn-northwest-1.api.amazonwebservices.com.cn"
      ),
      .organizations: Home(region: "cn-northwest-1", host: "organizations.cn-northwest-1.amazonaws.com.cn"),
      .iam: Home(
        region: "cn-north-1",
        host: "iam.cn-north-1.amazonaws.com.cn",
        dualStack: "iam.global.api.amazonwebservices.com.cn"
      ),
    ],
    plainHostIsFIPS: [],
    plainHostIsDualStack: [.secretsManager],
    signInSuffix: "signin.amazonaws.cn"
  )

  package static let europeanSovereignCloud = Partition(
    name: "aws-eusc",
    regionPrefixes: ["eusc-"],
    suffix: "amazonaws.eu",
    dualStackSuffix: "api.amazonwebservices.eu",
    homes: [
      .account: Home(
        region: "eusc-de-east-1",
        host: "account.eusc-de-east-1.amazonaws.eu",
        fips: "account-fips.eusc-de-east-1.amazonaws.eu",
        dualStack: "account.eusc-de-east-1.api.amazonwebservices.eu",
        fipsDualStack: "account-fips.eusc-de-east-1.api.amazonwebservices.eu"
      ),
      .organizations: Home(region: "eusc-de-east-1", host: "organizations.eusc-de-east-1.amazonaws.eu"),
      .iam: Home(
        region: "eusc-de-east-1",
        host: "iam.eusc-de-east-1.amazonaws.eu",
        dualStack: "iam.api.amazonwebservices.eu"
      ),
    ],
    plainHostIsFIPS: [],
    plainHostIsDualStack: [],
    signInSuffix: nil
  )
}

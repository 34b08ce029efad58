import Transport

/// Finds a service's endpoint from settings, partition and region.
///
/// Order, as AWS documents it: the service's own override, the general override, the partition's rules. An override
/// changes neither region nor name in the signature.
package struct EndpointResolver: Sendable {
  private let settings: AWSSettings

  package init(settings: AWSSettings) { self.settings = settings }

  /// The endpoint of `service`, in `region` or else the settings' region.
  ///
  /// Organizations and IAM have one home in a partition; without any region that of partition `aws` is taken.
  package func endpoint(for service: Service, region: String? = nil) throws(AWSError) -> Endpoint {
    let wanted = region ?? settings.region
    let home = try partition(of: wanted).homes[service]
    guard let place = wanted ?? home?.region else {
      throw .misconfigured("\(service.name) needs a region: set AWS_REGION, or region in the profile or the context")
    }
    let signingRegion = home?.region ?? place
    if let text = settings.endpointURLs[service.settingsKey] ?? settings.endpointURL {
      return try overridden(by: text, service: service, signingRegion: signingRegion)
    }
    return Endpoint(
      host: try host(of: service, region: place),
      signingRegion: signingRegion,
      signingName: service.signingName,
      takesBucketHosts: service == .s3
    )
  }

  private func partition(of region: String?) throws(AWSError) -> Partition {
    guard let region else { return .aws }
    guard let partition = Partition.containing(region: region) else {
      let known = Partition.all.map(\.name).joined(separator: ", ")
      throw .misconfigured("\"\(region)\" is no region of the partitions \(known); a region looks like eu-west-1")
    }
    return partition
  }

  /// Refused together with FIPS, so that nobody believes to be on a FIPS host while the override names another.
  private func overridden(by text: String, service: Service, signingRegion: String) throws(AWSError) -> Endpoint {
    guard !settings.usesFIPS else {
      throw .misconfigured(
        "\(service.name) has an endpoint override, and FIPS endpoints are asked for: drop one of them"
      )
    }
    guard let override = EndpointOverride(text) else {
      throw .misconfigured("the endpoint of \(service.name) is not of the form http(s)://host[:port][/path]")
    }
    return Endpoint(
      scheme: override.scheme,
      host: override.host,
      port: override.port,
      path: override.path,
      signingRegion: signingRegion,
      signingName: service.signingName
    )
  }

  private func host(of service: Service, region: String) throws(AWSError) -> String {
    let partition = try partition(of: region)
    if let home = partition.homes[service], let host = homeHost(home) { return host }
    if service == .s3 { return bucketHost(region: region, suffix: partition.suffix) }
    let isPlain = !settings.usesFIPS && !settings.usesDualStack
    if service == .signIn, isPlain, let suffix = partition.signInSuffix { return "\(region).\(suffix)" }
    let plainServes = !settings.usesDualStack && partition.plainHostIsFIPS.contains(service)
    let label = settings.usesFIPS && !plainServes ? "\(service.hostLabel)-fips" : service.hostLabel
    let hasDualStackHosts = !partition.plainHostIsDualStack.contains(service)
    let suffix = settings.usesDualStack && hasDualStackHosts ? partition.dualStackSuffix : partition.suffix
    return "\(label).\(region).\(suffix)"
  }

  /// S3 keeps the ordinary suffix and says in labels of its own what a host speaks: `s3-fips.dualstack.us-east-1.…`.
  private func bucketHost(region: String, suffix: String) -> String {
    let label = settings.usesFIPS ? "s3-fips" : "s3"
    return "\(label).\(settings.usesDualStack ? "dualstack." : "")\(region).\(suffix)"
  }

  private func homeHost(_ home: Partition.Home) -> String? {
    switch (settings.usesFIPS, settings.usesDualStack) {
    case (false, false): home.host
    case (true, false): home.fipsHost
    case (false, true): home.dualStackHost
    case (true, true): home.fipsDualStackHost
    }
  }
}

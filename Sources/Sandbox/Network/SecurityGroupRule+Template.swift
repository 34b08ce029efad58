extension SecurityGroupRule {
  /// A rule as templates write it, in a group or as a resource of its own.
  ///
  /// - Throws: EC2's errors for a protocol without ports and for a rule without a peer.
  init(_ object: TemplateObject, isEgress: Bool) throws(ServiceFailure) {
    let side = isEgress ? "Destination" : "Source"
    let peer: Peer? =
      if let cidr = object.text("CidrIp") {
        .addresses(cidr)
      } else if let cidr = object.text("CidrIpv6") {
        .addressesV6(cidr)
      } else if let group = object.text("\(side)SecurityGroupId") {
        .group(group)
      } else {
        object.text("\(side)PrefixListId").map(Peer.prefixList)
      }
    guard let peer else {
      throw .absent("InvalidParameterValue", "Invalid value '' for CIDR, group or prefix list of a rule.")
    }
    let name = object.text("IpProtocol")?.lowercased() ?? ""
    // Protocols by number mean the same as their names.
    let ipProtocol = ["6": "tcp", "17": "udp", "1": "icmp"][name] ?? name
    let ports = (object.integer("FromPort"), object.integer("ToPort"))
    if ["tcp", "udp"].contains(ipProtocol) {
      guard let from = ports.0, let to = ports.1, (0...65_535).contains(from), from <= to, to <= 65_535 else {
        throw .absent("InvalidParameterValue", "Invalid port range for protocol \(ipProtocol).")
      }
    }
    self.init(
      isEgress: isEgress,
      ipProtocol: ipProtocol,
      fromPort: ipProtocol == "-1" ? -1 : ports.0 ?? -1,
      toPort: ipProtocol == "-1" ? -1 : ports.1 ?? -1,
      peer: peer,
      description: object.text("Description")
    )
  }
}

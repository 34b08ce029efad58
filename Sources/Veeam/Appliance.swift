package import Transport

/// The REST API of one Veeam Backup for AWS appliance.
package actor Appliance {
  private let trust: Trust

  package init(trust: Trust) { self.trust = trust }
}

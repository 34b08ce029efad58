import AWS

/// AWS Security Token Service.
package struct STS: Sendable {}

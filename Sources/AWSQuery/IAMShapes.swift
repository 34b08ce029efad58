import AWS
package import Foundation

// Source: the service model of IAM 2010-05-08 (botocore 1.43.11). Documents travel percent-encoded.
extension IAM {
  /// One page of any of the lists.
  package struct ListResponse<Item: Sendable>: Page {
    package let items: [Item]
    package let nextToken: String?
  }

  package struct Role: Hashable, Sendable {
    package let path: String?
    package let roleName: String
    /// Made anew when a role is deleted and created again under its name; trust policies keep it, not the name.
    package let roleID: String?
    package let arn: String
    package let createDate: Date?
    /// The trust policy, a JSON text.
    package let assumeRolePolicyDocument: String?
    /// In seconds.
    package let maxSessionDuration: Int?
    package let permissionsBoundaryARN: String?
    package let tags: [String: String]

    init(_ element: AnswerElement) throws {
      path = element.string("Path")
      roleName = try element.require("RoleName")
      roleID = element.string("RoleId")
      arn = try element.require("Arn")
      createDate = try element.date("CreateDate")
      assumeRolePolicyDocument =
        element["AssumeRolePolicyDocument"] == nil ? nil : try IAM.document("AssumeRolePolicyDocument", of: element)
      maxSessionDuration = element.integer("MaxSessionDuration")
      permissionsBoundaryARN = element["PermissionsBoundary"]?.string("PermissionsBoundaryArn")
      tags = element.list("Tags").reduce(into: [:]) { tags, tag in
        if let key = tag.string("Key") { tags[key] = tag["Value"]?.text ?? "" }
      }
    }
  }

  package struct AttachedPolicy: Hashable, Sendable {
    package let policyName: String?
    package let policyARN: String

    init(_ element: AnswerElement) throws {
      policyName = element.string("PolicyName")
      policyARN = try element.require("PolicyArn")
    }
  }

  package struct Policy: Hashable, Sendable {
    package let policyName: String?
    package let arn: String
    package let defaultVersionID: String
    package let attachmentCount: Int?

    init(_ element: AnswerElement) throws {
      policyName = element.string("PolicyName")
      arn = try element.require("Arn")
      defaultVersionID = try element.require("DefaultVersionId")
      attachmentCount = element.integer("AttachmentCount")
    }
  }

  package struct InstanceProfile: Hashable, Sendable {
    package let instanceProfileName: String
    package let arn: String
    package let roles: [Role]

    init(_ element: AnswerElement) throws {
      instanceProfileName = try element.require("InstanceProfileName")
      arn = try element.require("Arn")
      roles = try element.list("Roles").map(Role.init)
    }
  }

  package struct EvaluationResult: Hashable, Sendable {
    package let actionName: String
    package let resourceName: String?
    /// `allowed`, `explicitDeny`, `implicitDeny`.
    package let decision: String
    /// What the policies ask for and the simulation did not know: the decision is not conclusive then.
    package let missingContextValues: [String]
    package let isAllowedByOrganizations: Bool?

    init(_ element: AnswerElement) throws {
      actionName = try element.require("EvalActionName")
      resourceName = element.string("EvalResourceName")
      decision = try element.require("EvalDecision")
      missingContextValues = element.list("MissingContextValues").map(\.text)
      isAllowedByOrganizations = element["OrganizationsDecisionDetail"]?.flag("AllowedByOrganizations")
    }
  }
}

"""boto3 works with the services around a deployment of backup roles, each in a small world of its own."""
import json

import pytest
from botocore.exceptions import ClientError
from sandbox_process import pages

EXTENSION = "/aws/service/aws-parameters-and-secrets-lambda-extension"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}


@pytest.fixture
def sandbox(serve):
    return serve("--scenario", "healthy", "--accounts", "10", fresh=True)


def refusal(call, **named):
    with pytest.raises(ClientError) as caught:
        call(**named)
    return caught.value.response["Error"]["Code"]


def backup_account(sandbox):
    return sandbox.client("sts", "backup").get_caller_identity()["Account"]


# S3


@pytest.fixture
def bucket(sandbox):
    s3 = sandbox.client("s3", "backup")
    s3.create_bucket(Bucket="artifacts", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_versioning(Bucket="artifacts", VersioningConfiguration={"Status": "Enabled"})
    return s3


def test_a_bucket_is_set_up_as_artifacts_need_it(bucket):
    bucket.put_public_access_block(
        Bucket="artifacts",
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": False,
        },
    )
    block = bucket.get_public_access_block(Bucket="artifacts")["PublicAccessBlockConfiguration"]
    assert block["BlockPublicAcls"] and not block["RestrictPublicBuckets"]
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"}, "BucketKeyEnabled": True}
    bucket.put_bucket_encryption(Bucket="artifacts", ServerSideEncryptionConfiguration={"Rules": [rule]})
    encryption = bucket.get_bucket_encryption(Bucket="artifacts")["ServerSideEncryptionConfiguration"]
    assert encryption["Rules"] == [rule]
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::artifacts/*"}],
    }
    bucket.put_bucket_policy(Bucket="artifacts", Policy=json.dumps(policy))
    assert json.loads(bucket.get_bucket_policy(Bucket="artifacts")["Policy"]) == policy
    assert bucket.get_bucket_versioning(Bucket="artifacts")["Status"] == "Enabled"
    assert bucket.head_bucket(Bucket="artifacts")["BucketRegion"] == "eu-west-1"
    assert [found["Name"] for found in bucket.list_buckets()["Buckets"]] == ["artifacts"]


def test_objects_have_versions(sandbox, bucket):
    owner = backup_account(sandbox)
    first = bucket.put_object(Bucket="artifacts", Key="a b/f+1.zip", Body=b"one", ExpectedBucketOwner=owner)
    second = bucket.put_object(Bucket="artifacts", Key="a b/f+1.zip", Body=b"two" * 5_000_000, Metadata={"release": "1"})
    head = bucket.head_object(Bucket="artifacts", Key="a b/f+1.zip")
    assert (head["ContentLength"], head["VersionId"], head["Metadata"]) == (15_000_000, second["VersionId"], {"release": "1"})
    old = bucket.get_object(Bucket="artifacts", Key="a b/f+1.zip", VersionId=first["VersionId"])
    assert old["Body"].read() == b"one"
    code = refusal(bucket.get_object, Bucket="artifacts", Key="a b/f+1.zip", ExpectedBucketOwner="123456789012")
    assert code == "AccessDenied"
    listed = pages(bucket, "list_object_versions", "Versions", Bucket="artifacts", PaginationConfig={"PageSize": 1})
    assert [found["VersionId"] for found in listed] == [second["VersionId"], first["VersionId"]]
    assert refusal(bucket.delete_bucket, Bucket="artifacts") == "BucketNotEmpty"
    marker = bucket.delete_object(Bucket="artifacts", Key="a b/f+1.zip")
    assert marker["DeleteMarker"]
    assert refusal(bucket.get_object, Bucket="artifacts", Key="a b/f+1.zip") == "NoSuchKey"
    ids = [first["VersionId"], second["VersionId"], marker["VersionId"]]
    objects = [{"Key": "a b/f+1.zip", "VersionId": version} for version in ids]
    assert len(bucket.delete_objects(Bucket="artifacts", Delete={"Objects": objects})["Deleted"]) == 3
    bucket.delete_bucket(Bucket="artifacts")
    assert refusal(bucket.head_bucket, Bucket="artifacts") == "404"


# Secrets Manager


def test_a_secret_is_rotated_by_hand(sandbox):
    secrets = sandbox.client("secretsmanager", "backup")
    made = secrets.create_secret(Name="mine", SecretString="one", Tags=[{"Key": "a", "Value": "b"}], KmsKeyId="k")
    password = secrets.get_random_password(PasswordLength=40, ExcludePunctuation=True)["RandomPassword"]
    assert len(password) == 40 and password.isalnum()
    pending = secrets.put_secret_value(SecretId="mine", SecretString=password, VersionStages=["AWSPENDING"])["VersionId"]
    move = {"SecretId": "mine", "VersionStage": "AWSCURRENT", "MoveToVersionId": pending}
    assert refusal(secrets.update_secret_version_stage, **move) == "InvalidParameterException"
    secrets.update_secret_version_stage(**move, RemoveFromVersionId=made["VersionId"])
    described = secrets.describe_secret(SecretId="mine")
    assert described["VersionIdsToStages"][made["VersionId"]] == ["AWSPREVIOUS"]
    assert described["KmsKeyId"] == "k" and described["Tags"] == [{"Key": "a", "Value": "b"}]
    assert secrets.get_secret_value(SecretId="mine")["SecretString"] == password
    assert len(secrets.list_secret_version_ids(SecretId="mine")["Versions"]) == 2


def test_a_deleted_secret_can_be_restored(sandbox):
    secrets = sandbox.client("secretsmanager", "backup")
    secrets.create_secret(Name="mine", SecretString="one")
    assert secrets.delete_secret(SecretId="mine")["DeletionDate"]
    assert refusal(secrets.get_secret_value, SecretId="mine") == "InvalidRequestException"
    names = [found["Name"] for found in pages(secrets, "list_secrets", "SecretList", IncludePlannedDeletion=True)]
    assert "mine" in names
    secrets.restore_secret(SecretId="mine")
    assert secrets.get_secret_value(SecretId="mine")["SecretString"] == "one"
    secrets.tag_resource(SecretId="mine", Tags=[{"Key": "owner", "Value": "backup"}])
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:DeleteSecret", "Resource": "*"}],
    }
    secrets.put_resource_policy(SecretId="mine", ResourcePolicy=json.dumps(policy), BlockPublicPolicy=True)
    assert json.loads(secrets.get_resource_policy(SecretId="mine")["ResourcePolicy"]) == policy


# IAM


def test_a_role_has_its_policies(sandbox):
    iam = sandbox.client("iam", "backup")
    made = iam.create_role(RoleName="worker", Path="/backup/", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    assert made["AssumeRolePolicyDocument"] == TRUST
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
    policy = iam.create_policy(PolicyName="reads", PolicyDocument=json.dumps(document))["Policy"]
    iam.attach_role_policy(RoleName="worker", PolicyArn=policy["Arn"])
    assert iam.list_attached_role_policies(RoleName="worker")["AttachedPolicies"] == [
        {"PolicyName": "reads", "PolicyArn": policy["Arn"]}
    ]
    version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId="v1")["PolicyVersion"]
    assert version["Document"] == document and version["IsDefaultVersion"]
    results = iam.simulate_principal_policy(
        PolicySourceArn=made["Arn"], ActionNames=["s3:GetObject", "s3:PutObject"]
    )["EvaluationResults"]
    assert [found["EvalDecision"] for found in results] == ["allowed", "implicitDeny"]
    assert refusal(iam.delete_role, RoleName="worker") == "DeleteConflict"
    iam.detach_role_policy(RoleName="worker", PolicyArn=policy["Arn"])
    iam.delete_role(RoleName="worker")
    assert refusal(iam.get_role, RoleName="worker") == "NoSuchEntity"
    assert iam.get_account_summary()["SummaryMap"]["Roles"] == 1
    profile = iam.get_instance_profile(InstanceProfileName="veeam-appliance")["InstanceProfile"]
    assert [role["RoleName"] for role in profile["Roles"]] == ["veeam-appliance"]


# EC2


def test_the_appliances_network_is_there(sandbox):
    ec2 = sandbox.client("ec2", "backup")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
    assert len({subnet["AvailabilityZone"] for subnet in subnets}) == 2
    for name in ("enableDnsSupport", "enableDnsHostnames"):
        answer = ec2.describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=name)
        assert answer[name[0].upper() + name[1:]]["Value"]
    (endpoint,) = ec2.describe_vpc_endpoints()["VpcEndpoints"]
    assert (endpoint["VpcEndpointType"], endpoint["ServiceName"]) == ("Gateway", "com.amazonaws.eu-west-1.s3")
    lists = {found["PrefixListName"]: found["PrefixListId"] for found in ec2.describe_prefix_lists()["PrefixLists"]}
    tables = ec2.describe_route_tables(RouteTableIds=endpoint["RouteTableIds"])["RouteTables"]
    routes = {route.get("DestinationPrefixListId"): route.get("GatewayId") for route in tables[0]["Routes"]}
    assert routes[lists["com.amazonaws.eu-west-1.s3"]] == endpoint["VpcEndpointId"]
    (reservation,) = ec2.describe_instances()["Reservations"]
    (instance,) = reservation["Instances"]
    assert instance["IamInstanceProfile"]["Arn"].endswith(":instance-profile/veeam-appliance")
    groups = [group["GroupId"] for group in instance["SecurityGroups"]]
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": groups}])["SecurityGroupRules"]
    assert 11005 in [rule["FromPort"] for rule in rules if not rule["IsEgress"]]
    (group,) = ec2.describe_security_groups(GroupIds=groups)["SecurityGroups"]
    assert group["VpcId"] == vpc["VpcId"]
    assert len(ec2.describe_network_interfaces()["NetworkInterfaces"]) == 1
    assert "eu-west-1" in [region["RegionName"] for region in ec2.describe_regions()["Regions"]]


# The rest


def test_the_extension_is_a_public_parameter(sandbox):
    ssm = sandbox.client("ssm", "backup")
    value = ssm.get_parameter(Name=f"{EXTENSION}/x86/latest")["Parameter"]["Value"]
    assert value.startswith("arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:")
    ssm.put_parameter(Name="/mine", Value="one", Type="String")
    assert refusal(ssm.put_parameter, Name="/mine", Value="two", Type="String") == "ParameterAlreadyExists"
    assert refusal(ssm.get_parameter, Name="/none") == "ParameterNotFound"


def test_a_queue_takes_messages_and_gives_them_out(sandbox):
    sqs = sandbox.client("sqs", "backup")
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one")
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "one"
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_attributes(QueueUrl=url.replace("dead", "none"), AttributeNames=["All"])


def test_quotas_regions_and_logs_answer(sandbox):
    quotas = sandbox.client("service-quotas", "backup")
    quota = quotas.get_service_quota(ServiceCode="lambda", QuotaCode="L-B99A9384")["Quota"]
    assert quota["Value"] == 1000
    assert refusal(quotas.get_service_quota, ServiceCode="lambda", QuotaCode="L-0") == "NoSuchResourceException"
    regions = pages(sandbox.client("account", "backup"), "list_regions", "Regions")
    statuses = {region["RegionName"]: region["RegionOptStatus"] for region in regions}
    assert (statuses["eu-west-1"], statuses["af-south-1"]) == ("ENABLED_BY_DEFAULT", "DISABLED")
    logs = sandbox.client("logs", "backup")
    assert logs.describe_log_groups()["logGroups"] == []
    assert refusal(logs.filter_log_events, logGroupName="/none") == "ResourceNotFoundException"


def test_policies_of_the_organization_are_read(sandbox):
    organizations = sandbox.client("organizations")
    (root,) = organizations.list_roots()["Roots"]
    found = pages(
        organizations, "list_policies_for_target", "Policies", TargetId=root["Id"], Filter="SERVICE_CONTROL_POLICY"
    )
    assert [policy["Id"] for policy in found] == ["p-FullAWSAccess"]
    content = organizations.describe_policy(PolicyId="p-FullAWSAccess")["Policy"]["Content"]
    assert json.loads(content)["Statement"][0]["Action"] == "*"

"""A client in another language signs in to the simulated appliance and reads its roles."""
import datetime
import ipaddress
import itertools
import ssl
import urllib.error
import urllib.request

import pytest
import requests
from appliance_client import VERSION, ApplianceClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

ADMINISTRATOR = "veeam-backup-aws-credentials"
READER = "veeam-console-reader"
LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


@pytest.fixture(scope="module")
def appliance(serve):
    return ApplianceClient(serve("--accounts", "50", "--scenario", "healthy"))


@pytest.fixture
def reader(appliance):
    return appliance.sign_in(**appliance.credential(READER)).json()["access_token"]


def test_pages_add_up_to_the_whole_list(appliance, reader):
    found, total = [], None
    for offset in itertools.count(step=7):
        page = appliance.request("GET", "/accounts/amazon", token=reader, params={"Offset": offset, "Limit": 7}).json()
        total = page["totalCount"]
        if not page["results"]:
            break
        found += page["results"]
    whole = appliance.request("GET", "/accounts/amazon", token=reader, params={"Offset": 0, "Limit": -1}).json()
    assert found == whole["results"]
    assert len({role["id"] for role in found}) == total > 50


def test_a_link_leads_to_the_role(appliance, reader):
    page = appliance.request("GET", "/accounts/amazon", token=reader, params={"Limit": 1, "Offset": 3}).json()
    (role,) = page["results"]
    (link,) = [link for link in role["_links"] if link["rel"] == "self"]
    assert link["method"] == "GET"
    assert appliance.request("GET", link["href"].removeprefix(appliance.url), token=reader).json() == role


def test_a_wrong_password_is_refused_without_repeating_it(appliance):
    answer = appliance.sign_in("console-reader", "Wrong-password-1")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Wrong-password-1" not in answer.text


@pytest.mark.parametrize(
    "version, problem",
    [(VERSION, None), ("1.5-rev1", None), ("1.8-rev0", "unsupportedApiVersion"), ("7", "invalidApiVersion")],
)
def test_the_version_decides(appliance, version, problem):
    answer = appliance.sign_in(**appliance.credential(READER), version=version)
    assert answer.status_code == (400 if problem else 200)
    assert answer.json().get("type") == (f"{appliance.url}/problems/{problem}" if problem else None)
    if problem:
        assert "text/html" in requests.get(
            answer.json()["type"], verify=appliance.certificate, timeout=30
        ).headers["Content-Type"]


def test_going_down_from_the_newest_finds_a_version(appliance):
    newest_first = [f"1.{minor}-rev0" for minor in range(9, -1, -1)]
    accepted = next(
        version
        for version in newest_first
        if appliance.sign_in(**appliance.credential(READER), version=version).status_code == 200
    )
    assert accepted == "1.7-rev0"


def test_a_reader_is_no_administrator(appliance, reader):
    assert appliance.request("GET", "/users", token=reader).status_code == 403
    assert appliance.request("GET", "/system/version", token=reader).status_code == 403
    assert appliance.request("GET", "/statistics/summary", token=reader).status_code == 200


def test_a_new_password_needs_the_old_one_and_works_at_once(appliance):
    old = appliance.credential(ADMINISTRATOR)
    token = appliance.sign_in(**old).json()["access_token"]
    change = {"password": "Harbor?6173x", "oldPassword": old["password"]}
    path = f"/users/{old['username']}"
    assert appliance.request("PUT", path, token=token, json={"password": "Harbor?6173x"}).status_code == 400
    assert appliance.request("PUT", path, token=token, json=change).status_code == 200
    assert appliance.sign_in(**old).status_code == 401
    renewed = appliance.sign_in(old["username"], "Harbor?6173x").json()["access_token"]
    back = {"password": old["password"], "oldPassword": "Harbor?6173x"}
    assert appliance.request("PUT", path, token=renewed, json=back).status_code == 200
    assert appliance.sign_in(**old).status_code == 200


def test_system_roots_do_not_trust_it(appliance):
    with pytest.raises(urllib.error.URLError) as refusal:
        urllib.request.urlopen(appliance.url + "/problems/accessDenied", timeout=30)
    assert isinstance(refusal.value.reason, ssl.SSLCertVerificationError)


def bundle(password):
    """A PFX file with a fresh certificate for 127.0.0.1, as an administrator would upload it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "backup.example.com")])
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([LOOPBACK]), False)
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(b"backup", key, certificate, None, encryption)


def test_an_uploaded_certificate_is_the_one_shown(serve):
    appliance = ApplianceClient(serve("--accounts", "50", "--scenario", "healthy", fresh=True))
    token = appliance.sign_in(**appliance.credential(ADMINISTRATOR)).json()["access_token"]
    before = appliance.trust()

    def upload(password):
        return appliance.request(
            "POST",
            "/settings/certificates/upload",
            token=token,
            files={"certificateFile": ("backup.pfx", bundle(b"right"))},
            data={"certificatePassword": password},
        ).status_code

    assert upload("wrong") == 400
    assert appliance.trust() == before
    assert upload("right") == 202
    assert appliance.trust() != before
    # The services have restarted: the session is over, a new one shows the certificate's name.
    assert appliance.request("GET", "/settings/certificates", token=token).status_code == 401
    token = appliance.sign_in(**appliance.credential(ADMINISTRATOR)).json()["access_token"]
    (shown,) = appliance.request("GET", "/settings/certificates", token=token).json()["data"]
    assert "backup.example.com" in shown["subject"]
    assert shown["automaticallyGenerated"] is False

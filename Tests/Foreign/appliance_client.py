"""How a foreign client reaches the simulated appliance of a sandbox."""
import hashlib
import json
import pathlib
import ssl
import urllib.parse

import requests

VERSION = "1.7-rev0"


class ApplianceClient:
    """Speaks with the appliance over the one certificate it trusts."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.url = sandbox.exports["ROLECALL_APPLIANCE_URL"] + "/api/v1"
        self.certificate = str(sandbox.home / "appliance.pem")
        assert self.trust() == sandbox.exports["ROLECALL_APPLIANCE_SHA256"]

    def trust(self):
        """Takes the certificate that is shown now as the only one to trust, and returns its fingerprint."""
        address = urllib.parse.urlsplit(self.url)
        pem = ssl.get_server_certificate((address.hostname, address.port), timeout=10)
        pathlib.Path(self.certificate).write_text(pem)
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).digest()
        return ":".join(f"{byte:02X}" for byte in digest)

    def credential(self, secret):
        """User name and password, from the backup account's secret."""
        client = self.sandbox.client("secretsmanager", profile="backup")
        return json.loads(client.get_secret_value(SecretId=secret)["SecretString"])

    def request(self, method, path, version=VERSION, token=None, **options):
        headers = {"Accept": "application/json"}
        if version:
            headers["x-api-version"] = version
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return requests.request(
            method, self.url + path, headers=headers, verify=self.certificate, timeout=30, **options
        )

    def sign_in(self, username, password, **options):
        form = {"grant_type": "password", "username": username, "password": password}
        return self.request("POST", "/token", data=form, **options)

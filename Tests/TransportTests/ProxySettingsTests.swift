import Testing
import Transport

@Suite struct ProxySettingsTests {
  @Test(arguments: [
    (["https_proxy": "http://proxy:3128"], "proxy:3128"),
    (["HTTPS_PROXY": "http://proxy:3128/"], "proxy:3128"),
    (["https_proxy": "http://low:1", "HTTPS_PROXY": "http://up:2"], "low:1"),
    (["https_proxy": "", "HTTPS_PROXY": "http://up:2"], "up:2"),
    (["https_proxy": "proxy:3128"], "proxy:3128"),
    (["https_proxy": "http://proxy"], "proxy:80"),
    (["https_proxy": "http://user:pa%3Ass@proxy:3128"], "proxy:3128"),
    (["https_proxy": "http://[2001:db8::1]:3128"], "[2001:db8::1]:3128"),
    (["https_proxy": ""], nil),
    (["http_proxy": "http://proxy:3128"], nil),
    ([:], nil),
  ])
  func `a proxy is read from the environment`(environment: [String: String], server: String?) throws {
    let settings = try ProxySettings(environment: environment)
    #expect(settings.server(for: .get(host: "example.com", port: 443))?.description == server)
  }

  @Test(arguments: [
    "https://proxy:443", "socks5://proxy:1080", "http://", "http://proxy:port", "http://proxy:0",
    "http://a:%zz@proxy:1",
  ])
  func `what is no proxy address is refused without repeating it`(value: String) {
    let error = #expect(throws: TransportError.self) { try ProxySettings(environment: ["HTTPS_PROXY": value]) }
    #expect(error == .proxyMalformed(variable: "HTTPS_PROXY"))
    #expect(error?.sentence == "HTTPS_PROXY is no proxy address")
  }

  @Test func `plain requests have their own proxy, in lower case only`() throws {
    let settings = try ProxySettings(environment: ["http_proxy": "http://plain:1", "https_proxy": "http://secure:2"])
    var request = HTTPRequest.get(host: "example.com", port: 80)
    request.scheme = .http
    #expect(settings.server(for: request)?.description == "plain:1")
    let upper = try ProxySettings(environment: ["HTTP_PROXY": "http://plain:1"])
    #expect(upper.server(for: request) == nil)
  }

  @Test(arguments: [
    ("example.com", "example.com", 443, true),
    ("example.com", "api.example.com", 443, true),
    (".example.com", "api.example.com", 443, true),
    (".example.com", "example.com", 443, true),
    ("*.example.com", "api.example.com", 443, true),
    ("EXAMPLE.com", "Api.Example.COM.", 443, true),
    ("example.com", "notexample.com", 443, false),
    ("example.com", "example.com.evil.org", 443, false),
    ("example.com:8443", "example.com", 8443, true),
    ("example.com:8443", "example.com", 443, false),
    ("other.org, example.com", "example.com", 443, true),
    ("other.org example.com", "example.com", 443, true),
    ("*", "example.com", 443, true),
    ("10.0.0.5", "10.0.0.5", 11_005, true),
    ("10.0.0.5:11005", "10.0.0.5", 11_005, true),
    ("10.0.0.5:11005", "10.0.0.5", 443, false),
    ("10.0.0.5", "10.0.0.50", 443, false),
    ("10.0.0.0/8", "10.200.3.4", 443, true),
    ("10.0.0.0/8", "11.0.0.1", 443, false),
    ("10.128.0.0/9", "10.127.255.255", 443, false),
    ("10.128.0.0/9", "10.128.0.0", 443, true),
    ("0.0.0.0/0", "8.8.8.8", 443, true),
    ("10.0.0.0/33", "10.0.0.1", 443, false),
    ("2001:db8::/32", "2001:db8:1::5", 443, true),
    ("2001:db8::/32", "2001:db9::5", 443, false),
    ("[2001:db8::1]:8443", "2001:db8::1", 8443, true),
    ("10.0.0.0/8", "ten.example.com", 443, false),
    ("", "example.com", 443, false),
    (",, ,", "example.com", 443, false),
  ])
  func `no_proxy exempts names, suffixes, addresses and ranges`(
    entries: String,
    host: String,
    port: Int,
    isExempt: Bool
  ) throws {
    let settings = try ProxySettings(environment: ["https_proxy": "http://proxy:3128", "no_proxy": entries])
    #expect((settings.server(for: .get(host: host, port: port)) == nil) == isExempt)
  }

  @Test(arguments: [
    "localhost", "api.localhost", "127.0.0.1", "127.8.8.8", "::1", "169.254.169.254", "169.254.170.2", "fd00:ec2::254",
    "fe80::1",
  ])
  func `what is near is never reached through a proxy`(host: String) throws {
    let settings = try ProxySettings(environment: ["https_proxy": "http://proxy:3128"])
    #expect(settings.server(for: .get(host: host, port: 443)) == nil)
  }

  @Test func `a proxy's description keeps its password back`() throws {
    let settings = try ProxySettings(environment: ["https_proxy": "http://ann:hunter2@proxy:3128"])
    let server = try #require(settings.server(for: .get(host: "example.com", port: 443)))
    #expect("\(server)" == "proxy:3128")
  }
}

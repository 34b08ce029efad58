// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target of ours.
///
/// Warnings are errors here, and only here: dependencies keep their own.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// Arrows go down only; `.ci/arrows` holds each target's imports against the table in the README.
let package = Package(
  name: "RoleCall",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Level 0
    room("Fleet"),
    room("Transport", [asyncHTTPClient, crypto, nioCore, nioHTTP1, nioPosix, nioSSL]),
    .target(
      name: "CTerminal",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]
    ),
    .target(name: "CTemplates"),
    room("Templates", ["CTemplates"]),
    // What glibc 2.34 lacks and the functions' dependencies ask for.
    .target(name: "CCompatibility"),
    // Level 1
    room("AWS", ["Transport", crypto]),
    room("Veeam", ["Transport", crypto]),
    room("Terminal", ["CTerminal"]),
    room("Store", ["Fleet", grdb]),
    room(
      "Sandbox",
      [
        "Templates", asn1, crypto, hummingbird, hummingbirdTLS, logging, nioCore, nioHTTP1, nioPosix, nioSSL, x509,
        yams,
      ]
    ),
    // Level 2
    room("AWSQuery", ["AWS", "Transport", subprocess]),
    // Level 3
    room("Functions", ["AWS", "Fleet", "Transport", "Veeam", crypto]),
    room("Operations", ["AWS", "AWSQuery", "Fleet", "Store", "Templates", "Transport", "Veeam", crypto, yams]),
    // Level 4
    room("Console", ["Fleet", "Operations", "Store", "Terminal"]),
    // Level 5
    .executableTarget(
      name: "rolecall",
      dependencies: [
        "Console", "Fleet", "Functions", "Operations", "Sandbox", "Store", "Templates", "Terminal", "Transport",
        "Veeam", argumentParser, subprocess, yams,
      ],
      swiftSettings: house
    ),
    .executableTarget(name: "bootstrap", dependencies: ["Functions", "CCompatibility"], swiftSettings: house),

    // What several test targets share.
    .target(
      name: "TestSupport",
      dependencies: ["Functions", "Sandbox", "Transport", asn1, crypto, nioCore, nioPosix, nioSSL, x509],
      path: "Tests/Support",
      swiftSettings: house
    ),
    tests("FleetTests", ["Fleet"]),
    tests("TransportTests", ["Transport", "TestSupport"]),
    tests("AWSTests", ["AWS", "Transport", "Sandbox", "TestSupport", crypto], resources: [.copy("Vectors")]),
    tests("AWSQueryTests", ["AWSQuery", "AWS", "Transport", "Sandbox", "TestSupport"]),
    tests("TemplatesTests", ["Templates", yams]),
    tests(
      "FunctionsTests",
      ["Functions", "AWS", "Fleet", "Sandbox", "TestSupport", "Transport", "Veeam", asyncHTTPClient, crypto]
    ),
    tests("VeeamTests", ["Veeam", "Transport", "Sandbox", "TestSupport"]),
    tests("TerminalTests", ["Terminal"]),
    tests("StoreTests", ["Store", "Fleet", grdb]),
    tests(
      "SandboxTests",
      [
        "Functions", "Sandbox", "Templates", "TestSupport", "Transport", asyncHTTPClient, crypto, nioCore, nioHTTP1,
        nioSSL,
      ]
    ),
    tests(
      "OperationsTests",
      [
        "Operations", "Fleet", "Functions", "Store", "Templates", "AWS", "AWSQuery", "Veeam", "Transport", "Sandbox",
        "TestSupport",
      ]
    ),
    tests("ConsoleTests", ["Console", "Operations", "Fleet", "Store", "Terminal"], resources: [.copy("Goldens")]),
    tests(
      "RolecallTests",
      ["rolecall", "Operations", "Fleet", "Sandbox", "Templates", "TestSupport"],
      resources: [.copy("Goldens")]
    ),
  ]
)

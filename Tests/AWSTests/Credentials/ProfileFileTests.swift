import Testing

@testable import AWS

/// What the reader makes of a file; where botocore reads the same (`configloader.load_config`), the same is expected.
struct ProfileFileTests {
  typealias Sections = [String: [String: ProfileFile.Value]]

  static let readable: [(text: String, sections: Sections)] = [
    ("", [:]),
    ("# top\n; top\n[default]\n# in\nkey = value\n; in\n", ["default": ["key": .text("value")]]),
    ("[default]\nkey = a=b = c\nKEY2=v\n", ["default": ["key": .text("a=b = c"), "key2": .text("v")]]),
    ("[default]\nkey = one\n  two\n", ["default": ["key": .text("one\ntwo")]]),
    ("[default]\r\nkey = v\r\n", ["default": ["key": .text("v")]]),
    ("[default]\nkey=\n", ["default": ["key": .text("")]]),
    ("[a]\n[b]\n", ["a": [:], "b": [:]]),
    // An inline comment needs white space before it.
    (
      "[a] # named a\nkey = v # why\nurl = http://h/#part\n",
      ["a": ["key": .text("v"), "url": .text("http://h/#part")]]
    ),
    ("[a]\nkey = v ; why\nother = v;w\n", ["a": ["key": .text("v"), "other": .text("v;w")]]),
    // Duplicates merge, and the later value wins.
    (
      "[a]\nx = 1\ny = 1\n[b]\nz = 1\n[a]\nx = 2\n", ["a": ["x": .text("2"), "y": .text("1")], "b": ["z": .text("1")]]
    ),
    ("[a]\nx = 1\nx = 2\n", ["a": ["x": .text("2")]]),
    (
      "[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1/x?a=b\n  retry = 3\ns3 =\n  endpoint_url = http://h\n",
      [
        "services local": [
          "sts": .nested(["endpoint_url": "http://127.0.0.1:1/x?a=b", "retry": "3"]),
          "s3": .nested(["endpoint_url": "http://h"]),
        ]
      ]
    ),
    // An indented line at the start of a section belongs to no key above it.
    ("[a]\nx = 1\n[b]\n  y = 2\n", ["a": ["x": .text("1")], "b": ["y": .text("2")]]),
  ]

  @Test(arguments: readable)
  func `a file is read into its sections`(text: String, sections: Sections) throws {
    #expect(try ProfileFile(text, path: "f").sections == sections)
  }

  @Test(arguments: [
    ("key = v\n", "f, line 1: expected a [section] before the first key"),
    ("[a]\nkey = v\nword\n", "f, line 3: expected key = value"),
    ("[a]\n= v\n", "f, line 2: expected a key before ="),
    ("\n[a\n", "f, line 2: expected ] after the section's name"),
    ("[a]\nsts =\n  word\n", "f, line 3: expected key = value"),
  ])
  func `a line that cannot be meant is named`(text: String, sentence: String) {
    #expect(throws: CredentialError.misconfigured(sentence)) { try ProfileFile(text, path: "f") }
  }

  @Test func `an error does not repeat the line, which may hold a key`() {
    let error = #expect(throws: CredentialError.self) { try ProfileFile("[a]\nsecretword\n", path: "f") }
    #expect(error?.sentence.contains("secretword") == false)
  }
}

import Testing

@testable import AWSQuery

/// Expected words are those of Python's `shlex.split`.
struct CommandWordsTests {
  @Test(
    arguments: [
      ("", []),
      ("a b", ["a", "b"]),
      ("  a \t b\nc\r\n", ["a", "b", "c"]),
      ("a  'b c' d", ["a", "b c", "d"]),
      ("a \"b c\"d", ["a", "b cd"]),
      ("a\\ b", ["a b"]),
      (#""a\"b" "c\d" 'e\f'"#, ["a\"b", "c\\d", "e\\f"]),
      ("''", [""]),
      ("a '' b", ["a", "", "b"]),
      ("a'b'c", ["abc"]),
      (#""\\""#, ["\\"]),
      ("é 'ü'", ["é", "ü"]),
      ("$HOME \"`ls`\" * ; | &", ["$HOME", "`ls`", "*", ";", "|", "&"]),
      (#"'it'\''s'"#, ["it's"]),
    ] as [(String, [String])]
  )
  func `a command line is split as a shell splits it`(line: String, words: [String]) {
    #expect(CommandWords(line)?.words == words)
  }

  @Test(arguments: ["a \"b", "a 'b", "a \\", "\"a\\"])
  func `an open quote or a last backslash is refused`(line: String) {
    #expect(CommandWords(line) == nil)
  }
}

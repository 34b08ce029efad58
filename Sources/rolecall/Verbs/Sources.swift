import FoundationEssentials
import Glibc
import Operations
import Subprocess

/// The checkout that this program was built from, where it still lies in its build folder.
struct Sources {
  let root: String

  /// The folder of the running program.
  static var folderOfThisProgram: String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard length > 0 else { return nil }
    let path = String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
  }

  static var ofThisProgram: Sources? {
    var folder = folderOfThisProgram
    while let current = folder, !current.isEmpty {
      if FileManager.default.isExecutableFile(atPath: "\(current)/Resources/package-functions") {
        return Sources(root: current)
      }
      folder = current.lastIndex(of: "/").map { String(current[..<$0]) }
    }
    return nil
  }

  /// Makes the archive, and returns where it lies.
  ///
  /// What the build says goes to standard error. Fresh sources are told by the script itself: it does nothing twice.
  func packageFunctions() async throws -> String {
    let script = "\(root)/Resources/package-functions"
    let outcome = try await Subprocess.run(
      .path(Self.literal(script)),
      input: .none,
      output: .currentStandardError,
      error: .currentStandardError
    )
    guard outcome.terminationStatus.isSuccess else {
      throw OperatorError(sentence: "the functions could not be built", nextStep: "run \(script) to see why")
    }
    return "\(root)/.build/functions.zip"
  }

  /// Makes a value of a type that Subprocess takes as a literal: its path type lives in a module that is not ours to import.
  private static func literal<Value: ExpressibleByStringLiteral>(_ text: String) -> Value
  where Value.StringLiteralType == String { Value(stringLiteral: text) }
}

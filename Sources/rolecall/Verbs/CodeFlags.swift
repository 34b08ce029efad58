import ArgumentParser
import FoundationEssentials
import Operations

/// Where the functions' code comes from.
struct CodeFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The functions' archive; by default functions.zip beside the program or in .build.",
      valueName: "file"
    ),
    completion: .file(extensions: ["zip"])
  )
  var functions: String?

  @Option(help: ArgumentHelp("The processor the archive was made for: x86_64 or arm64.", valueName: "name"))
  var architecture: FunctionsArchive.Architecture = .own

  /// The archive that was named, lies where it usually does, or is made from the sources the program runs from.
  func archive(_ surroundings: Surroundings) async throws -> FunctionsArchive {
    if let functions { return try FunctionsArchive(path: functions, architecture: architecture) }
    let places = Self.usualPlaces
    if let found = places.first(where: FileManager.default.fileExists) {
      return try FunctionsArchive(path: found, architecture: architecture)
    }
    guard let sources = Sources.ofThisProgram else {
      throw OperatorError(
        sentence: "the functions' archive is not there (\(places.joined(separator: ", ")))",
        nextStep: "make it with Resources/package-functions, or name it with --functions",
        exitStatus: ExitStatus.misused.rawValue
      )
    }
    try surroundings.tell("building the functions, which takes several minutes the first time")
    return try FunctionsArchive(path: try await sources.packageFunctions(), architecture: architecture)
  }

  private static var usualPlaces: [String] {
    let beside = Sources.folderOfThisProgram.map { "\($0)/functions.zip" }
    let built = Sources.ofThisProgram.map { "\($0.root)/.build/functions.zip" }
    return [beside, built].compactMap(\.self)
  }
}

extension FunctionsArchive.Architecture: ExpressibleByArgument {}

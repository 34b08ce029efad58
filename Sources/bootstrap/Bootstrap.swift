import CCompatibility
import FoundationEssentials
import Functions
import Glibc

/// What Lambda starts: one of the functions, told by `_HANDLER`.
@main
struct Bootstrap {
  static func main() async {
    rolecall_link_compatibility()
    let environment = FunctionEnvironment(variables: ProcessInfo.processInfo.environment) { line in
      print(line)
      fflush(nil)
    }
    exit(await FunctionProgram(environment).run())
  }
}

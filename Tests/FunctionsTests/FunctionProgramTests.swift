import Functions
import Testing

struct FunctionProgramTests {
  @Test func `an environment without a handler ends with a status`() async {
    #expect(await FunctionProgram(FunctionEnvironment(variables: [:]) { _ in }).run() == 1)
  }
}

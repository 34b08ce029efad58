import Synchronization
import TestSupport
import Testing

@testable import AWS

struct CodePromptTests {
  private func question(_ device: String = "device") -> CodePrompt.Question {
    .init(source: "profile a", device: device)
  }

  @Test func `all who wait for one device share one answer`() async throws {
    let asked = Mutex(0)
    let gate = Gate()
    let prompt = CodePrompt { question in
      asked.withLock { $0 += 1 }
      await gate.pass()
      return "123456"
    }
    let codes = try await withTimeout {
      try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<20 {
          group.addTask { try await prompt.code(for: .init(source: "profile \(number)", device: "device")) }
        }
        while await prompt.waiterCount(for: "device") < 20 { await Task.yield() }
        gate.open()
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
    }
    #expect(codes == ["123456"])
    #expect(asked.withLock { $0 } == 1)
  }

  @Test func `two devices are asked for one after the other`() async throws {
    let standing = Mutex((now: 0, most: 0))
    let prompt = CodePrompt { question in
      standing.withLock { state in
        state.now += 1
        state.most = max(state.most, state.now)
      }
      await Task.yield()
      standing.withLock { $0.now -= 1 }
      return question.device == "one" ? "111111" : "222222"
    }
    async let one = prompt.code(for: question("one"))
    async let two = prompt.code(for: question("two"))
    #expect(try await [one, two] == ["111111", "222222"])
    #expect(standing.withLock { $0.most } == 1)
  }

  @Test(arguments: [(" 123 456\n", "123456"), ("000000", "000000")])
  func `white space in a code is no matter`(answer: String, code: String) async throws {
    #expect(try await CodePrompt { _ in answer }.code(for: question()) == code)
  }

  @Test(arguments: [nil, "", "12345", "1234567", "12345a", "１２３４５６"])
  func `no answer, or none that is a code, is an error`(answer: String?) async {
    await #expect(throws: CredentialError.codeUnavailable(source: "profile a")) {
      try await CodePrompt { _ in answer }.code(for: question())
    }
  }

  @Test func `the next question is asked anew`() async throws {
    let count = Mutex(0)
    let prompt = CodePrompt { _ in
      count.withLock { count in
        count += 1
        return count == 1 ? nil : "654321"
      }
    }
    await #expect(throws: CredentialError.self) { try await prompt.code(for: question()) }
    #expect(try await prompt.code(for: question()) == "654321")
  }
}

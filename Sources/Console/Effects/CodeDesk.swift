/// Where whoever needs a code (an MFA device's, say) asks for it, and where the console answers.
///
/// Hand ``ask(_:)`` to the credential chain and the desk to ``Services``. Questions wait in line; with no console
/// attached they wait too, so bound them where they are asked.
package actor CodeDesk {
  /// A question as the status line shows it.
  package struct Question: Hashable, Sendable {
    package let number: Int
    package let sentence: String

    package init(number: Int, sentence: String) {
      self.number = number
      self.sentence = sentence
    }
  }

  /// What is asked, in the order of asking.
  package nonisolated let questions: AsyncStream<Question>

  private nonisolated let continuation: AsyncStream<Question>.Continuation
  private var waiting: [Int: CheckedContinuation<String?, Never>] = [:]
  private var asked = 0

  package init() {
    (questions, continuation) = AsyncStream.makeStream()
  }

  /// Asks, and waits for the answer; nil when the person declines or the asking task is cancelled.
  package func ask(_ sentence: String) async -> String? {
    asked += 1
    let number = asked
    return await withTaskCancellationHandler {
      await withCheckedContinuation { answer in
        if Task.isCancelled { return answer.resume(returning: nil) }
        waiting[number] = answer
        continuation.yield(Question(number: number, sentence: sentence))
      }
    } onCancel: {
      Task { await self.answer(number, with: nil) }
    }
  }

  /// Answers question `number`; an answer to nothing is dropped.
  package func answer(_ number: Int, with text: String?) {
    waiting.removeValue(forKey: number)?.resume(returning: text)
  }
}

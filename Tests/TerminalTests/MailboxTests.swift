import Terminal
import Testing

struct MailboxTests {
  @Test func `messages are taken in the order of their posts, once`() {
    let mailbox = Mailbox<Int>()
    for number in 0..<5 { mailbox.post(number) }
    #expect(mailbox.take() == [0, 1, 2, 3, 4])
    #expect(mailbox.take() == [])
    mailbox.post(5)
    #expect(mailbox.take() == [5])
  }

  @Test func `posts of many tasks all arrive, each task's in order`() async {
    let mailbox = Mailbox<(task: Int, number: Int)>()
    await withTaskGroup { group in
      for task in 0..<8 {
        group.addTask { for number in 0..<200 { mailbox.post((task, number)) } }
      }
    }
    let messages = mailbox.take()
    #expect(messages.count == 1600)
    for task in 0..<8 { #expect(messages.filter { $0.task == task }.map(\.number) == Array(0..<200)) }
  }
}

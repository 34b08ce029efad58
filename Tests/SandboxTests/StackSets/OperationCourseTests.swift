import Testing

@testable import Sandbox

struct OperationCourseTests {
  /// How a course is told to work, and what it starts with ten stacks in one region.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let preferences: OperationRecord.Preferences?
    let atOnce: Int

    var testDescription: String { name }
  }

  private static func preferences(
    tolerance: Int? = nil,
    tolerancePercentage: Int? = nil,
    width: Int? = nil,
    widthPercentage: Int? = nil,
    mode: String? = nil,
    regions: String? = nil,
    order: [String] = []
  ) -> OperationRecord.Preferences {
    .init(
      regionConcurrency: regions,
      regionOrder: order,
      failureToleranceCount: tolerance,
      failureTolerancePercentage: tolerancePercentage,
      maxConcurrentCount: width,
      maxConcurrentPercentage: widthPercentage,
      concurrencyMode: mode
    )
  }

  private static let soft = "SOFT_FAILURE_TOLERANCE"

  @Test(arguments: [
    Case(name: "nothing said", preferences: preferences(), atOnce: 1),
    Case(name: "a count without tolerance", preferences: preferences(width: 5), atOnce: 1),
    Case(name: "a count within the tolerance", preferences: preferences(tolerance: 4, width: 5), atOnce: 5),
    Case(name: "a count beyond the tolerance", preferences: preferences(tolerance: 2, width: 9), atOnce: 3),
    Case(name: "a soft count", preferences: preferences(width: 9, mode: soft), atOnce: 9),
    Case(name: "a percentage, rounded down", preferences: preferences(widthPercentage: 25, mode: soft), atOnce: 2),
    Case(name: "a percentage of next to nothing", preferences: preferences(widthPercentage: 1, mode: soft), atOnce: 1),
    Case(
      name: "two percentages",
      preferences: preferences(tolerancePercentage: 30, widthPercentage: 100),
      atOnce: 4
    ),
    Case(name: "automatic deployment", preferences: nil, atOnce: 10),
  ])
  func `the preferences say how many stacks are worked on at once`(example: Case) {
    var course = OperationCourse(regions: Array(repeating: "eu-west-1", count: 10), example.preferences)
    #expect(course.start() == Array(0..<example.atOnce))
    #expect(course.start().isEmpty)
  }

  @Test func `with a strict tolerance every failure takes a place away`() {
    var course = OperationCourse(
      regions: Array(repeating: "eu-west-1", count: 10),
      Self.preferences(tolerance: 3, width: 4)
    )
    #expect(course.start() == [0, 1, 2, 3])
    #expect(course.end(0, hasFailed: true).isEmpty)
    #expect(course.start().isEmpty)
    #expect(course.end(1, hasFailed: false).isEmpty)
    #expect(course.start() == [4])
  }

  @Test func `with a soft tolerance the places stay`() {
    var course = OperationCourse(
      regions: Array(repeating: "eu-west-1", count: 10),
      Self.preferences(tolerance: 3, width: 4, mode: Self.soft)
    )
    #expect(course.start() == [0, 1, 2, 3])
    #expect(course.end(0, hasFailed: true).isEmpty)
    #expect(course.start() == [4])
  }

  @Test func `one failure too many ends it, and the rest is cancelled`() {
    var course = OperationCourse(
      regions: Array(repeating: "eu-west-1", count: 5),
      Self.preferences(tolerance: 1, width: 2)
    )
    #expect(course.start() == [0, 1])
    #expect(course.end(0, hasFailed: true).isEmpty)
    #expect(course.end(1, hasFailed: true) == [2, 3, 4])
    #expect(course.start().isEmpty)
    #expect(course.isOver)
    #expect(course.hasFailed)
  }

  @Test func `failures within the tolerance are a success`() {
    var course = OperationCourse(regions: ["a", "a"], Self.preferences(tolerance: 2, width: 2))
    #expect(course.start() == [0, 1])
    for number in 0...1 { #expect(course.end(number, hasFailed: true).isEmpty) }
    #expect(course.isOver)
    #expect(!course.hasFailed)
  }

  @Test func `regions come one after another, in the order asked for`() {
    var course = OperationCourse(
      regions: ["a", "b", "a", "b"],
      Self.preferences(tolerance: 1, width: 2, order: ["b"])
    )
    #expect(course.start() == [1, 3])
    #expect(course.end(1, hasFailed: false).isEmpty)
    #expect(course.start().isEmpty)
    #expect(course.end(3, hasFailed: false).isEmpty)
    #expect(course.start() == [0, 2])
  }

  @Test func `a region that failed takes the following ones with it`() {
    var course = OperationCourse(regions: ["a", "b", "a"], Self.preferences(order: ["a"]))
    #expect(course.start() == [0])
    #expect(course.end(0, hasFailed: true) == [2, 1])
  }

  @Test func `regions side by side fail each for itself`() {
    var course = OperationCourse(regions: ["a", "b", "a", "b"], Self.preferences(regions: "PARALLEL"))
    #expect(course.start() == [0, 1])
    #expect(course.end(0, hasFailed: true) == [2])
    #expect(course.end(1, hasFailed: false).isEmpty)
    #expect(course.start() == [3])
  }

  @Test func `what has not begun is cancelled by a stop, what runs ends`() {
    var course = OperationCourse(regions: ["a", "a", "a"], Self.preferences())
    #expect(course.start() == [0])
    #expect(course.stop() == [1, 2])
    #expect(!course.isOver)
    #expect(course.end(0, hasFailed: false).isEmpty)
    #expect(course.isOver)
  }
}

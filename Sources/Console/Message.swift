import Fleet
import FoundationEssentials
import Operations
import Terminal

/// Something that happened; the only way anything gets into ``State``.
enum Message: Hashable, Sendable {
  case started
  case keyPressed(Key)
  case resized(Size)
  case clockTicked(Date)
  /// `generation`: of the refresh (or of the opening) that it belongs to.
  case pictureTaken(Picture, generation: Int)
  case refreshReported(RefreshReport, generation: Int)
  /// Some of the doctor's checks, as they became known.
  case checksFound([DoctorCheck], generation: Int)
  case examinationEnded(generation: Int)
  case signInReported(SignInEvent, attempt: Int)
  case codeAsked(CodeDesk.Question)
  case exported(ExportRequest)
  case exportFailed(ExportRequest, ExportProblem)
  /// Something in the background did not work; one sentence.
  case hitProblem(String)
}

/// What there is to say about a refresh besides the picture.
enum RefreshReport: Hashable, Sendable {
  case started(SourceName)
  case progressed(SourceName, read: Int, expected: Int?)
  case ended(SourceName)
  case throttled(service: String, retryIn: Duration?)
  case remarked(String)
  case finished
}

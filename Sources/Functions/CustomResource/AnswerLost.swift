/// CloudFormation could not be told in time; Lambda is to deliver the event again.
struct AnswerLost: Explained {
  let sentence = "the answer could not be sent to CloudFormation"
}

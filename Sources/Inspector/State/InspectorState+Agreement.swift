import Relevance
import Sessions

/// How far the judges agree, and the last word on what they disagree about.
extension InspectorState {
    mutating func openAgreement() { screen = .agreement }
    mutating func goToConflict() {}
    mutating func moveConflict(_ step: Int) {}
}

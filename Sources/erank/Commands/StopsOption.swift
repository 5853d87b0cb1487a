import ArgumentParser
import Reranking

/// Where the thoughts of a job are stopped.
enum StopsOption: ExpressibleByArgument, Equatable {
    case none
    case some(StopPlan)

    init?(argument: String) {
        if argument == "none" {
            self = .none
        } else if let plan = StopPlan(rawValue: argument) {
            self = .some(plan)
        } else {
            return nil
        }
    }

    var plan: StopPlan? { if case .some(let plan) = self { plan } else { nil } }

    static let help = ArgumentHelp(
        "Read the answer that the model would have given, had its thought been stopped: none, sentences (before the thought and "
            + "after each sentence), N (after every N tokens) or all (after every token). The default is sentences with "
            + "--session and in JSON, else none.",
        valueName: "points")
}

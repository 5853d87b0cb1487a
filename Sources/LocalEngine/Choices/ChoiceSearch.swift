import Inference

/// The walk through a `ChoiceTree` as the model's probabilities come in: says which token paths it must see next, and adds up.
///
/// Pure: it does not know where probabilities come from.
struct ChoiceSearch {
    /// Tokens appended after the lead, and the probability of exactly these.
    struct Branch: Sendable, Hashable {
        var path: [Int32] = []
        var state = 0
        var mass = 1.0
    }

    /// Branches less likely than this are not followed; they count as `other`.
    static let smallestMass = 1e-6

    let tree: ChoiceTree
    /// What must be evaluated next, all at once if possible. Empty at the end.
    private(set) var pending: [Branch] = [Branch()]
    private(set) var probabilities: [Double]
    private(set) var other = 0.0

    init(_ tree: ChoiceTree) {
        self.tree = tree
        probabilities = Array(repeating: 0, count: tree.choiceCount)
    }

    /// Takes in the next-token distribution after the first pending branch, and removes that branch.
    mutating func expand(probability: (Int32) -> Double) {
        let branch = pending.removeFirst()
        let state = tree.states[branch.state]
        var rest = 1.0
        for (outcome, tokens) in state.exceptions {
            for token in tokens {
                let p = probability(token)
                rest -= p
                add(branch.mass * p, to: outcome, path: branch.path, token: token)
            }
        }
        add(branch.mass * max(0, rest), to: state.rule, path: branch.path, token: nil)
    }

    private mutating func add(_ mass: Double, to outcome: ChoiceTree.Outcome, path: [Int32], token: Int32?) {
        switch outcome {
        case .choice(let choice): probabilities[choice] += mass
        case .open(let state):
            // A rule is never open, so there is always a token.
            if let token, mass >= Self.smallestMass, path.count < tree.longestPath {
                pending.append(Branch(path: path + [token], state: state, mass: mass))
            } else {
                other += mass
            }
        case .other: other += mass
        }
    }
}

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

    /// The most mass that pruning drops, of all levels together. Each branch costs a token to evaluate, and a model that is
    /// unsure has hundreds. So each level keeps its `alwaysFollowed` most probable branches and drops the least probable of the
    /// others while the mass dropped stays within this. What is dropped counts as `other`.
    static let mostUnfollowed = 0.01
    static let alwaysFollowed = 12
    /// Branches less probable than this are never followed, and count as `other` too: those of a sure model weigh less together
    /// than what a screen shows.
    static let smallestMass = 1e-4

    let tree: ChoiceTree
    /// What must be evaluated next, all at once if possible. Empty at the end.
    private(set) var pending: [Branch] = [Branch()]
    private(set) var probabilities: [Double]
    private(set) var other = 0.0
    /// What may still be left unfollowed.
    private var unfollowed = Self.mostUnfollowed
    /// The length of the paths pruned last.
    private var pruned = 0

    init(_ tree: ChoiceTree) {
        self.tree = tree
        probabilities = Array(repeating: 0, count: tree.choiceCount)
    }

    /// Takes in the next-token distribution after the first pending branch, and removes that branch.
    mutating func expand(probability: (Int32) -> Double) {
        guard !pending.isEmpty else { return }
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

    /// The pending branches that are as long as the first: a level is evaluated whole before the next, so that it can be pruned.
    var level: ArraySlice<Branch> {
        guard let length = pending.first?.path.count else { return [] }
        return pending.prefix { $0.path.count == length }
    }

    /// Drops the least of a level of branches, once (of equals the later); half of the allowance is kept for the levels to come.
    /// To be called between two passes: what a pass evaluates must still be pending when it is done.
    mutating func prune() {
        guard let length = pending.first?.path.count, length > pruned else { return }
        pruned = length
        let ascending = pending.indices.sorted { (pending[$0].mass, $1) < (pending[$1].mass, $0) }
        var dropped: Set<Int> = []
        var mass = 0.0
        for index in ascending.dropLast(Self.alwaysFollowed) {
            guard mass + pending[index].mass <= unfollowed / 2 else { break }
            mass += pending[index].mass
            dropped.insert(index)
        }
        guard !dropped.isEmpty else { return }
        unfollowed -= mass
        other += mass
        pending = pending.indices.filter { !dropped.contains($0) }.map { pending[$0] }
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

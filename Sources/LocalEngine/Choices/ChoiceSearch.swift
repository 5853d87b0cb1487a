import Inference

/// A breadth-first search of a `ChoiceTree`. It lists the token paths that the model must evaluate next, and adds up the
/// probabilities of the choices.
///
/// It is a pure value: the caller supplies the probabilities.
struct ChoiceSearch {
    /// A path of tokens after the lead, the state it leads to, and the probability of the path.
    struct Branch: Sendable, Hashable {
        var path: [Int32] = []
        var state = 0
        var mass = 1.0
    }

    /// The largest probability mass that pruning drops in all levels together. Each branch costs a token to evaluate, and an
    /// uncertain model has hundreds of branches. So each level keeps its `alwaysKept` most probable branches, and drops the
    /// least probable others while the dropped mass stays within this limit. Dropped mass counts as `other`.
    static let maxDroppedMass = 0.01
    static let alwaysKept = 12
    /// Branches below this probability are never expanded and count as `other`. Of a confident model they add up to less than
    /// the screens display.
    static let minMass = 1e-4

    let tree: ChoiceTree
    /// The branches that must be evaluated next, shortest first. Empty at the end of the search.
    private(set) var pending: [Branch] = [Branch()]
    private(set) var probabilities: [Double]
    private(set) var other = 0.0
    /// The mass that later pruning may still drop.
    private var droppableMass = Self.maxDroppedMass
    /// The path length of the last pruned level.
    private var pruned = 0

    init(_ tree: ChoiceTree) {
        self.tree = tree
        probabilities = Array(repeating: 0, count: tree.choiceCount)
    }

    /// Removes the first pending branch and expands it with the next-token distribution after it.
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

    /// The current level: the pending branches that are as long as the first. It is evaluated completely before the next level,
    /// so that the next level can be pruned.
    var level: ArraySlice<Branch> {
        guard let length = pending.first?.path.count else { return [] }
        return pending.prefix { $0.path.count == length }
    }

    /// Prunes the current level, once. Of equally probable branches the later one is dropped first. A level may drop at most
    /// half of the mass that is left to drop. Call it only between passes, because the branches of a pass must stay pending
    /// until its end.
    mutating func prune() {
        guard let length = pending.first?.path.count, length > pruned else { return }
        pruned = length
        let ascending = pending.indices.sorted { (pending[$0].mass, $1) < (pending[$1].mass, $0) }
        var dropped: Set<Int> = []
        var mass = 0.0
        for index in ascending.dropLast(Self.alwaysKept) {
            guard mass + pending[index].mass <= droppableMass / 2 else { break }
            mass += pending[index].mass
            dropped.insert(index)
        }
        guard !dropped.isEmpty else { return }
        droppableMass -= mass
        other += mass
        pending = pending.indices.filter { !dropped.contains($0) }.map { pending[$0] }
    }

    private mutating func add(_ mass: Double, to outcome: ChoiceTree.Outcome, path: [Int32], token: Int32?) {
        switch outcome {
        case .choice(let choice): probabilities[choice] += mass
        case .open(let state):
            // `token` is never nil here, because a state's rule is never open.
            if let token, mass >= Self.minMass, path.count < tree.longestPath {
                pending.append(Branch(path: path + [token], state: state, mass: mass))
            } else {
                other += mass
            }
        case .other: other += mass
        }
    }
}

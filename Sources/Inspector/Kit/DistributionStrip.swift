import Relevance
import Terminal

/// A distribution in a row: eleven cells, one a score, each as high as it is likely; yes/no is one bar for yes.
struct DistributionStrip {
    let distribution: ScoreDistribution
    let answer: Int?

    static let width = 11

    func draw(_ grid: inout Grid, _ place: Point, theme: Theme, isSelected: Bool) {
        func styled(_ role: Theme.Role) -> Style { isSelected ? theme.selected(theme.style(role)) : theme.style(role) }
        if distribution.probabilities.count == 2 {
            grid.write(String(repeating: theme.dot, count: Self.width), at: place, style: styled(.quiet))
            grid.write(theme.bar(distribution.probabilities[1], width: Self.width), at: place, style: styled(.bar))
            return
        }
        for (value, probability) in distribution.probabilities.prefix(Self.width).enumerated() {
            let role: Theme.Role = probability < 0.005 ? .quiet : value == answer ? .chosenBar : .bar
            grid.write(String(theme.level(probability)), at: Point(x: place.x + value, y: place.y), style: styled(role))
        }
    }
}

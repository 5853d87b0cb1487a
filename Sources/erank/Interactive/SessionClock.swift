import Foundation

/// A time in a few words: "today 14:20", "yest. 09:05", "12 Nov", "3 Mar 2025".
struct SessionClock {
    var now = Date()
    var calendar = Calendar(identifier: .gregorian)

    func words(for date: Date) -> String {
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        let hour = "\(padded(parts.hour)):\(padded(parts.minute))"
        let days =
            calendar.dateComponents([.day], from: calendar.startOfDay(for: date), to: calendar.startOfDay(for: now)).day ?? 0
        if days == 0 { return "today \(hour)" }
        if days == 1 { return "yest. \(hour)" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = parts.month.flatMap { months.indices.contains($0 - 1) ? months[$0 - 1] : nil } ?? ""
        let day = "\(parts.day ?? 0) \(month)"
        return parts.year == calendar.component(.year, from: now) ? day : "\(day) \(parts.year ?? 0)"
    }

    private func padded(_ number: Int?) -> String {
        let digits = String(number ?? 0)
        return digits.count < 2 ? "0" + digits : digits
    }
}

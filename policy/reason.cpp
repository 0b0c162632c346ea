#include "policy/reason.hpp"

#include <algorithm>
#include <charconv>

namespace policy {
namespace {

std::string_view without_blanks(std::string_view text) {
    const auto blank = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

std::optional<ReasonRule> reason_rule(std::string_view text) {
    using Kind = ReasonRule::Kind;
    constexpr std::string_view length_prefix = "text:";
    constexpr std::string_view pattern_prefix = "pattern:";
    if (text.empty() || text == "list") return ReasonRule{};
    if (text == "none") return ReasonRule{Kind::none};
    if (text.starts_with(pattern_prefix)) {
        const auto pattern = text.substr(pattern_prefix.size());
        if (pattern.empty()) return std::nullopt;
        return ReasonRule{Kind::pattern, 0, std::string(pattern)};
    }
    if (!text.starts_with(length_prefix)) return std::nullopt;
    const auto digits = text.substr(length_prefix.size());
    int length = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (length < 1 || length > longest_reason_text) return std::nullopt;
    return ReasonRule{Kind::text, length};
}

void ReasonDemands::add(ConnectionId connection, const ReasonRule& rule) {
    switch (rule.kind) {
        case ReasonRule::Kind::list:
            demand_.list = true;
            return;
        case ReasonRule::Kind::none:
            return;
        case ReasonRule::Kind::text:
            if (!demand_.text || demand_.text->length < rule.length)
                demand_.text = ReasonDemand::Text{connection, rule.length};
            return;
        case ReasonRule::Kind::pattern: {
            const auto known =
                std::any_of(demand_.patterns.begin(), demand_.patterns.end(), [&](const auto& one) {
                    return one.pattern == rule.pattern;
                });
            if (!known) demand_.patterns.push_back({connection, rule.pattern});
            return;
        }
    }
}

std::optional<ReasonProblem> judge_reason(
    const ReasonDemand& demand,
    std::string_view chosen,
    bool other,
    std::string_view text,
    const std::function<bool(const std::string& pattern, std::string_view text)>& found
) {
    const auto length = characters(text);
    if (demand.list && chosen.empty()) return ReasonProblem{ReasonFault::not_chosen};
    if (demand.text && length < static_cast<std::size_t>(demand.text->length)) {
        return ReasonProblem{ReasonFault::too_short, demand.text->connection, demand.text->length};
    }
    for (const auto& one : demand.patterns) {
        if (length > 0 && found(one.pattern, text)) continue;
        return ReasonProblem{ReasonFault::not_matched, one.connection, 0, one.pattern};
    }
    if (demand.list && other && length == 0) return ReasonProblem{ReasonFault::no_text};
    return std::nullopt;
}

std::size_t characters(std::string_view text) {
    const auto kept = without_blanks(text);
    return static_cast<std::size_t>(std::count_if(kept.begin(), kept.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

}  // namespace policy

#include "policy/campaign.hpp"

#include <array>
#include <utility>

namespace policy {
namespace {

constexpr std::array<std::pair<CampaignState, std::string_view>, 5> states{{
    {CampaignState::draft, "draft"},
    {CampaignState::in_progress, "in_progress"},
    {CampaignState::overdue, "overdue"},
    {CampaignState::completed, "completed"},
    {CampaignState::aborted, "aborted"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> frequencies{{
    {"FREQ=DAILY", "day"},
    {"FREQ=WEEKLY", "week"},
    {"FREQ=MONTHLY", "month"},
    {"FREQ=YEARLY", "year"},
}};

}  // namespace

std::string_view word(CampaignState state) {
    for (const auto& [value, text] : states) {
        if (value == state) return text;
    }
    return "";
}

std::optional<CampaignState> campaign_state(std::string_view text) {
    for (const auto& [value, known] : states) {
        if (known == text) return value;
    }
    return std::nullopt;
}

bool is_running(CampaignState state) {
    return state == CampaignState::in_progress || state == CampaignState::overdue;
}

bool is_ended(CampaignState state) {
    return state == CampaignState::completed || state == CampaignState::aborted;
}

std::string_view word(LateReviewers late) {
    return late == LateReviewers::notify ? "notify" : "reassign";
}

std::optional<LateReviewers> late_reviewers(std::string_view text) {
    for (const auto late : {LateReviewers::notify, LateReviewers::reassign}) {
        if (word(late) == text) return late;
    }
    return std::nullopt;
}

std::string recurrence_words(std::string_view rule) {
    constexpr std::string_view every = ";INTERVAL=";
    for (const auto& [frequency, noun] : frequencies) {
        if (!rule.starts_with(frequency)) continue;
        auto rest = rule.substr(frequency.size());
        if (rest.empty()) return "every " + std::string(noun);
        if (!rest.starts_with(every)) break;
        rest.remove_prefix(every.size());
        const bool number = rest.find_first_not_of("0123456789") == std::string_view::npos;
        if (rest.empty() || !number) break;
        if (rest == "1") return "every " + std::string(noun);
        return "every " + std::string(rest) + " " + std::string(noun) + "s";
    }
    return std::string(rule);
}

std::string_view word(CampaignVerdict verdict) {
    switch (verdict) {
        case CampaignVerdict::open:
            return "open";
        case CampaignVerdict::keep:
            return "keep";
        case CampaignVerdict::remove:
            return "remove";
        case CampaignVerdict::moved:
            return "moved";
    }
    return "";
}

}  // namespace policy

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

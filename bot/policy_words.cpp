// A policy's file and its words, and what a decision says in them.
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "bot/policy_file.hpp"
#include "bot/settings_value.hpp"

namespace bot {

namespace {

constexpr std::size_t largest_file = 256 * 1024;

std::string words_of(const policy::LevelRule& level) {
    std::string text;
    if (level.quorum > 1) text += std::to_string(level.quorum) + " of ";
    for (std::size_t i = 0; i < level.ask.size(); ++i) {
        if (i > 0) text += i + 1 == level.ask.size() ? " or " : ", ";
        const auto& ask = level.ask[i];
        if (ask.kind == policy::ReviewerKind::named_person) text += ask.email;
        for (const auto& [kind, word] : reviewer_words()) {
            if (kind == ask.kind) text += word;
        }
    }
    if (level.ask.empty()) text += "nobody";
    return level.requires_comment ? text + " with a comment" : text;
}

}  // namespace

const std::vector<ReviewerWord>& reviewer_words() {
    static const std::vector<ReviewerWord> words{
        {policy::ReviewerKind::manager, "manager"},
        {policy::ReviewerKind::integration_owner, "integration-owner"},
        {policy::ReviewerKind::resource_owner, "resource-owner"},
        {policy::ReviewerKind::risk_manager, "risk-manager"}};
    return words;
}

std::string policy_text(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(file + ": cannot be read");
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.size() > largest_file) throw std::runtime_error(file + ": is larger than 256 KiB");
    return text;
}

std::string in_words(const policy::Decision& decision) {
    std::string text;
    switch (decision.outcome) {
        case policy::Outcome::approve:
            text = "approved at once";
            break;
        case policy::Outcome::deny:
            return "denied: " + decision.sentence;
        case policy::Outcome::review:
            for (const auto& level : decision.levels)
                text += (text.empty() ? "" : ", then ") + words_of(level);
            break;
    }
    if (decision.longest) text += ", for at most " + duration_text(*decision.longest);
    return text;
}

}  // namespace bot

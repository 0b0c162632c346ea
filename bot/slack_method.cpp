#include "bot/slack_method.hpp"

#include <array>

namespace bot {
namespace {

// Slack's tiers a minute. Slack tolerates "short bursts" of unsaid size: ours stay modest.
constexpr Rate tier_2{20, 4, 1};
constexpr Rate tier_3{50, 8, 2};
constexpr Rate tier_4{100, 15, 4};
constexpr Rate posts{300, 60, 8};  // product.md 11: where Slack gives no figure
constexpr Rate token_tests{600, 20, 0};

constexpr bool by_channel = true;
constexpr bool json = true;
constexpr bool form = false;
constexpr bool repeatable = true;
constexpr bool once = false;

// In the order of the enumeration.
constexpr std::array<MethodFacts, slack_methods> table{{
    {"chat.postMessage", posts, by_channel, json, once},
    {"chat.postEphemeral", tier_4, !by_channel, json, once},
    {"chat.update", tier_3, !by_channel, json, repeatable},
    {"chat.delete", tier_3, !by_channel, json, repeatable},
    {"views.open", tier_4, !by_channel, json, once},
    {"views.push", tier_4, !by_channel, json, once},
    {"views.update", tier_4, !by_channel, json, repeatable},
    {"views.publish", tier_4, !by_channel, json, repeatable},
    {"conversations.open", tier_3, !by_channel, json, repeatable},
    {"conversations.history", tier_3, !by_channel, form, repeatable},
    {"users.list", tier_2, !by_channel, form, repeatable},
    {"users.info", tier_4, !by_channel, form, repeatable},
    {"users.lookupByEmail", tier_3, !by_channel, form, repeatable},
    {"auth.test", token_tests, !by_channel, form, repeatable},
    {"team.info", tier_3, !by_channel, form, repeatable},
}};

}  // namespace

const MethodFacts& facts(SlackMethod method) {
    return table[static_cast<std::size_t>(method)];
}

}  // namespace bot

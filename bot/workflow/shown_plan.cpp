#include "bot/workflow/shown_plan.hpp"

#include <sstream>

namespace bot::workflow {
namespace {

// FNV-1a: short, and the same in every process.
class Digest {
 public:
    void add(std::int64_t number) {
        auto rest = static_cast<std::uint64_t>(number);
        for (int byte = 0; byte < 8; ++byte, rest >>= 8)
            take(static_cast<unsigned char>(rest & 0xff));
    }
    void add(std::string_view text) {
        add(static_cast<std::int64_t>(text.size()));
        for (const char byte : text)
            take(static_cast<unsigned char>(byte));
    }
    std::uint64_t value() const { return value_; }

 private:
    void take(unsigned char byte) { value_ = (value_ ^ byte) * 1099511628211U; }

    std::uint64_t value_ = 14695981039346656037U;
};

void add_way(Digest& deciders, const PlannedWay& way) {
    deciders.add(way.judged.clause);
    deciders.add(static_cast<std::int64_t>(way.decision.outcome));
    deciders.add(way.decision.sentence);
    for (const auto& connection : way.connections)
        deciders.add(connection.id.value);
    for (const auto& level : way.levels) {
        deciders.add(level.number);
        deciders.add(level.quorum);
        for (const auto& reviewer : level.reviewers) {
            deciders.add(reviewer.who.value);
            deciders.add(policy::word(reviewer.as));
        }
    }
}

}  // namespace

ShownPlan shown_plan(const store::DraftRow& draft, const Plan& plan) {
    ShownPlan shown;
    Digest list;
    Digest deciders;
    list.add(draft.beneficiary.value);
    list.add(policy::word(draft.action));
    list.add(plan.purpose ? plan.purpose->purpose.id.value : 0);
    for (const auto& group : plan.groups) {
        if (group.left_out()) continue;
        const auto account = group.identity ? group.identity->value : 0;
        // Removed from several accounts, each is a group of its own; nobody chooses among them.
        if (draft.action == policy::Action::revoke) {
            list.add(account);
        } else {
            shown.accounts[group.integration] = account;
        }
        for (const auto& connection : group.connections) {
            ++shown.grants;
            list.add(connection.id.value);
        }
        for (const auto& way : group.ways)
            add_way(deciders, way);
    }
    shown.list = list.value();
    shown.deciders = deciders.value();
    if (plan.purpose) shown.lasts = plan.purpose->lasts.count();
    return shown;
}

std::string text_of(const ShownPlan& shown) {
    std::ostringstream text;
    text << shown.grants << ' ' << shown.list << ' ' << shown.deciders << ' ' << shown.lasts;
    for (const auto& [integration, account] : shown.accounts)
        text << ' ' << integration.value << ' ' << account;
    return text.str();
}

ShownPlan read_shown_plan(const std::string& text) {
    std::istringstream from(text);
    ShownPlan shown;
    if (!(from >> shown.grants >> shown.list >> shown.deciders >> shown.lasts)) return {};
    std::int64_t integration = 0;
    std::int64_t account = 0;
    while (from >> integration >> account)
        shown.accounts[policy::IntegrationId{integration}] = account;
    return shown;
}

}  // namespace bot::workflow

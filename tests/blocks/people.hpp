// The people and grants of the golden files.
#pragma once

#include <vector>

#include "blocks/model.hpp"

namespace people {

using namespace blocks;

inline const Person alice{"Alice Ahlberg", policy::SlackUserId{"U0ALICE"}};
inline const Person bob{"Bob Brown", policy::SlackUserId{"U0BOB"}};
inline const Person carol{"Carol Chen", policy::SlackUserId{"U0CAROL"}};
inline const Person dan{"Dan <Dev> & Co", {}};  // not in Slack, and with a name to escape
inline const Person me{"Bob Brown", policy::SlackUserId{"U0BOB"}, true};

inline const policy::Instant monday = policy::instant(1772442000);  // 2026-03-02 09:00 UTC
inline const policy::Instant tuesday = policy::instant(1772528400);
inline const policy::Instant friday = policy::instant(1772787600);

inline const std::vector<GrantName> few{
    {"GitHub", "payments-api", "write"},
    {"GitHub", "payments-api", "admin", true},
    {"AWS", "billing-prod", "read"}};

inline std::vector<GrantName> many() {
    std::vector<GrantName> made{{"AWS", "root", "admin", true}, {"Snowflake", "PII", "read", true}};
    for (int i = 0; i < 1200; ++i)
        made.push_back({"GitHub", "repo-" + std::to_string(i), "read"});
    for (int i = 0; i < 700; ++i)
        made.push_back({"AWS", "account-" + std::to_string(i), "viewer"});
    for (int i = 0; i < 98; ++i)
        made.push_back({"App " + std::to_string(i % 10), "thing-" + std::to_string(i), "use"});
    return made;
}

inline const Decider manager{{carol}, policy::ReviewerKind::manager, {"GitHub", "AWS"}};
inline const Decider owner{{dan, alice}, policy::ReviewerKind::integration_owner, {"GitHub"}};
inline const Decider fallback{{alice}, policy::ReviewerKind::risk_manager, {"AWS"}, true};
// Of three people in two capacities two must say yes.
inline Decider two_of_three() {
    Decider made{{carol, dan}, policy::ReviewerKind::risk_manager};
    made.others = {{{alice}, policy::ReviewerKind::resource_owner, {"GitHub · payments-api"}}};
    made.quorum = 2;
    made.yeses = 1;
    return made;
}
inline const Decider four_eyes = two_of_three();
inline const PassedOver left{
    dan, policy::ReviewerKind::integration_owner, {"AWS"}, policy::SkipReason::terminated};
inline const PassedOver nobody{{}, policy::ReviewerKind::manager, {}, policy::SkipReason::missing};

}  // namespace people

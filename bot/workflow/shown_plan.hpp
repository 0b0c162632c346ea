// What page 2 of the request form showed, as a short text: compared with what Submit would ask for,
// so that nothing is sent that its page did not show.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "bot/workflow/submit.hpp"

namespace bot::workflow {

struct ShownPlan {
    std::int64_t grants = 0;
    std::uint64_t list = 0;      // a digest: for whom, what is done, which grants
    std::uint64_t deciders = 0;  // a digest: what the policy says of each, and who is asked
    std::int64_t lasts = 0;      // the purpose, in seconds
    // Which account gets the grants; 0: one that is made then.
    std::map<policy::IntegrationId, std::int64_t> accounts = {};

    bool operator==(const ShownPlan&) const = default;
};

ShownPlan shown_plan(const store::DraftRow& draft, const Plan& plan);

// As it is kept, and back; a foreign text is a plan of nothing.
std::string text_of(const ShownPlan& shown);
ShownPlan read_shown_plan(const std::string& text);

}  // namespace bot::workflow

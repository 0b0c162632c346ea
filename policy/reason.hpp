// Which reason a request has to give: each connection says it by its rule, and a request gives one
// that all of its connections take.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "policy/reason_rule.hpp"

namespace policy {

// What a whole selection asks for; the connections are those that ask for it most.
struct ReasonDemand {
    struct Text {
        ConnectionId connection;
        int length = 1;  // at least
    };
    struct Pattern {
        ConnectionId connection;
        std::string pattern;
    };
    bool list = false;  // one of the configured reasons
    std::optional<Text> text = {};
    std::vector<Pattern> patterns = {};  // each once

    bool wants_text() const { return text.has_value() || !patterns.empty(); }
    bool nothing() const { return !list && !wants_text(); }
};

class ReasonDemands {
 public:
    void add(ConnectionId connection, const ReasonRule& rule);
    const ReasonDemand& demand() const { return demand_; }

 private:
    ReasonDemand demand_;
};

enum class ReasonFault {
    not_chosen,   // none of the list
    no_text,      // "Other", or a rule, without text
    too_short,    // `length`
    not_matched,  // `pattern`
};
struct ReasonProblem {
    ReasonFault fault;
    ConnectionId connection = {};  // that asks for it; none for the first, and for "Other"
    int length = 0;
    std::string pattern = {};
};

// The first thing that is wrong with a reason. `other`: what was chosen in the list asks for text.
// `found` says whether a pattern is found in a text.
std::optional<ReasonProblem> judge_reason(
    const ReasonDemand& demand,
    std::string_view chosen,
    bool other,
    std::string_view text,
    const std::function<bool(const std::string& pattern, std::string_view text)>& found
);

// Characters without the blanks around them.
std::size_t characters(std::string_view text);

}  // namespace policy

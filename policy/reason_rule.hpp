// Which reason one connection asks for (product.md section 10, "Reason Rule").
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace policy {

// One connection's rule.
struct ReasonRule {
    enum class Kind {
        list,     // one of the configured reasons
        none,     // no reason is needed
        text,     // text of at least `length` characters
        pattern,  // text in which `pattern` is found: a ticket
    };
    Kind kind = Kind::list;
    int length = 0;
    std::string pattern = {};

    bool operator==(const ReasonRule&) const = default;
};

// The longest text that a rule may ask for.
inline constexpr int longest_reason_text = 500;

// From its column or cell: "none", "list", "text:20", "pattern:REGEX"; empty: the configured list.
// Nothing if it is no rule. Whether a pattern can be compiled is not known here.
std::optional<ReasonRule> reason_rule(std::string_view text);

}  // namespace policy

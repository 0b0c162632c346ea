// The vocabulary in which the rules of Block Kit are written: small rules that combine into the
// shape of an element, a block or a view. Each rule reports what it finds and goes on.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/block_kit.hpp"

namespace sandbox::rules {

// Looks at `value`, which stands at `pointer`, and adds what is wrong to the list.
using Rule = std::function<void(const Json& value, const std::string& pointer, BlockFaults&)>;

// Strings: lengths in UTF-16 units, both ends included.
Rule string(std::size_t least, std::size_t most);
Rule one_of(std::vector<std::string> values);
// A string that a plain function accepts; `what` completes "must provide …".
Rule matching(bool (*accepts)(std::string_view), std::string what);
Rule boolean();
Rule integer(std::int64_t least, std::int64_t most);
Rule anything();

// A list with `least` to `most` items, each by `item`.
Rule list(std::size_t least, std::size_t most, Rule item);

// {"type":"plain_text"} of 1 to `most`; any_text also takes mrkdwn.
Rule plain_text(std::size_t most);
Rule any_text(std::size_t most);

struct Field {
    std::string_view name;
    Rule rule;
    bool required = false;
};
Field required(std::string_view name, Rule rule);
Field optional(std::string_view name, Rule rule);

// An object with these members and no others. `type` and (in blocks) block_id are fields like any.
Rule shape(std::vector<Field> fields);
// Both rules on the same value.
Rule both(Rule first, Rule second);
// At least / exactly one of two members.
Rule either(std::string_view first, std::string_view second);
Rule exactly_one(std::string_view first, std::string_view second);

void report(BlockFaults& faults, const std::string& pointer, std::string message);

}  // namespace sandbox::rules

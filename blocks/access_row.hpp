// Access that ends soon, with Extend and Give back: the same in the Home tab and in notices.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// What one request granted to the reader and what ends at one instant.
struct EndingAccess {
    std::string key;  // the request
    std::vector<GrantName> items = {};
    policy::Instant ends = {};
    bool extension_asked = false;  // more time is asked for already
    std::string purpose = {};      // the purpose that it belongs to: it is stopped, not extended
};

// "2 access grants in GitHub".
Markdown ending_what(const EndingAccess& access);
// `place` tells several rows of one view apart; `lead` comes before the text.
std::vector<Block> access_row(
    const EndingAccess& access, const std::string& place, const Markdown& lead = {}
);

}  // namespace blocks

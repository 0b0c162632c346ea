// The answer to someone who writes to the bot: what it can do and where.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/home.hpp"
#include "blocks/kit.hpp"

namespace blocks {

struct DirectReply {
    std::string name;
    std::int64_t tasks = 0;          // that wait for the reader
    std::int64_t open_requests = 0;  // of the reader
    std::optional<Refusal> refused = {};
    std::vector<Person> ask = {};  // whom to ask when refused
    std::string tasks_url = {};
};
Message direct_reply(const DirectReply& model);

}  // namespace blocks

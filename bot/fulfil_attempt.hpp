// How one attempt to carry something out in an application ended.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace bot {

// An account as the application itself names it.
struct NamedAccount {
    std::string username;
    std::string external_id;
};

enum class AttemptEnd {
    done,     // it is so now, and the application has said so
    again,    // it may work later
    failed,   // it will not work by itself
    pending,  // the application has taken it and will tell
};

struct Attempt {
    AttemptEnd end = AttemptEnd::again;
    std::string sentence = {};                      // what went wrong, for people
    bool maybe_done = false;                        // a change was sent, its answer did not come
    bool nobody_answers = false;                    // the same holds for everything else of it
    std::optional<std::chrono::seconds> wait = {};  // as the application asked
    std::optional<NamedAccount> account = {};       // the account that was found or made
    std::string group = {};                         // the id of the group
    std::string poll_url = {};                      // while pending
};

}  // namespace bot

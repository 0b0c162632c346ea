// To whoever answers for an application: it did not do what was decided, why, and Retry.
#pragma once

#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

struct NotCarriedOut {
    // `undo`: what was granted too late could not be taken back.
    enum class What { grant, removal, undo };

    std::string key;  // of the notice
    std::string request_key = {};
    std::string application = {};
    Person requester = {};
    Person beneficiary = {};
    std::vector<GrantName> items = {};
    std::string problem = {};  // a sentence
    What what = What::grant;
    bool open = true;  // it can still be tried again
    policy::Instant at = {};
};
Message not_carried_out(const NotCarriedOut& model);

}  // namespace blocks

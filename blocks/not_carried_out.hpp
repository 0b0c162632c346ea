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
    bool open = true;       // it can still be tried again
    bool in_doubt = false;  // a removal that may have been made all the same
    bool is_back = false;   // it was to be removed of somebody who had left, and has come back
    policy::Instant at = {};
};
Message not_carried_out(const NotCarriedOut& model);

}  // namespace blocks

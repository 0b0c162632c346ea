// Ask for more information: the reviewer's form, the requester's message and form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

// The reviewer writes what they want to know.
struct AskForm {
    std::string key;  // private_metadata: the task
    Person beneficiary = {};
    std::vector<GrantName> items = {};
};
View ask_form(const AskForm& model);

// What the requester gets, and how it reads once it is answered or nothing waits any more.
struct Question {
    std::string key;  // value of Answer
    std::string request_key = {};
    Person by = {};
    Person beneficiary = {};
    std::vector<GrantName> items = {};
    std::string question = {};
    std::string answer = {};  // empty: not yet
    policy::Instant asked = {};
    bool open = true;  // false: it need not be answered any more
};
Message question(const Question& model);
View answer_form(const Question& model);

// The inputs, for `errors` and `state`; block and action share the name.
BlockId question_block();
BlockId answer_block();

}  // namespace blocks

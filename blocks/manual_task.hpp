// What an integration's owner is asked to do by hand once a request is approved: "granted" is said
// only after Done.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

struct ManualOpen {};
struct ManualDone {
    Person by;
    policy::Instant at = {};
};
struct ManualCouldNot {
    Person by;
    policy::Instant at = {};
    std::string comment = {};
};
// Somebody else is asked now.
struct ManualMoved {
    std::vector<Person> to = {};
};
using ManualState = std::variant<ManualOpen, ManualDone, ManualCouldNot, ManualMoved>;

// Whose one of several people's items is.
struct ManualHolder {
    std::string item_key;
    std::optional<Person> whose = {};  // nobody: it is not known whose the account is
    std::string account = {};
};

struct ManualTask {
    std::string task_key;
    std::string application;
    Person requester = {};
    Person beneficiary = {};
    std::string beneficiary_email = {};
    std::string identity = {};          // the account, or several; empty: to be created
    std::vector<GrantName> items = {};  // to grant or to remove
    std::vector<Person> approved_by = {};
    std::optional<policy::Instant> ends = {};  // of the access; none: permanent
    policy::Instant waiting_since = {};
    policy::Instant due = {};
    bool overdue = false;
    std::string tasks_url = {};
    ManualState state = ManualOpen{};
    policy::Action action = policy::Action::grant;
    // What an access review removes is several people's: `beneficiary` is "12 people" then, and
    // each item has its holder, in the order of `items`.
    std::string campaign = {};
    std::vector<ManualHolder> holders = {};
};
Message manual_task(const ManualTask& model);

// The same task opened from a list, with every item: callback_id ids::task_view, private_metadata
// the task's key. A page behind the last is the last.
View manual_view(const ManualTask& model, std::size_t page = 0);
inline constexpr std::size_t manual_view_rows = 100;
// Where each item has its holder, it can be decided alone: its block names it.
inline constexpr std::size_t manual_holder_rows = 40;
inline constexpr std::string_view manual_item_done = "done";
inline constexpr std::string_view manual_item_could_not = "could_not";
std::optional<std::string> item_of_manual_block(std::string_view block_id);
std::size_t manual_view_pages(const ManualTask& model);

}  // namespace blocks

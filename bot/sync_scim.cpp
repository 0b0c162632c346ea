#include "bot/sync_scim.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

#include "bot/csv_table.hpp"
#include "bot/scim_change.hpp"
#include "store/import.hpp"

namespace bot {
namespace {

constexpr std::int64_t page_size = 200;
constexpr int most_attempts = 4;
constexpr std::chrono::seconds usual_pause{2};
constexpr std::chrono::seconds longest_pause{60};
constexpr std::size_t write_at = std::size_t{1} << 20;

std::string cell(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

// What is not an address in a directory of theirs must not stop all others.
std::string address_of(const scim::User& user) {
    const auto at = user.email.find('@');
    const bool plausible = at != std::string::npos && at > 0 && at + 1 < user.email.size() &&
                           user.email.find('@', at + 1) == std::string::npos &&
                           user.email.find_first_of(" ,;<>\"") == std::string::npos;
    return plausible ? user.email : "";
}

std::string cells_of(const scim::User& user) {
    return cell(address_of(user)) + "," + cell(user.id) + "," + cell(user.user_name) + "," +
           cell(user.name);
}

store::SyncFailure failure_of(const scim::Error& error, const std::string& what) {
    using policy::SyncProblem;
    auto detail = what + ": " + error.detail;
    if (error.status != 0) detail += " (HTTP " + std::to_string(error.status) + ")";
    switch (error.fault) {
        case scim::Fault::unauthorized:
            return {SyncProblem::no_entry, detail};
        case scim::Fault::unreachable:
        case scim::Fault::no_answer:
        case scim::Fault::busy:
        case scim::Fault::broken:
            return {SyncProblem::unreachable, detail};
        case scim::Fault::not_found:
        case scim::Fault::conflict:
        case scim::Fault::stale:
        case scim::Fault::unsupported:
        case scim::Fault::refused:
        case scim::Fault::not_scim:
            return {SyncProblem::bad_answer, detail};
    }
    return {SyncProblem::bad_answer, detail};
}

// By our own count, so that it ends whatever a server says of where its pages start.
std::optional<std::int64_t> next_start(std::int64_t start, std::size_t read, std::int64_t total) {
    const auto next = start + static_cast<std::int64_t>(read);
    if (read == 0 || next > total) return std::nullopt;
    return next;
}

// A server that asks for more patience than a run has is not asked again before the next one.
bool worth_waiting(const scim::Error& error) {
    return scim::may_pass(error.fault) && error.retry_after.value_or(usual_pause) <= longest_pause;
}

// Pages that do not add up: somebody changed something meanwhile, or the server does not page.
store::SyncFailure half_read(const char* what, std::int64_t said, std::size_t sent) {
    return {
        policy::SyncProblem::bad_answer,
        "it said that there are " + std::to_string(said) + " " + what + ", and sent " +
            std::to_string(sent)};
}

}  // namespace

SpoolFile::SpoolFile(const std::string& database) {
    auto name = database + ".sync-XXXXXX";
    const int file = mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) throw std::system_error(errno, std::generic_category(), name);
    close(file);
    path_ = name;
}

SpoolFile::~SpoolFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

GroupConnections group_connections(
    const std::vector<store::ConnectionNames>& known, const std::string& pattern
) {
    std::set<std::string> brought;
    for (const auto& one : known) {
        if (one == store::ConnectionNames::of_group(one.resource)) brought.insert(one.resource);
    }
    GroupConnections connections;
    for (const auto& one : known) {
        const auto name = one_line(group_name(pattern, one.resource, one.privilege, one.project));
        if (!brought.contains(name)) connections.emplace(name, one);
    }
    return connections;
}

ScimPull::ScimPull(
    ScimClient& client,
    Clock& clock,
    Waker& waker,
    const std::atomic<bool>& stopping,
    GroupConnections connections
)
    : client_(client),
      clock_(clock),
      waker_(waker),
      stopping_(stopping),
      connections_(std::move(connections)) {}

store::Task<std::variant<ScimGroupIds, store::SyncFailure>> ScimPull::into(
    std::filesystem::path file
) {
    file_ = std::move(file);
    rows_ =
        "Project,Resource Type,Resource,Privilege Name,Privilege Value,Email,User ID,Username,"
        "Name\n";
    auto failure = co_await read_users();
    if (!failure) failure = co_await read_groups();
    if (stopping_) throw store::ImportStopped();
    if (failure) co_return *failure;
    finish_rows();
    co_return groups_;
}

store::Task<std::optional<store::SyncFailure>> ScimPull::read_users() {
    std::optional<std::int64_t> next = 1;
    std::int64_t total = 0;
    while (next && !stopping_) {
        scim::ListQuery query;
        query.start = *next;
        query.count = page_size;
        const auto page = co_await user_page(query);
        if (!page) co_return failure_of(page.error(), "users");
        const auto before = users_.size();
        for (const auto& user : page->resources)
            users_.try_emplace(user.id, User{cells_of(user)});
        total = page->total;
        // A server that does not page sends the same again: there is no more to be had of it.
        if (users_.size() == before) break;
        next = next_start(query.start, page->resources.size(), total);
    }
    if (!stopping_ && static_cast<std::int64_t>(users_.size()) != total)
        co_return half_read("users", total, users_.size());
    co_return std::nullopt;
}

store::Task<std::optional<store::SyncFailure>> ScimPull::read_groups() {
    std::optional<std::int64_t> next = 1;
    std::int64_t total = 0;
    std::set<std::string> seen;
    while (next && !stopping_) {
        scim::ListQuery query;
        query.start = *next;
        query.count = page_size;
        const auto page = co_await group_page(query);
        if (!page) co_return failure_of(page.error(), "groups");
        const auto before = seen.size();
        for (const auto& group : page->resources) {
            // Pages may shift while they are read: what came before hides what did not come.
            if (!seen.insert(group.id).second) continue;
            const auto failure = co_await take_group(group);
            if (failure) co_return *failure;
        }
        total = page->total;
        if (seen.size() == before) break;
        next = next_start(query.start, page->resources.size(), total);
    }
    if (!stopping_ && static_cast<std::int64_t>(seen.size()) != total)
        co_return half_read("groups", total, seen.size());
    // Of a server that tells no members at all nobody knows whether its groups are empty.
    if (!silent_group_.empty() && !tells_members_ && !users_.empty()) {
        co_return store::SyncFailure{
            policy::SyncProblem::bad_answer,
            "it does not say who is in the group “" + one_line(silent_group_) + "”"};
    }
    co_return std::nullopt;
}

// A list need not tell the members, nor the group itself unless it is asked for them (RFC
// 7644 3.9).
store::Task<std::optional<store::SyncFailure>> ScimPull::read_members(scim::Group& group) {
    const auto whole = co_await one_group(group.id, false);
    if (!whole) co_return failure_of(whole.error(), "group " + group.display_name);
    group.members = whole->group.members;
    if (group.members) co_return std::nullopt;
    const auto asked = co_await one_group(group.id, true);
    if (asked) {
        group.members = asked->group.members;
        co_return std::nullopt;
    }
    const auto fault = asked.error().fault;
    const bool not_told = fault == scim::Fault::refused || fault == scim::Fault::unsupported;
    if (not_told) co_return std::nullopt;
    co_return failure_of(asked.error(), "members of group " + group.display_name);
}

store::Task<std::optional<store::SyncFailure>> ScimPull::take_group(scim::Group group) {
    group_ids_.insert(group.id);
    if (!group.members) {
        const auto failure = co_await read_members(group);
        if (failure) co_return *failure;
    }
    if (group.members) {
        tells_members_ = true;
    } else if (silent_group_.empty()) {
        silent_group_ = group.display_name;
    }
    const auto name = one_line(group.display_name);
    if (name.empty()) co_return std::nullopt;  // nobody could ask for it
    const auto [known, fresh] = groups_.try_emplace(name, group.id);
    if (!fresh) known->second = std::nullopt;
    // The standard lets a server leave an empty list out.
    const auto members = group.members.value_or(std::vector<scim::Member>{});
    bool any = false;
    for (const auto& member : members) {
        if (member.type == "Group") continue;
        const auto user = users_.find(member.id);
        if (user == users_.end()) {
            strangers_.push_back({name, member.id, member.name});
            continue;
        }
        user->second.in_a_group = true;
        add_rows(name, true, user->second.cells);
        any = true;
    }
    if (!any) empty_groups_.push_back(name);
    co_return std::nullopt;
}

void ScimPull::add_rows(const std::string& group, bool holds, const std::string& user_cells) {
    const auto [from, to] = connections_.equal_range(group);
    if (from == to) add_row(store::ConnectionNames::of_group(group), holds, user_cells);
    for (auto at = from; at != to; ++at)
        add_row(at->second, holds, user_cells);
}

void ScimPull::add_row(
    const store::ConnectionNames& connection, bool holds, const std::string& user_cells
) {
    for (const auto* name : {&connection.project, &connection.resource_type, &connection.resource})
        rows_ += cell(*name) + ",";
    rows_ += cell(connection.privilege) + (holds ? ",true," : ",false,") + user_cells + "\n";
    if (rows_.size() < write_at) return;
    std::ofstream out(file_, std::ios::app | std::ios::binary);
    if (!(out << rows_)) throw std::system_error(errno, std::generic_category(), file_.string());
    rows_.clear();
}

// Accounts without a group and groups without a member are there all the same: rows that say who
// does not hold what.
void ScimPull::finish_rows() {
    for (const auto& [group, id, name] : strangers_) {
        if (!group_ids_.contains(id)) add_rows(group, true, "," + cell(id) + ",," + cell(name));
    }
    if (!users_.empty()) {
        for (const auto& name : empty_groups_)
            add_rows(name, false, users_.begin()->second.cells);
    }
    if (!groups_.empty()) {
        for (const auto& [id, user] : users_) {
            if (!user.in_a_group) add_rows(groups_.begin()->first, false, user.cells);
        }
    }
    std::ofstream out(file_, std::ios::app | std::ios::binary);
    out << rows_;
    out.flush();
    if (!out) throw std::system_error(errno, std::generic_category(), file_.string());
}

store::Task<scim::Result<scim::UserPage>> ScimPull::user_page(scim::ListQuery query) {
    for (int attempt = 1;; ++attempt) {
        auto page = co_await client_.users(query);
        if (page || attempt == most_attempts || stopping_) co_return page;
        if (!worth_waiting(page.error())) co_return page;
        co_await pause(page.error());
    }
}

store::Task<scim::Result<scim::GroupPage>> ScimPull::group_page(scim::ListQuery query) {
    for (int attempt = 1;; ++attempt) {
        auto page = co_await client_.groups(query);
        if (page || attempt == most_attempts || stopping_) co_return page;
        if (!worth_waiting(page.error())) co_return page;
        co_await pause(page.error());
    }
}

store::Task<scim::Result<scim::GroupDocument>> ScimPull::one_group(std::string id, bool members) {
    for (int attempt = 1;; ++attempt) {
        auto asked = members ? client_.group_members(id) : client_.group(id);
        auto group = co_await std::move(asked);
        if (group || attempt == most_attempts || stopping_) co_return group;
        if (!worth_waiting(group.error())) co_return group;
        co_await pause(group.error());
    }
}

store::Task<void> ScimPull::pause(scim::Error error) {
    const auto wanted = std::max(error.retry_after.value_or(usual_pause), usual_pause);
    const auto until = clock_.now_ms() + wanted;
    while (clock_.now_ms() < until && !stopping_)
        co_await waker_.wait(until);
}

void note_groups(store::Gate& gate, const std::string& application, const ScimGroupIds& groups) {
    auto at = groups.begin();
    store::run_slices(gate, [&](store::Tx& tx, store::Slice& slice) {
        for (; at != groups.end() && slice.next(); ++at) {
            if (!at->second) continue;
            const auto connection = store::member_connection(tx, application, at->first);
            if (connection) store::note_scim_group(tx, *connection, *at->second);
        }
        return at == groups.end();
    });
}

}  // namespace bot

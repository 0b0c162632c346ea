#include "bot/scim_change.hpp"

#include <algorithm>

#include "bot/scim_parts.hpp"

namespace bot {
namespace {

using scim::Fault;

// Others may change the group at the same time: so often it is read and written anew.
constexpr int most_races = 4;

std::string quoted(const std::string& name) {
    return "“" + name + "”";
}

Attempt failed(std::string sentence) {
    return {AttemptEnd::failed, std::move(sentence)};
}

Attempt done(std::string group) {
    Attempt attempt{AttemptEnd::done};
    attempt.group = std::move(group);
    return attempt;
}

// Everything that a list holds, page by page, as far as `wanted` says.
template <class Resource, class Ask, class Wanted>
store::Task<scim::Result<std::vector<Resource>>> all_of(
    Ask ask, Wanted wanted, std::string filter
) {
    std::vector<Resource> found;
    scim::ListQuery query{std::move(filter)};
    for (;;) {
        auto page = co_await ask(query);
        if (page.has_error()) {
            // A server need not filter by everything: all is looked at then.
            const auto fault = page.error().fault;
            const bool no_filter = fault == Fault::refused || fault == Fault::unsupported;
            if (query.filter.empty() || !no_filter) co_return page.error();
            query = scim::ListQuery{};
            found.clear();
            continue;
        }
        for (auto& one : page->resources) {
            if (wanted(one)) found.push_back(std::move(one));
        }
        const auto next = page->next();
        if (!next || *next <= query.start) co_return found;
        query.start = *next;
    }
}

// One change, with what was found so far.
class Change {
 public:
    Change(ScimClient& client, const scim::ProviderConfig& config, const ScimWish& wish)
        : client_(client), config_(config), wish_(wish) {}

    store::Task<Attempt> run();

 private:
    using Users = scim::Result<std::vector<scim::User>>;
    using Groups = scim::Result<std::vector<scim::Group>>;

    store::Task<Users> users_with(std::string attribute, std::string value);
    store::Task<std::optional<Attempt>> find_user();
    store::Task<std::optional<Attempt>> make_user();
    store::Task<std::optional<Attempt>> find_group();
    store::Task<std::optional<Attempt>> read_group();
    store::Task<std::optional<Attempt>> read_members();
    store::Task<std::optional<Attempt>> check_user();
    store::Task<Attempt> put_right();
    store::Task<std::optional<bool>> shows_member();
    store::Task<scim::Result<void>> change();

    Attempt problem(const scim::Error& error, CallKind kind = CallKind::looks) const {
        return attempt_of(error, wish_.application, kind);
    }

    ScimClient& client_;
    const scim::ProviderConfig& config_;
    const ScimWish& wish_;
    std::optional<scim::User> user_;
    std::string group_id_;
    std::optional<scim::GroupDocument> group_;
    bool none_is_called_so_ = false;  // as the wanted group
    bool group_is_gone_ = false;      // and it is not there under its known id, either
    bool puts_ = false;               // the server does not know PATCH
};

store::Task<Change::Users> Change::users_with(std::string attribute, std::string value) {
    const auto ask = [this](const scim::ListQuery& query) { return client_.users(query); };
    // A server without filters lists everybody; what a filter lets through is looked at, too.
    const bool by_name = attribute == "userName";
    const auto wanted = [by_name, value](const scim::User& user) {
        if (by_name) return scim::same_name(user.user_name, value);
        return std::any_of(user.emails.begin(), user.emails.end(), [&](const std::string& email) {
            return scim::same_name(email, value);
        });
    };
    const auto filter = config_.filter ? scim::equals(attribute, value) : std::string();
    auto found = co_await all_of<scim::User>(ask, wanted, filter);
    co_return found;
}

// As it was found before, whatever it is called by now; else by its user name, else by its address.
// Nothing to say: it is found, or there is none.
store::Task<std::optional<Attempt>> Change::find_user() {
    if (!wish_.user_id.empty()) {
        auto known = co_await client_.user(wish_.user_id);
        if (known.has_value()) {
            user_ = *std::move(known);
            co_return std::nullopt;
        }
        if (known.error().fault != Fault::not_found) co_return problem(known.error());
    }
    for (const bool by_name : {true, false}) {
        auto value = by_name ? wish_.username : wish_.email;
        // A planned account has no name yet; servers most often use the address.
        if (by_name && value.empty()) value = wish_.email;
        if (value.empty()) continue;
        const std::string attribute = by_name ? "userName" : "emails.value";
        auto found = co_await users_with(attribute, value);
        if (found.has_error()) co_return problem(found.error());
        if (found->size() > 1) {
            co_return failed(
                "More than one account in " + wish_.application + " matches " + value +
                ", so nothing was changed."
            );
        }
        if (found->size() == 1) {
            user_ = std::move(found->front());
            co_return std::nullopt;
        }
    }
    co_return std::nullopt;
}

store::Task<std::optional<Attempt>> Change::make_user() {
    const auto who = wish_.username.empty() ? wish_.email : wish_.username;
    if (!wish_.may_create) {
        co_return failed("There is no account of " + who + " in " + wish_.application + ".");
    }
    const scim::NewUser user{who, wish_.email, wish_.name, {}};
    auto made = co_await client_.create_user(user);
    if (made.has_value()) {
        user_ = *std::move(made);
        co_return std::nullopt;
    }
    if (made.error().fault != Fault::conflict) {
        auto attempt = problem(made.error(), CallKind::changes);
        attempt.maybe_done = false;  // an account alone gives no access
        co_return attempt;
    }
    // Somebody else was faster, or an earlier answer was lost.
    auto stands = co_await find_user();
    if (stands) co_return stands;
    if (!user_) {
        co_return failed(
            wish_.application + " says that an account of " + who +
            " is there already, but does not show it."
        );
    }
    co_return std::nullopt;
}

store::Task<std::optional<Attempt>> Change::check_user() {
    if (!wish_.objection) co_return std::nullopt;
    const NamedAccount account{user_->user_name, user_->id};
    auto asked = wish_.objection(account);
    const auto why = co_await std::move(asked);
    if (why.empty()) co_return std::nullopt;
    co_return failed(why + " Nothing was changed.");
}

store::Task<std::optional<Attempt>> Change::find_group() {
    const auto ask = [this](const scim::ListQuery& query) { return client_.groups(query); };
    const auto name = wish_.group_name;
    const auto wanted = [name](const scim::Group& group) { return group.display_name == name; };
    const auto filter = config_.filter ? scim::equals("displayName", name) : std::string();
    auto found = co_await all_of<scim::Group>(ask, wanted, filter);
    if (found.has_error()) co_return problem(found.error());
    none_is_called_so_ = found->empty();
    if (found->empty()) {
        co_return failed("There is no group " + quoted(name) + " in " + wish_.application + ".");
    }
    if (found->size() > 1) {
        co_return failed(
            "More than one group in " + wish_.application + " is called " + quoted(name) +
            ", so nothing was changed."
        );
    }
    group_id_ = found->front().id;
    co_return std::nullopt;
}

// The group as it is now. One that is not there under its known id is looked for by its name.
store::Task<std::optional<Attempt>> Change::read_group() {
    auto read = co_await client_.group(group_id_);
    if (read.has_value()) {
        const auto& name = read->group.display_name;
        // The id may have been given to another group since.
        const bool another = wish_.group_by_name && group_id_ == wish_.group_id && !name.empty() &&
                             name != wish_.group_name;
        if (!another) {
            group_ = *std::move(read);
            co_return std::nullopt;
        }
        auto stands = co_await find_group();
        if (stands) co_return stands;
        read = co_await client_.group(group_id_);
        if (read.has_error()) co_return problem(read.error());
        group_ = *std::move(read);
        co_return std::nullopt;
    }
    const bool moved = read.error().fault == Fault::not_found && group_id_ == wish_.group_id;
    if (!moved) co_return problem(read.error());
    auto stands = co_await find_group();
    if (stands) {
        group_is_gone_ = stands->end == AttemptEnd::failed && none_is_called_so_;
        co_return stands;
    }
    auto again = co_await client_.group(group_id_);
    if (again.has_error()) co_return problem(again.error());
    group_ = *std::move(again);
    co_return std::nullopt;
}

// A PUT writes all members: those that the server leaves out unless it is asked for them are read.
store::Task<std::optional<Attempt>> Change::read_members() {
    auto read = co_await client_.group_members(group_id_);
    if (read.has_error()) co_return problem(read.error());
    auto whole = scim::with_members(*group_, *read);
    if (!whole) {
        co_return failed(
            wish_.application + " does not say who is in the group " +
            quoted(group_->group.display_name) +
            ", and can only be sent whole groups: others could have lost their access, so nothing "
            "was changed. Changes in " +
            wish_.application + " have to be made by hand, as an administrator can set."
        );
    }
    group_ = *std::move(whole);
    co_return std::nullopt;
}

store::Task<scim::Result<void>> Change::change() {
    const auto& etag = group_->group.etag;
    const auto& id = user_->id;
    if (!puts_) {
        const auto body = wish_.add ? scim::add_member_body(id) : scim::remove_member_body(id);
        const std::string any_version;  // a patch names all that it changes
        auto patched = co_await client_.patch_group(group_id_, body, any_version);
        const auto no_patch = [&] {
            const auto& error = patched.error();
            return error.fault == Fault::unsupported ||
                   (error.fault == Fault::refused &&
                    (error.scim_type == "invalidPath" || error.scim_type == "invalidFilter"));
        };
        if (patched.has_value() || !no_patch()) co_return patched;
        puts_ = true;
        // What a patch need not know has to be looked at first.
        if (!group_->group.members) {
            scim::Error look_again;
            look_again.fault = Fault::stale;
            co_return look_again;
        }
    }
    const auto body =
        wish_.add ? scim::group_with_member(*group_, id) : scim::group_without_member(*group_, id);
    if (!body) {
        scim::Error error;
        error.detail = "the group cannot be written back";
        co_return error;
    }
    const auto& text = *body;
    auto put = co_await client_.put_group(group_id_, text, etag);
    co_return put;
}

// Whether the group has the user now; nothing where it does not say so.
store::Task<std::optional<bool>> Change::shows_member() {
    const auto read = co_await client_.group(group_id_);
    if (read.has_error()) co_return std::nullopt;
    const auto shown = scim::has_member(read->group, user_->id);
    if (shown) co_return shown;
    const auto listed = co_await client_.group_members(group_id_);
    if (listed.has_error()) co_return std::nullopt;
    co_return scim::has_member(listed->group, user_->id);
}

store::Task<Attempt> Change::put_right() {
    bool accepted = false;
    for (int race = 0; race < most_races; ++race) {
        auto stands = co_await read_group();
        // Nobody is in a group that is not there any more.
        if (stands && group_is_gone_ && !wish_.add) co_return done("");
        if (stands) {
            stands->maybe_done = accepted;
            co_return *stands;
        }
        if (puts_ && !group_->group.members) {
            stands = co_await read_members();
            if (stands) {
                stands->maybe_done = accepted;
                co_return *stands;
            }
        }
        const auto is_in = scim::has_member(group_->group, user_->id);
        if (is_in == wish_.add) co_return done(group_id_);
        auto changed = co_await change();
        if (changed.has_error()) {
            const auto fault = changed.error().fault;
            if (fault == Fault::stale) continue;
            const bool not_there = changed.error().scim_type == "noTarget";
            if (!wish_.add && not_there) co_return done(group_id_);
            auto attempt = problem(changed.error(), CallKind::changes);
            attempt.maybe_done = attempt.maybe_done || accepted;
            attempt.group = group_id_;
            // What is not tried again is looked into: a "no" may come of a change that was made.
            if (attempt.end == AttemptEnd::failed) {
                const auto shown = co_await shows_member();
                if (shown == wish_.add) co_return done(group_id_);
                attempt.maybe_done = attempt.maybe_done || !shown;
            }
            co_return attempt;
        }
        accepted = true;
        // A yes is believed only where the group does not show the contrary.
        auto proof = co_await read_group();
        if (proof) {
            proof->maybe_done = true;
            if (proof->end == AttemptEnd::failed) proof->end = AttemptEnd::again;
            co_return *proof;
        }
        const auto is_member = scim::has_member(group_->group, user_->id);
        if (is_member.value_or(wish_.add) == wish_.add) co_return done(group_id_);
    }
    Attempt attempt{AttemptEnd::again};
    attempt.sentence = wish_.application + " accepted the change, but the group " +
                       quoted(group_->group.display_name) + " does not show it.";
    attempt.maybe_done = true;
    attempt.group = group_id_;
    co_return attempt;
}

store::Task<Attempt> Change::run() {
    puts_ = !config_.patch;
    auto stands = co_await find_user();
    if (stands) co_return *stands;
    if (!user_) {
        // An account that does not exist holds nothing.
        if (!wish_.add) co_return done(wish_.group_id);
        stands = co_await make_user();
        if (stands) co_return *stands;
    }
    stands = co_await check_user();
    if (stands) co_return *stands;
    if (wish_.add && !user_->active) {
        co_return failed(
            "The account " + user_->user_name + " in " + wish_.application + " is deactivated."
        );
    }
    group_id_ = wish_.group_id;
    if (group_id_.empty()) {
        stands = co_await find_group();
        if (stands) co_return *stands;
    }
    auto attempt = co_await put_right();
    attempt.account = NamedAccount{user_->user_name, user_->id};
    co_return attempt;
}

}  // namespace

std::string group_name(
    std::string pattern,
    const std::string& resource,
    const std::string& privilege,
    const std::string& project
) {
    std::string name;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto open = pattern.find('{', at);
        const auto close = open == std::string::npos ? open : pattern.find('}', open);
        if (close == std::string::npos) return name + pattern.substr(at);
        name += pattern.substr(at, open - at);
        const auto what = pattern.substr(open + 1, close - open - 1);
        if (what == "resource") name += resource;
        if (what == "privilege") name += privilege;
        if (what == "project") name += project;
        at = close + 1;
    }
    return name;
}

store::Task<Attempt> scim_change(
    ScimClient& client, const scim::ProviderConfig& config, const ScimWish& wish
) {
    Change change(client, config, wish);
    co_return co_await change.run();
}

}  // namespace bot

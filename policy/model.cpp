#include "policy/model.hpp"

#include <array>
#include <utility>

namespace policy {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 3> roles{{
    {Role::reviewer, "reviewer"},
    {Role::risk_manager, "risk_manager"},
    {Role::administrator, "administrator"},
}};

constexpr std::array<std::pair<Relation, std::string_view>, 2> relations{{
    {Relation::is, "IS"},
    {Relation::owns, "OWNS"},
}};

constexpr std::array<std::pair<Action, std::string_view>, 2> actions{{
    {Action::grant, "GRANT"},
    {Action::revoke, "REVOKE"},
}};

constexpr std::array<std::pair<AccessLike, std::string_view>, 3> likes{{
    {AccessLike::person, "person"},
    {AccessLike::title, "title"},
    {AccessLike::custom, "custom"},
}};

template <class Table, class Value>
std::string_view word_of(const Table& table, Value value) {
    for (const auto& [known, text] : table) {
        if (known == value) return text;
    }
    return "";
}

template <class Value, class Table>
std::optional<Value> value_of(const Table& table, std::string_view text) {
    for (const auto& [known, word] : table) {
        if (word == text) return known;
    }
    return std::nullopt;
}

}  // namespace

std::string_view word(Role role) {
    return word_of(roles, role);
}

std::optional<Role> role(std::string_view word) {
    return value_of<Role>(roles, word);
}

std::string place(
    const std::string& project, const std::string& resource, const std::string& told_type
) {
    auto name = resource;
    if (!project.empty()) name = resource.empty() ? "project " + project : project + "/" + resource;
    if (told_type.empty()) return name;
    return name.empty() ? told_type : name + " (" + told_type + ")";
}

std::string_view word(Relation relation) {
    return word_of(relations, relation);
}

std::optional<Relation> relation(std::string_view word) {
    return value_of<Relation>(relations, word);
}

std::string_view word(Action action) {
    return word_of(actions, action);
}

std::optional<Action> action(std::string_view word) {
    return value_of<Action>(actions, word);
}

std::string_view word(AccessLike like) {
    return word_of(likes, like);
}

std::optional<AccessLike> access_like(std::string_view word) {
    return value_of<AccessLike>(likes, word);
}

}  // namespace policy

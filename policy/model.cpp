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

std::string_view word(Relation relation) {
    return word_of(relations, relation);
}

std::optional<Relation> relation(std::string_view word) {
    return value_of<Relation>(relations, word);
}

}  // namespace policy

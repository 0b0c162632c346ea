// What can be asked for: connections found by words or by application, and what the holders of a
// job title have. Everything is of one generation, as in directory.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "policy/model.hpp"
#include "store/gate.hpp"

namespace store {

// ---- Job titles ----

// A title and how many active employees have it.
struct TitleCount {
    std::string title;
    std::int64_t holders = 0;

    bool operator==(const TitleCount&) const = default;
};

// Titles with active holders that fit all words of `query` (policy/search.hpp), the best first,
// then those with more holders. An empty query lists the titles with the most holders.
std::vector<TitleCount> search_titles(Tx& tx, std::string_view query, int limit = 100);

// A title as written; nothing if nobody active has it.
std::optional<TitleCount> find_title(Tx& tx, std::string_view title);

// What the active holders of a title have in common: what at least `share` (0 to 1) of them hold by
// `IS` identities, with how many do; by application, resource, privilege; also what cannot be
// requested. Nothing for a title without active holders.
struct TitleConnection {
    policy::Connection connection;
    std::int64_t holders = 0;

    bool operator==(const TitleConnection&) const = default;
};
struct TitleAccess {
    std::int64_t holders = 0;  // of the title, active
    std::vector<TitleConnection> connections;
};
TitleAccess title_connections(Tx& tx, std::string_view title, double share);

// ---- Connections ----

// A part of a list and how long the whole is.
struct ConnectionPage {
    std::vector<policy::Connection> rows;
    std::int64_t total = 0;
};

// Requestable connections that fit all words of `query` over application, resource and privilege
// (beginnings, middles, any order, one typing error in words of five letters or more), the best
// first, then by application, resource, privilege; none of `without`. At most `limit`, and how many
// fit. An empty query fits all.
ConnectionPage search_connections(
    Tx& tx,
    std::string_view query,
    int limit = 100,
    const std::set<policy::ConnectionId>& without = {}
);

// ---- All names ----

// What people and resources are called now, in lower case, each once.
struct DirectoryNames {
    std::set<std::string> titles;
    std::set<std::string> departments;
    std::set<std::string> resources;
};
DirectoryNames directory_names(Tx& tx);

}  // namespace store

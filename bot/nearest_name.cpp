#include "bot/nearest_name.hpp"

#include <algorithm>

namespace bot {

namespace {

struct Parts {
    std::string_view table;
    std::string_view key;
};

Parts split(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return {{}, name};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

// A wrong table weighs less than a wrong key.
std::size_t farness(std::string_view name, std::string_view known) {
    const Parts meant = split(name);
    const Parts other = split(known);
    const std::size_t table = std::min<std::size_t>(edit_distance(meant.table, other.table), 3);
    return 2 * edit_distance(meant.key, other.key) + table;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Three rows of the usual table: a swap of neighbours looks two rows back.
    std::vector<std::size_t> before;
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before = above;
        above = row;
    }
    return above[b.size()];
}

std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known) {
    return *std::min_element(known.begin(), known.end(), [name](auto a, auto b) {
        return farness(name, a) < farness(name, b);
    });
}

}  // namespace bot

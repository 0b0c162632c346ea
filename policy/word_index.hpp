// Things found by typed words among many thousands, in memory: each distinct word is compared once,
// then each thing looks up how its words fit. Ranks as policy/search.hpp says.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/search.hpp"

namespace policy {

class WordIndex {
 public:
    // What is found by the words of `parts`, the most telling part first. Ids are small numbers.
    void add(std::int64_t id, const std::vector<Words>& parts);

    // The best things, those that fit equally well in the order in which they were added; none of
    // `without`. At most `limit`, and how many fit.
    struct Found {
        std::vector<std::int64_t> ids;
        std::vector<int> distances;  // of each
        std::int64_t total = 0;
    };
    Found find(const Words& typed, std::size_t limit, const std::vector<std::int64_t>& without = {})
        const;

    // The words that a typed one may mean if one letter is wrong.
    Words mistyped(std::string_view typed) const;

    std::size_t size() const { return things_.size(); }

 private:
    using WordId = std::uint32_t;
    struct Place {
        WordId word = 0;
        std::uint16_t part = 0;
        bool first = false;
    };
    struct Thing {
        std::int64_t id = 0;
        std::uint32_t places_begin = 0;
        std::uint32_t places_end = 0;
    };

    WordId word_id(const std::string& word);
    std::vector<Fit> fits(std::string_view typed) const;
    std::optional<int> distance_of(
        const Thing& thing, const std::vector<std::vector<Fit>>& fits_of_typed
    ) const;

    std::deque<std::string> words_;  // distinct
    std::unordered_map<std::string_view, WordId> word_ids_;
    std::vector<Thing> things_;
    std::vector<Place> places_;
};

}  // namespace policy

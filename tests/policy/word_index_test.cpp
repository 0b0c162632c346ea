#include "policy/word_index.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace {

using namespace policy;
using Ids = std::vector<std::int64_t>;

TEST_CASE("the best things come first, equally good ones in the order in which they were added") {
    WordIndex index;
    index.add(7, {{"github"}, {"website"}, {"read"}});
    index.add(3, {{"github"}, {"mirror"}, {"write"}});
    index.add(5, {{"aws"}, {"github", "mirror"}, {"read"}});
    CHECK(index.find({"git"}, 10).ids == Ids{7, 3, 5});
    CHECK(index.find({"mirror"}, 10).ids == Ids{3, 5});
    CHECK(index.find({"read", "githib"}, 10).ids == Ids{7, 5});
    CHECK(index.find({}, 2).ids == Ids{7, 3});
    CHECK(index.find({}, 2).total == 3);
    CHECK(index.find({"git"}, 1, {7, 99}).ids == Ids{3});
    CHECK(index.find({"git"}, 1, {7, 99}).total == 2);
    CHECK(index.find({"payroll"}, 10).ids.empty());
    CHECK(index.find({"git"}, 0).total == 3);
    CHECK(index.mistyped("githib") == Words{"github"});
    CHECK(index.mistyped("gith").empty());
}

TEST_CASE("an index finds what comparing with one thing after the other finds") {
    std::mt19937 random(11);
    const auto any_word = [&] {
        std::string word;
        for (auto size = 1 + random() % 6; word.size() < size;)
            word += static_cast<char>('a' + random() % 3);
        return word;
    };
    const auto any_words = [&](unsigned most) {
        Words words(random() % (most + 1));
        std::generate(words.begin(), words.end(), any_word);
        return words;
    };
    WordIndex index;
    std::vector<std::vector<Words>> things;
    for (std::int64_t id = 0; id < 300; ++id) {
        things.push_back({any_words(2), any_words(3), any_words(2)});
        index.add(id, things.back());
    }
    for (int i = 0; i < 200; ++i) {
        const auto typed = any_words(3);
        std::vector<std::pair<int, std::int64_t>> expected;
        for (std::int64_t id = 0; id < 300; ++id) {
            const auto far = distance(typed, things[static_cast<std::size_t>(id)]);
            if (far) expected.emplace_back(*far, id);
        }
        std::sort(expected.begin(), expected.end());
        const auto found = index.find(typed, 50);
        REQUIRE(found.total == static_cast<std::int64_t>(expected.size()));
        REQUIRE(found.ids.size() == std::min<std::size_t>(50, expected.size()));
        for (std::size_t at = 0; at < found.ids.size(); ++at) {
            REQUIRE(found.ids[at] == expected[at].second);
            REQUIRE(found.distances[at] == expected[at].first);
        }
    }
}

}  // namespace

// What stands in the middle of words.
#include "policy/vocabulary.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

namespace {

using policy::Vocabulary;
using policy::Words;

Vocabulary of(const Words& words) {
    Vocabulary all;
    for (const auto& word : words)
        all.add(word);
    return all;
}

TEST_CASE("words are found by what stands in their middle or at their end, the shortest first") {
    const auto all = of({"goldsmith", "smith", "smithers", "mitchell", "smith", "ann"});
    CHECK(all.size() == 5);
    CHECK(all.with_inside("mit", 10) == Words{"smith", "smithers", "goldsmith"});
    CHECK(all.with_inside("th", 10) == Words{"smith", "smithers", "goldsmith"});
    CHECK(all.with_inside("nn", 10) == Words{"ann"});
    CHECK(all.with_inside("mitc", 10).empty());
    CHECK(all.with_inside("zz", 10).empty());
    CHECK(all.with_inside("", 10).empty());
    CHECK(all.with_inside("mit", 1).size() == 1);
}

TEST_CASE("what begins a word and stands in it again is found") {
    CHECK(of({"anna", "banana", "nan"}).with_inside("an", 10) == Words{"nan", "banana"});
    CHECK(of({"ananas"}).with_inside("ana", 10) == Words{"ananas"});
}

TEST_CASE("the words of two are each there once") {
    auto all = of({"anna", "hannah"});
    all.add(of({"hannah", "joanna"}));
    CHECK(all.size() == 3);
    CHECK(all.with_inside("nna", 10) == Words{"anna", "hannah", "joanna"});
}

TEST_CASE("what was mistyped is found whatever its letters") {
    const auto all = of({"иванов", "петров", "smith", "smithers"});
    CHECK(all.mistyped("ивнов") == Words{"иванов"});
    CHECK(all.mistyped("иваноф") == Words{"иванов"});
    CHECK(all.mistyped("smtih") == Words{"smith", "smithers"});
    CHECK(all.mistyped("иванов").empty());
    CHECK(all.mistyped("").empty());
}

TEST_CASE("nothing is found across two words") {
    CHECK(of({"ab", "cd"}).with_inside("bc", 10).empty());
    CHECK(of({"ab", "cd"}).with_inside("b\nc", 10).empty());
}

TEST_CASE("random words are found exactly if a search in each of them finds them") {
    std::mt19937 random{7};
    const auto word = [&](std::size_t most) {
        std::string made;
        for (auto left = 1 + random() % most; left > 0; --left)
            made += static_cast<char>('a' + random() % 3);
        return made;
    };
    Words words;
    for (int i = 0; i < 300; ++i)
        words.push_back(word(7));
    const auto all = of(words);
    for (int i = 0; i < 300; ++i) {
        const auto typed = word(4);
        std::set<std::string> wanted;
        for (const auto& one : words) {
            if (one.find(typed, 1) != std::string::npos) wanted.insert(one);
        }
        const auto found = all.with_inside(typed, 1000);
        CHECK(std::set<std::string>(found.begin(), found.end()) == wanted);
        CHECK(found.size() == wanted.size());
    }
}

}  // namespace

#include "policy/search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <set>

namespace {

using namespace policy;

TEST_CASE("a typed word fits a whole word, its beginning, its middle, or a slip of one letter") {
    CHECK(fit("github", "github") == Fit::whole);
    CHECK(fit("git", "github") == Fit::begins);
    CHECK(fit("hub", "github") == Fit::inside);
    CHECK(fit("", "github") == Fit::begins);
    CHECK(fit("gihub", "github") == Fit::typo);    // missing
    CHECK(fit("gitthub", "github") == Fit::typo);  // too many
    CHECK(fit("gitjub", "github") == Fit::typo);   // wrong
    CHECK(fit("gtihub", "github") == Fit::typo);   // swapped
    CHECK(fit("paymnet", "payments") == Fit::typo);
    CHECK(fit("githubs", "github") == Fit::typo);
    CHECK(fit("gtihbu", "github") == Fit::none);
    CHECK(fit("githubxy", "github") == Fit::none);
}

TEST_CASE("words of fewer than five letters are taken as typed, whatever their bytes") {
    CHECK(fit("gihu", "github") == Fit::none);
    CHECK(fit("admn", "admin") == Fit::typo);  // the whole word, with a letter left out
    CHECK(fit("dmin", "admin") == Fit::inside);
    CHECK(fit("amin", "admin") == Fit::typo);
    CHECK(fit("admn", "administrator") == Fit::none);
    CHECK(fit("adnm", "admin") == Fit::none);
    CHECK(fit("adn", "admin") == Fit::none);
    CHECK(fit("привт", "привет") == Fit::typo);
    CHECK(fit("прив", "пиривет") == Fit::none);
    CHECK(fit("прмвет", "привет") == Fit::typo);
    CHECK(fit("првиет", "привет") == Fit::typo);
}

// Letters to change, add, leave out or swap with a neighbour, by the well-known table.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> table(
        a.size() + 1, std::vector<std::size_t>(b.size() + 1)
    );
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            auto& least = table[i][j] = i == 0 ? j : j == 0 ? i : a.size() + b.size();
            if (i == 0 || j == 0) continue;
            const bool same = a[i - 1] == b[j - 1];
            least =
                std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + !same});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                least = std::min(least, table[i - 2][j - 2] + 1);
            }
        }
    }
    return table[a.size()][b.size()];
}

TEST_CASE("a typing error is one edit away from some beginning of the word") {
    std::mt19937 random(5);
    const auto any_word = [&](std::size_t least) {
        std::string word;
        for (auto size = least + random() % 4; word.size() < size;)
            word += static_cast<char>('a' + random() % 3);
        return word;
    };
    int typos = 0;
    for (int i = 0; i < 20000; ++i) {
        const auto typed = any_word(5);
        const auto word = any_word(3);
        if (word.find(typed) != std::string::npos) continue;
        bool one_edit = false;
        for (std::size_t size = 0; size <= word.size(); ++size)
            one_edit |= edits(typed, std::string_view(word).substr(0, size)) == 1;
        INFO(typed << " " << word);
        REQUIRE((fit(typed, word) == Fit::typo) == one_edit);
        typos += one_edit ? 1 : 0;
    }
    CHECK(typos > 200);
}

TEST_CASE("corrections of a word are all that are one typing error away") {
    const std::string alphabet = "abc";
    const auto all = corrections("abcba", alphabet);
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
    for (const auto& word : all)
        CHECK(edits("abcba", word) == 1);
    // All words of this alphabet of four to six letters, and which of them are meant.
    std::size_t meant = 0;
    for (std::size_t size = 4; size <= 6; ++size) {
        const auto count = static_cast<std::size_t>(std::pow(3, static_cast<double>(size)));
        for (std::size_t number = 0; number < count; ++number) {
            std::string word;
            for (auto rest = number; word.size() < size; rest /= 3)
                word += alphabet[rest % 3];
            if (edits("abcba", word) != 1) continue;
            CHECK(std::find(all.begin(), all.end(), word) != all.end());
            ++meant;
        }
    }
    CHECK(meant == all.size());
    // One letter more, no other error.
    for (const auto& word : corrections("abcb", alphabet)) {
        CHECK(word.size() == 5);
        CHECK(edits("abcb", word) == 1);
    }
    CHECK(corrections("abcb", alphabet).size() == 11);
    CHECK(corrections("abc", alphabet).empty());
    const auto cyrillic = corrections("првиет", alphabet);
    CHECK(std::find(cyrillic.begin(), cyrillic.end(), "привет") != cyrillic.end());
    CHECK(std::find(cyrillic.begin(), cyrillic.end(), "првет") != cyrillic.end());
}

TEST_CASE("exact places come before beginnings, those before middles, those before typing errors") {
    const std::vector<Words> parts{{"github"}, {"payments", "api"}, {"write"}};
    const auto far = [&](const Words& typed) { return distance(typed, parts).value(); };
    CHECK(far({}) == 0);
    CHECK(far({"github"}) < far({"git"}));
    CHECK(far({"git"}) < far({"payments"}));
    CHECK(far({"payments"}) < far({"api"}));
    CHECK(far({"api"}) < far({"write"}));
    CHECK(far({"writ"}) < far({"hub"}));
    CHECK(far({"hub"}) < far({"wirte"}));
    CHECK(far({"write", "git"}) == far({"git", "write"}));
    CHECK_FALSE(distance(Words{"github", "admin"}, parts));
}

}  // namespace

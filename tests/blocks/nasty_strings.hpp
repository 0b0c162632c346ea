// Strings that are huge, empty, broken or meant to deceive, and lists of any length. From a fixed
// seed, so that a failure repeats.
#pragma once

#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "policy/ids.hpp"

namespace nasty {

class Strings {
 public:
    explicit Strings(unsigned seed) : random_{seed} {}

    std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
    bool flip() { return below(2) == 0; }
    std::int64_t number() { return static_cast<std::int64_t>(below(100'000)); }
    // A length: mostly small, now and then at or beyond a limit.
    std::size_t size(std::size_t most) {
        const auto kind = below(10);
        if (kind < 6) return below(4);
        return kind < 9 ? below(25) : below(most + 1);
    }
    policy::Instant instant() {
        return policy::instant(static_cast<std::int64_t>(below(4'000'000'000)));
    }

    // EVIL and QUOT stand only where they would be formatted or quoted.
    std::string text() {
        static const std::vector<std::string> bits{
            "<!channel>",
            "<@UEVIL>",
            "<!subteam^SEVIL>",
            "<https://evil.example|click>",
            "&lt;!here&gt;",
            "*EVIL*",
            "_EVIL_",
            "~EVIL~",
            "`EVIL`",
            "```EVIL```",
            "\n>QUOT",
            "\r\n>>>QUOT",
            "\n&gt;QUOT",
            "@here",
            "#general",
            "http://evil.example",
            "bob@evil.example",
            "|",
            "^",
            "\\",
            "\"",
            "'",
            "&",
            "<",
            ">",
            "\t",
            "\n",
            "\r",
            "\x01",
            "\x7f",
            "\u0085",
            "\u2028",
            "\u202eLIVE\u202c",
            "\u2066x\u2069",
            "\u200b",
            "\ufeff",
            "👩‍👩‍👧‍👦",
            "🇳🇱",
            "👍🏽",
            "é",
            "e\u0301\u0301\u0301\u0301",
            "שלום",
            "مرحبا بالعالم",
            "日本語の名前",
            "\xff",
            "\xc3",
            "\xed\xa0\x80",
            "\xf0\x9f",
            "Anna Example",
            "payments_api",
            "a_b_c",
            "read",
            " ",
            "   ",
            ":tada:"};
        std::string made;
        switch (below(8)) {
            case 0:
                return "";
            case 1:
                return "  \n ";
            case 2: {
                const auto& bit = bits[below(bits.size())];
                for (auto n = below(5000); made.size() < n;)
                    made += bit;
                return made;
            }
            default:
                for (auto n = 1 + below(8); n > 0; --n)
                    made += bits[below(bits.size())];
                return made;
        }
    }
    std::string key() {
        return std::to_string(below(1'000'000'000)) + "." + std::to_string(below(99));
    }

    template <class Make>
    std::vector<std::invoke_result_t<Make&>> many(std::size_t most, Make make) {
        std::vector<std::invoke_result_t<Make&>> made;
        for (auto n = size(most); n > 0; --n)
            made.push_back(make());
        return made;
    }
    template <class Make>
    std::vector<std::invoke_result_t<Make&>> exactly(std::size_t n, Make make) {
        std::vector<std::invoke_result_t<Make&>> made;
        for (; n > 0; --n)
            made.push_back(make());
        return made;
    }

 private:
    std::mt19937 random_;
};

}  // namespace nasty

// A literal is ours, a string is theirs: what that does to each kind of text, and how text is cut.
#include "blocks/text.hpp"

#include <catch2/catch.hpp>

#include <type_traits>

#include "tests/blocks/limits.hpp"

using namespace blocks;
using policy::instant;

namespace {

// Shows zero-width spaces.
std::string seen(const Markdown& text) {
    std::string source = text.source();
    for (auto at = source.find("\u200b"); at != std::string::npos; at = source.find("\u200b")) {
        source.replace(at, std::string_view{"\u200b"}.size(), "^");
    }
    return source;
}

std::string theirs(const std::string& text) {
    return seen(md(text));
}

}  // namespace

TEST_CASE("what is not ours cannot pass for a literal, a plain text or Markdown") {
    STATIC_REQUIRE(!std::is_constructible_v<Literal, std::string>);
    STATIC_REQUIRE(!std::is_constructible_v<Plain, std::string>);
    STATIC_REQUIRE(!std::is_constructible_v<Plain, const char*>);
    STATIC_REQUIRE(!std::is_constructible_v<Markdown, std::string>);
    STATIC_REQUIRE(!std::is_constructible_v<Markdown, const char*>);
}

TEST_CASE("a literal stands as written, a string is escaped") {
    const std::string reason = "a < b && c > d";
    CHECK(seen(md("*Reason:* ", reason)) == "*Reason:* a &lt; b &amp;&amp; c ^&gt; d");
    CHECK(theirs("&lt;!here&gt;") == "&amp;lt;!here&amp;gt;");
}

TEST_CASE("a string cannot mention, link or tell the time") {
    CHECK(
        theirs("<!channel> <@U1> <https://evil|x>") ==
        "&lt;!channel^&gt; &lt;@U1^&gt; &lt;https://evil|x^&gt;"
    );
    CHECK(limits::tokens_of_text(md(std::string{"<!date^1^{date}|x>"}).source()).empty());
}

TEST_CASE("a string cannot format, and names keep their underscores") {
    CHECK(theirs("*b* _i_ ~s~ `c`") == "^*^b^*^ ^_^i^_^ ^~^s^~^ ^`^c^`^");
    CHECK(theirs("payments_api_v2") == "payments_api_v2");
    CHECK(theirs("**") == "^*^*^");
    CHECK(theirs("_start and end_") == "^_^start and end^_^");
    CHECK(theirs("> quote") == "^&gt; quote");
}

TEST_CASE("a string stays on its line and keeps its direction to itself") {
    CHECK(theirs("one\r\ntwo\nthree\u2028four\tfive") == "one two three four five");
    CHECK(
        theirs("a\u202eb\u2066c\u200bd\x01"
               "e") == "abcde"
    );
    CHECK(theirs("  trimmed \n") == "trimmed");
    CHECK(theirs("שלום 👩‍👩‍👧") == "שלום 👩‍👩‍👧");
}

TEST_CASE("broken UTF-8 becomes replacement characters") {
    CHECK(
        theirs("a\xff"
               "b\xc3") == "a\ufffdb\ufffd"
    );
    CHECK(theirs("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");
}

TEST_CASE("lengths are counted in UTF-16 units") {
    CHECK(utf16_units("abc") == 3);
    CHECK(utf16_units("łódź") == 4);
    CHECK(utf16_units("日本") == 2);
    CHECK(utf16_units("👍") == 2);
    CHECK(utf16_units("👍🏽") == 4);
    CHECK(utf16_units("") == 0);
}

TEST_CASE("text is cut between graphemes and says so") {
    CHECK(shortened("abcdef", 6) == "abcdef");
    CHECK(shortened("abcdefg", 6) == "abcde…");
    CHECK(shortened("👍👍👍", 6) == "👍👍👍");
    CHECK(shortened("👍👍👍", 5) == "👍👍…");
    CHECK(shortened("👍👍👍", 4) == "👍…");
    CHECK(shortened("ab👩‍👩‍👧‍👦", 8) == "ab…");
    CHECK(shortened("e\u0301e\u0301e\u0301", 4) == "e\u0301…");
    CHECK(shortened("🇳🇱🇧🇪🇩🇪", 9) == "🇳🇱🇧🇪…");
    CHECK(shortened_inside("abcdef", 6) == "abcdef");
    CHECK(shortened_inside("abcdefg", 6) == "abc…fg");
    CHECK(shortened_inside("abcdefg", 1) == "…");
    CHECK(shortened_inside("👍👍👍", 5) == "👍…👍");
    CHECK(shortened_inside("team/a/very/long/path/prod", 12) == "team/a…/prod");
}

TEST_CASE("a mention is made of an id alone") {
    CHECK(mention({"U123"}).source() == "<@U123>");
    CHECK(mention({"U1> <!channel"}).source() == "someone");
    CHECK(mention({""}).source() == "someone");
}

TEST_CASE("a date carries its instant, a format and a fallback in UTC") {
    CHECK(
        date(instant(1735689600)).source() ==
        "<!date^1735689600^{date_short} at {time}|2025-01-01 00:00 UTC>"
    );
    CHECK(
        date(instant(0), DateStyle::day).source() == "<!date^0^{date_short}|1970-01-01 00:00 UTC>"
    );
    CHECK(utc(instant(1772614740)) == "2026-03-04 08:59 UTC");
}

TEST_CASE("only web and Slack addresses become links, and nothing escapes from them") {
    const std::string label = "a|b>c";
    CHECK(
        seen(link_to("https://x.example/?a=1&b=<2>|y z", label)) ==
        "<https://x.example/?a=1&amp;b=%3C2%3E%7Cy%20z|a¦b^&gt;c>"
    );
    CHECK(seen(link_to("javascript:alert(1)", "click")) == "click");
    CHECK(seen(link_to("", "click")) == "click");
    CHECK(seen(link_to("https://x.example", std::string{})) == "");
}

TEST_CASE("bold of nothing is a dash, bold of a string is its text alone") {
    CHECK(seen(bold(std::string{})) == "–");
    CHECK(seen(bold(std::string{"a*b"})) == "*a^*^b*");
}

TEST_CASE("a quotation keeps its lines and cannot be left") {
    CHECK(seen(quoted("one\n> two\n\nthree")) == ">one\n>^&gt; two\n>\n>three");
    CHECK(quoted(" \n ").empty());
    CHECK(utf16_units(quoted(std::string(5000, 'x'), 100).source()) == 101);
}

TEST_CASE("numbers are grouped and nouns agree") {
    CHECK(count(0, "access grant") == "0 access grants");
    CHECK(count(1, "access grant") == "1 access grant");
    CHECK(count(999, "access grant") == "999 access grants");
    CHECK(count(1990, "access grant") == "1,990 access grants");
    CHECK(count(1234567, "person", "people") == "1,234,567 people");
    CHECK(count(-1234, "person", "people") == "-1,234 people");
}

TEST_CASE("plain text is cleaned and not escaped, and takes no markup") {
    CHECK(plain(std::string{"R&D <x>\n*y*"}).text() == "R&D <x> *y*");
    CHECK(plain("Account in ", std::string{"A"}).text() == "Account in A");
    CHECK_THROWS_AS(plain(md("x")), std::logic_error);
}

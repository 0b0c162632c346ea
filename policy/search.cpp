#include "policy/search.hpp"

#include <algorithm>
#include <set>

namespace policy {
namespace {

// Letters, not bytes: a folded word may still be Cyrillic or Japanese.
std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

// The bytes of the letter at `at`; 0 at the end.
std::size_t letter_size(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0U) == 0x80U
    )
        ++size;
    return size;
}

// Where two texts part, at the beginning of a letter.
std::size_t common_letters(std::string_view a, std::string_view b) {
    const auto parting = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    auto at = static_cast<std::size_t>(parting.first - a.begin());
    const auto inside_letter = [&](std::string_view text) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    while (at > 0 && (inside_letter(a) || inside_letter(b)))
        --at;
    return at;
}

// True if one error in `typed` away from a beginning of `word`. They part at their first
// difference, and behind the error all must be the same: one look at each kind of error is enough.
bool begins_with_one_error(std::string_view typed, std::string_view word) {
    const auto at = common_letters(typed, word);
    const auto rest = typed.substr(at);
    const auto here = word.substr(at);
    const auto typed_letter = letter_size(rest, 0);
    const auto word_letter = letter_size(here, 0);
    if (typed_letter == 0) return true;
    const bool too_many = here.starts_with(rest.substr(typed_letter));
    if (too_many || word_letter == 0) return too_many;
    const bool missing = here.substr(word_letter).starts_with(rest);
    const bool wrong = here.substr(word_letter).starts_with(rest.substr(typed_letter));
    if (missing || wrong) return true;
    const auto second = letter_size(rest, typed_letter);
    if (second == 0 || here.substr(0, word_letter) != rest.substr(typed_letter, second))
        return false;
    if (here.substr(word_letter, typed_letter) != rest.substr(0, typed_letter)) return false;
    return here.substr(word_letter + typed_letter).starts_with(rest.substr(typed_letter + second));
}

// True if `typed` is `word` without one of its letters.
bool is_without_a_letter(std::string_view typed, std::string_view word) {
    const auto at = common_letters(typed, word);
    return word.substr(at + letter_size(word, at)) == typed.substr(at);
}

}  // namespace

Fit fit(std::string_view typed, std::string_view word) {
    const auto at = word.find(typed);
    if (at == 0) return typed.size() == word.size() ? Fit::whole : Fit::begins;
    if (at != std::string_view::npos) return Fit::inside;
    // A word that is much shorter cannot be meant: letters left out at the end are more than one.
    if (typed.size() + 1 < forgiving_from) return Fit::none;
    const auto typed_letters = letters(typed);
    if (typed_letters + 1 == forgiving_from && letters(word) == forgiving_from)
        return is_without_a_letter(typed, word) ? Fit::typo : Fit::none;
    if (typed_letters < forgiving_from) return Fit::none;
    return begins_with_one_error(typed, word) ? Fit::typo : Fit::none;
}

Words corrections(std::string_view typed, std::string_view alphabet) {
    const auto size_typed = letters(typed);
    if (size_typed + 1 < forgiving_from) return {};
    const bool only_left_out = size_typed < forgiving_from;
    std::set<std::string> meant;
    const auto add = [&](std::string_view before, std::string_view middle, std::string_view after) {
        meant.insert(std::string(before).append(middle).append(after));
    };
    for (std::size_t at = 0; at <= typed.size();
         at += std::max<std::size_t>(letter_size(typed, at), 1)) {
        const auto before = typed.substr(0, at);
        const auto here = typed.substr(at);
        const auto size = letter_size(typed, at);
        const auto after = here.substr(size);
        for (const char& letter : alphabet) {
            add(before, {&letter, 1}, here);
            if (size > 0 && !only_left_out) add(before, {&letter, 1}, after);
        }
        if (size == 0 || only_left_out) continue;
        add(before, "", after);
        const auto next = letter_size(typed, at + size);
        const auto swapped = std::string(after.substr(0, next)).append(here.substr(0, size));
        add(before, swapped, after.substr(next));
    }
    meant.erase(std::string(typed));
    return {meant.begin(), meant.end()};
}

int distance(Fit fit, std::size_t part, bool first) {
    const int place = static_cast<int>(part) * 2 + (first ? 0 : 1);
    switch (fit) {
        case Fit::whole:
            return place;
        case Fit::begins:
            return place + 1;
        case Fit::inside:
            return place + 20;
        case Fit::typo:
            return place + 100;
        case Fit::none:
            break;
    }
    return place + 10000;
}

std::optional<int> distance(const Words& typed, const std::vector<Words>& parts) {
    int sum = 0;
    for (const auto& one : typed) {
        std::optional<int> best;
        for (std::size_t part = 0; part < parts.size(); ++part) {
            for (std::size_t i = 0; i < parts[part].size(); ++i) {
                const auto how = fit(one, parts[part][i]);
                if (how == Fit::none) continue;
                const auto far = distance(how, part, i == 0);
                best = std::min(best.value_or(far), far);
            }
        }
        if (!best) return std::nullopt;
        sum += *best;
    }
    return sum;
}

}  // namespace policy

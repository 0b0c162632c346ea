#include "policy/vocabulary.hpp"

#include <algorithm>

namespace policy {

void Vocabulary::add(std::string_view word) {
    if (word.empty() || !known_.emplace(word).second) return;
    text_.append(word).push_back(parting);
}

void Vocabulary::add(const Vocabulary& others) {
    for (const auto& word : others.known_)
        add(word);
}

Words Vocabulary::with_inside(std::string_view typed, std::size_t most) const {
    Words found;
    if (typed.empty() || typed.find(parting) != std::string_view::npos) return found;
    auto at = text_.find(typed);
    while (at != std::string::npos && found.size() < most) {
        const auto begin = text_.rfind(parting, at) + 1;
        const auto end = text_.find(parting, at);
        // What stands at the beginning may stand in the middle of the same word, too.
        if (begin == at) {
            at = text_.find(typed, at + 1);
            continue;
        }
        found.push_back(text_.substr(begin, end - begin));
        at = text_.find(typed, end);
    }
    std::sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    return found;
}

Words Vocabulary::mistyped(std::string_view typed) const {
    Words found;
    for (const auto& word : known_) {
        if (fit(typed, word) == Fit::typo) found.push_back(word);
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace policy

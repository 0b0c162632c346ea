// Distinct words as one long text: quickly searched for what stands in the middle of a word, which
// no sorted list tells.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

#include "policy/search.hpp"

namespace policy {

class Vocabulary {
 public:
    // A folded word; one that is known stays as it is.
    void add(std::string_view word);
    void add(const Vocabulary& others);

    // Words that have `typed` in them, not at their beginning: those with the fewest other letters
    // first, then by the alphabet. At most `most` are looked at; none for an empty text.
    Words with_inside(std::string_view typed, std::size_t most) const;

    // Words that `typed` may be with one typing error, by the alphabet: whatever their letters,
    // which no list of corrections tells.
    Words mistyped(std::string_view typed) const;

    std::size_t size() const { return known_.size(); }

 private:
    static constexpr char parting = '\n';  // no letter of any word

    std::string text_{parting};  // each word with one behind it
    std::unordered_set<std::string> known_;
};

}  // namespace policy

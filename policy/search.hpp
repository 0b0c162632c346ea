// How well typed words fit the words of a thing: whole words and beginnings before middles, middles
// before a slip of one letter. Pure; both sides come folded (lower-case, without accents).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

using Words = std::vector<std::string>;

// How a typed word fits one word, the best first.
enum class Fit { whole, begins, inside, typo, none };

// From this many letters on, one typing error is forgiven: a letter wrong, missing, too many, or
// two neighbours swapped (Damerau and Levenshtein's distance 1). A whole word of just so many may
// have been typed with one letter left out, too: "admn".
inline constexpr std::size_t forgiving_from = 5;

// A typed word may be unfinished, so a typo counts within the beginning of a word, too: "paymnet"
// fits "payments". An empty typed word fits everything.
Fit fit(std::string_view typed, std::string_view word);

// Every word that `typed` is one typing error away from, each once: letters wrong or missing are
// looked for in `alphabet` (ASCII). Of a word that is one letter too short to be forgiven, those
// with one letter more; none for shorter ones.
Words corrections(std::string_view typed, std::string_view alphabet);

// How far a fitting word is from the best: `part` says which part of the thing it stands in (0 the
// most telling one), `first` whether it is the part's first word. Not for Fit::none.
int distance(Fit fit, std::size_t part, bool first);

// The sum over all typed words of the distance of each one's best place in `parts`; the smaller,
// the better. Nothing if a typed word fits nowhere. No typed words fit everything, at distance 0.
std::optional<int> distance(const Words& typed, const std::vector<Words>& parts);

}  // namespace policy

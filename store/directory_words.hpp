// Text as the directory compares it: addresses without regard to case, names without regard to
// case, accents and punctuation. Unicode rules come from utf8proc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace store {

// Lower-case, letter by letter: the form in which e-mail addresses are kept and compared. Invalid
// UTF-8 is returned as it is.
std::string lower(std::string_view text);

// The words of a text: runs of letters and digits, case folded, without accents. An apostrophe is
// dropped ("O'Neil" is one word, "oneil"); everything else that is no letter or digit parts words.
std::vector<std::string> folded_words(std::string_view text);

// "anna maria oneil": words joined by one blank.
std::string join_words(
    std::vector<std::string>::const_iterator first, std::vector<std::string>::const_iterator last
);

}  // namespace store

#include "policy/word_index.hpp"

#include <algorithm>

namespace policy {

WordIndex::WordId WordIndex::word_id(const std::string& word) {
    const auto known = word_ids_.find(word);
    if (known != word_ids_.end()) return known->second;
    const auto id = static_cast<WordId>(words_.size());
    words_.push_back(word);
    word_ids_.emplace(words_.back(), id);
    return id;
}

void WordIndex::add(std::int64_t id, const std::vector<Words>& parts) {
    Thing thing;
    thing.id = id;
    thing.places_begin = static_cast<std::uint32_t>(places_.size());
    for (std::size_t part = 0; part < parts.size(); ++part) {
        for (std::size_t i = 0; i < parts[part].size(); ++i) {
            places_.push_back({word_id(parts[part][i]), static_cast<std::uint16_t>(part), i == 0});
        }
    }
    thing.places_end = static_cast<std::uint32_t>(places_.size());
    things_.push_back(thing);
}

std::vector<Fit> WordIndex::fits(std::string_view typed) const {
    std::vector<Fit> all;
    all.reserve(words_.size());
    for (const auto& word : words_)
        all.push_back(fit(typed, word));
    return all;
}

std::optional<int> WordIndex::distance_of(
    const Thing& thing, const std::vector<std::vector<Fit>>& fits_of_typed
) const {
    int sum = 0;
    for (const auto& fits : fits_of_typed) {
        std::optional<int> best;
        for (auto at = thing.places_begin; at < thing.places_end; ++at) {
            const auto& place = places_[at];
            const auto how = fits[place.word];
            if (how == Fit::none) continue;
            const auto far = distance(how, place.part, place.first);
            best = std::min(best.value_or(far), far);
        }
        if (!best) return std::nullopt;
        sum += *best;
    }
    return sum;
}

WordIndex::Found WordIndex::find(
    const Words& typed, std::size_t limit, const std::vector<std::int64_t>& without
) const {
    std::vector<bool> left_out;
    for (const auto id : without) {
        const auto at = static_cast<std::size_t>(id);
        if (at >= left_out.size()) left_out.resize(at + 1);
        left_out[at] = true;
    }
    std::vector<std::vector<Fit>> fits_of_typed;
    for (const auto& word : typed)
        fits_of_typed.push_back(fits(word));
    std::vector<std::pair<int, std::size_t>> found;  // distance, position
    for (std::size_t i = 0; i < things_.size(); ++i) {
        const auto id = static_cast<std::size_t>(things_[i].id);
        if (id < left_out.size() && left_out[id]) continue;
        const auto far = distance_of(things_[i], fits_of_typed);
        if (far) found.emplace_back(*far, i);
    }
    const auto most = static_cast<std::ptrdiff_t>(std::min(limit, found.size()));
    std::partial_sort(found.begin(), found.begin() + most, found.end());
    Found best;
    best.total = static_cast<std::int64_t>(found.size());
    for (auto at = found.begin(); at != found.begin() + most; ++at) {
        best.ids.push_back(things_[at->second].id);
        best.distances.push_back(at->first);
    }
    return best;
}

Words WordIndex::mistyped(std::string_view typed) const {
    Words meant;
    for (const auto& word : words_) {
        if (fit(typed, word) == Fit::typo) meant.push_back(word);
    }
    return meant;
}

}  // namespace policy

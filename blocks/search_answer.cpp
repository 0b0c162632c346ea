#include "blocks/search_answer.hpp"

#include "blocks/json.hpp"
#include "blocks/pieces.hpp"

namespace blocks {

namespace {

constexpr std::size_t label_units = 75;

}  // namespace

std::string search_answer(std::vector<Option> found) {
    if (found.size() <= most_options) return options_answer(found);
    found.resize(most_options);
    const auto label =
        plain("The first ", std::to_string(most_options), " – type more to find others");
    // {"options":[…]}, with a label in front.
    const auto options = options_answer(found);
    const auto group = json::Object{}.raw("label", plain_object(label, label_units)).done();
    const auto labelled = group.substr(0, group.size() - 1) + ',' + options.substr(1);
    return json::Object{}.raw("option_groups", '[' + labelled + ']').done();
}

}  // namespace blocks

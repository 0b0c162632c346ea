#include "bot/models/page_key.hpp"

#include "bot/models/people.hpp"

namespace bot::models {

std::string key_of(const PageKey& key) {
    return key_of(key.draft) + "." + std::to_string(key.page);
}

std::optional<PageKey> page_key(std::string_view key) {
    const auto dot = key.find('.');
    const auto draft = id_of(key.substr(0, dot));
    if (!draft) return std::nullopt;
    if (dot == std::string_view::npos) return PageKey{policy::DraftId{*draft}};
    const auto page = id_of(key.substr(dot + 1));
    if (!page) return std::nullopt;
    return PageKey{policy::DraftId{*draft}, *page};
}

}  // namespace bot::models

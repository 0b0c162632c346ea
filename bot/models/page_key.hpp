// The key of a request form's page: its draft and, of page 2, which of its pictures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/ids.hpp"

namespace bot::models {

struct PageKey {
    policy::DraftId draft;
    std::int64_t page = 0;  // 0: not told
};

std::string key_of(const PageKey& key);
// A foreign text is nothing.
std::optional<PageKey> page_key(std::string_view key);

}  // namespace bot::models

// libFuzzer entry for the inbound parser. The first byte chooses the content type.
#include <cstdint>
#include <string_view>

#include "bot/inbound.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view body{reinterpret_cast<const char*>(data + 1), size - 1};
    const auto* type = data[0] % 2 == 0 ? "application/json" : "application/x-www-form-urlencoded";
    const auto parsed = bot::parse_inbound(type, body);
    if (parsed.has_error()) return bot::describe(parsed.error()).empty() ? 1 : 0;
    return 0;
}

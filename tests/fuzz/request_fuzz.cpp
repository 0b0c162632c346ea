// libFuzzer entry for the HTTP reader: the bytes whole, and again in pieces whose sizes the first
// byte sets. What both accept must be the same request.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bot/request_reader.hpp"

namespace {

constexpr std::size_t header_limit = 512;
constexpr std::size_t body_limit = 4'096;

void require(bool rule) {
    if (!rule) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text{reinterpret_cast<const char*>(data + 1), size - 1};
    bot::RequestReader whole{header_limit, body_limit};
    const auto taken = whole.feed(text);
    require(taken <= text.size());

    bot::RequestReader cut{header_limit, body_limit};
    const std::size_t step = data[0] % 16 + 1;
    std::string waiting;
    for (std::size_t at = 0; at < text.size() && !cut.done() && cut.refusal() == 0; at += step) {
        waiting.append(text.substr(at, step));
        waiting.erase(0, cut.feed(waiting));
        // Nothing but an unfinished line waits, and that is bounded.
        require(waiting.size() <= 2 * header_limit + step);
    }
    require(cut.done() == whole.done());
    if (!whole.done()) return 0;
    require(whole.request().body.size() <= body_limit);
    require(cut.request().body == whole.request().body);
    require(cut.request().path == whole.request().path);
    require(cut.request().signatures == whole.request().signatures);
    return 0;
}

#include "bot/pattern.hpp"

#include <re2/re2.h>

#include <map>
#include <memory>

namespace bot {
namespace {

constexpr std::size_t longest_pattern = 500;
// What one pattern may take, compiled and while it runs.
constexpr std::int64_t most_memory = 1 << 20;
// Compiled ones that a thread keeps: compiling costs far more than a search.
constexpr std::size_t most_kept = 256;

RE2::Options options() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(most_memory);
    return options;
}

const RE2& compiled(const std::string& pattern) {
    thread_local std::map<std::string, std::unique_ptr<RE2>> kept;
    auto& one = kept[pattern];
    if (one) return *one;
    if (kept.size() > most_kept) {
        kept.clear();
        auto& again = kept[pattern];
        again = std::make_unique<RE2>(pattern, options());
        return *again;
    }
    one = std::make_unique<RE2>(pattern, options());
    return *one;
}

}  // namespace

std::optional<std::string> pattern_problem(const std::string& pattern) {
    if (pattern.size() > longest_pattern)
        return "it is longer than " + std::to_string(longest_pattern) + " bytes";
    const RE2 expression(pattern, options());
    if (expression.ok()) return std::nullopt;
    return expression.error();
}

bool pattern_found(const std::string& pattern, std::string_view text) {
    if (pattern.size() > longest_pattern) return false;
    const auto& expression = compiled(pattern);
    const re2::StringPiece searched(text.data(), text.size());
    return expression.ok() && RE2::PartialMatch(searched, expression);
}

}  // namespace bot

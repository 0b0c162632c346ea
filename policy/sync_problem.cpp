#include "policy/sync_problem.hpp"

#include <array>
#include <utility>

namespace policy {
namespace {

constexpr std::array<std::pair<SyncProblem, std::string_view>, 9> words{{
    {SyncProblem::no_folder, "no_folder"},
    {SyncProblem::no_file, "no_file"},
    {SyncProblem::being_written, "being_written"},
    {SyncProblem::bad_rows, "bad_rows"},
    {SyncProblem::loss, "loss"},
    {SyncProblem::unreachable, "unreachable"},
    {SyncProblem::no_entry, "no_entry"},
    {SyncProblem::bad_answer, "bad_answer"},
    {SyncProblem::broken, "broken"},
}};

}  // namespace

std::string_view word(SyncProblem problem) {
    for (const auto& [value, text] : words) {
        if (value == problem) return text;
    }
    return "";
}

std::optional<SyncProblem> sync_problem(std::string_view word) {
    for (const auto& [value, text] : words) {
        if (text == word) return value;
    }
    return std::nullopt;
}

}  // namespace policy

// `latchkey audit verify`: reads the whole chain beside a running daemon, and prints its head.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <charconv>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "bot/command_line.hpp"
#include "store/audit.hpp"
#include "store/inspect.hpp"

namespace bot {

namespace {

constexpr std::size_t hash_digits = 64;

std::optional<store::AuditHead> parse_head(const std::string& text) {
    store::AuditHead head;
    const auto* last = text.data() + text.size();
    const auto [colon, failed] = std::from_chars(text.data(), last, head.count);
    if (failed != std::errc{} || colon == last || *colon != ':' || head.count < 0) {
        return std::nullopt;
    }
    head.hash.assign(colon + 1, last);
    const bool hex = head.hash.find_first_not_of("0123456789abcdef") == std::string::npos;
    // Of an empty trail the hash is empty.
    const auto digits = head.count == 0 ? head.hash.size() : hash_digits;
    if (!hex || head.hash.size() != digits) return std::nullopt;
    return head;
}

// {"ok":…,"entries":…,"head":"COUNT:HASH","problems":[…]}
std::string as_json(const store::AuditHead& head, const std::vector<std::string>& problems) {
    rapidjson::StringBuffer text;
    rapidjson::Writer<rapidjson::StringBuffer> writer(text);
    writer.StartObject();
    writer.Key("ok");
    writer.Bool(problems.empty());
    writer.Key("entries");
    writer.Int64(head.count);
    writer.Key("head");
    writer.String((std::to_string(head.count) + ":" + head.hash).c_str());
    writer.Key("problems");
    writer.StartArray();
    for (const auto& problem : problems)
        writer.String(problem.c_str());
    writer.EndArray();
    writer.EndObject();
    return {text.GetString(), text.GetSize()};
}

}  // namespace

int command_audit_verify(
    const Settings& settings, const std::string& head, bool json, Terminal& terminal
) {
    const auto kept = parse_head(head);
    if (!head.empty() && !kept) {
        terminal.say(
            Said::problem,
            "--head is COUNT:HASH as `latchkey audit verify` prints it, like 12:9f86…"
        );
        return 2;
    }
    if (!std::filesystem::exists(settings.database)) {
        throw std::runtime_error("there is no database at " + settings.database);
    }
    std::vector<std::string> wrong;
    store::AuditHead found;
    store::read_database(settings.database, settings.key, [&](store::Tx& tx) {
        wrong = store::verify_audit(tx, kept);
        found = store::audit_head(tx);
    });
    if (json) {
        terminal.say(Said::output, as_json(found, wrong));
        return wrong.empty() ? 0 : 1;
    }
    for (const auto& sentence : wrong)
        terminal.say(Said::problem, sentence);
    if (!wrong.empty()) return 1;
    const auto* noun = found.count == 1 ? " entry." : " entries.";
    terminal.say(Said::output, "The audit trail holds: " + std::to_string(found.count) + noun);
    terminal.say(Said::output, "head " + std::to_string(found.count) + ":" + found.hash);
    return 0;
}

}  // namespace bot

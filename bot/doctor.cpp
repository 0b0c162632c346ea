#include "bot/doctor.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <exception>
#include <iterator>

#include "bot/log.hpp"
#include "bot/settings_load.hpp"

namespace bot {

namespace {

using Examine = Findings (*)(const Settings&);

std::string_view word(Health health) {
    switch (health) {
        case Health::ok:
            return "ok";
        case Health::warning:
            return "warn";
        case Health::failure:
            break;
    }
    return "fail";
}

void add(Findings& all, Findings more) {
    std::ranges::move(more, std::back_inserter(all));
}

// What an examination could not even look at is a finding of its own.
void examine(Findings& all, const std::string& subject, Examine how, const Settings& settings) {
    try {
        add(all, how(settings));
    } catch (const std::exception& failure) {
        all.push_back({subject, Health::failure, failure.what(), "See the message."});
    }
}

Findings examine_settings(const Settings& settings) {
    Findings found;
    const auto file =
        settings.config_file.empty() ? "no file, the environment only" : settings.config_file;
    found.push_back({"settings", Health::ok, file});
    for (const auto& sentence : missing_for_serve(settings))
        found.push_back({"settings", Health::failure, sentence, "Set it, then run this again."});
    for (const auto& sentence : settings.warnings)
        found.push_back({"settings", Health::warning, sentence, "Mend it if it is not meant so."});
    if (!settings.clock_url.empty()) {
        found.push_back(
            {"settings",
             Health::warning,
             "LATCHKEY_CLOCK_URL shifts the product's clock",
             "Fine for a test; unset it otherwise."}
        );
    }
    return found;
}

Findings examine_all(const std::string& config) {
    Findings all;
    const auto loaded = load_settings(config, process_environment(), true);
    if (!loaded) {
        for (const auto& sentence : loaded.error())
            all.push_back({"settings", Health::failure, harmless(sentence), "Mend it first."});
        return all;
    }
    // What the parts log themselves would stand between the findings.
    auto quiet = loaded->log;
    quiet.level = LogLevel::error;
    start_log(quiet);
    examine(all, "settings", examine_settings, *loaded);
    examine(all, "database", examine_database, *loaded);
    examine(all, "certificate", examine_certificate, *loaded);
    examine(all, "slack", examine_slack, *loaded);
    examine(all, "e-mail", examine_mail, *loaded);
    return all;
}

std::string json_of(const Findings& findings, bool well) {
    rapidjson::StringBuffer json;
    rapidjson::Writer<rapidjson::StringBuffer> writer(json);
    const auto field = [&writer](const char* name, std::string_view text) {
        writer.Key(name);
        writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
    };
    writer.StartObject();
    writer.Key("ok");
    writer.Bool(well);
    writer.Key("checks");
    writer.StartArray();
    for (const auto& finding : findings) {
        writer.StartObject();
        field("subject", finding.subject);
        field("state", word(finding.health));
        field("found", harmless(finding.found));
        field("advice", finding.advice);
        writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {json.GetString(), json.GetSize()};
}

std::string line_of(const Finding& finding) {
    std::string line{word(finding.health)};
    line.resize(6, ' ');
    line += finding.subject;
    line.resize(std::max<std::size_t>(line.size() + 1, 20), ' ');
    line += harmless(finding.found);
    if (!finding.advice.empty()) line += "\n" + std::string(20, ' ') + "-> " + finding.advice;
    return line;
}

}  // namespace

int command_doctor(const std::string& config, bool json, Terminal& terminal) {
    const auto findings = examine_all(config);
    const auto failed = std::ranges::count(findings, Health::failure, &Finding::health);
    if (json) {
        terminal.say(Said::output, json_of(findings, failed == 0));
        return failed == 0 ? 0 : 1;
    }
    for (const auto& finding : findings)
        terminal.say(Said::output, line_of(finding));
    terminal.say(
        Said::output,
        failed == 0 ? "Nothing stands in the way of `latchkey serve`."
                    : std::to_string(failed) + (failed == 1 ? " thing" : " things") +
                          " to mend before `latchkey serve` can work."
    );
    return failed == 0 ? 0 : 1;
}

}  // namespace bot

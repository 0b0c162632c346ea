#include "bot/campaign_remind_job.hpp"

#include <optional>
#include <string>

#include "blocks/text.hpp"
#include "bot/json_write.hpp"
#include "bot/workflow/campaign_remind.hpp"
#include "store/directory.hpp"

namespace bot {

namespace {

// Whose open reviews it is about; nothing if there is no such thing, which is told.
struct RemindPlace {
    store::ReminderAbout about = store::ReminderAbout::all;
    std::int64_t id = 0;
    std::string name;
};
std::optional<RemindPlace> remind_place(
    store::Tx& tx, const CampaignCommand& command, const Say& say
) {
    if (!command.reviewer.empty()) {
        const auto person = store::find_employee(tx, command.reviewer);
        if (person)
            return RemindPlace{store::ReminderAbout::reviewer, person->id.value, person->name};
        say(Said::problem, "no employee has the address " + command.reviewer);
        return std::nullopt;
    }
    if (!command.integration.empty()) {
        const auto found = store::find_integration(tx, command.integration);
        if (found)
            return RemindPlace{store::ReminderAbout::integration, found->id.value, found->name};
        say(Said::problem, "there is no application \"" + command.integration + "\"");
        return std::nullopt;
    }
    return RemindPlace{};
}

std::string not_reminded(
    const workflow::Prompted& prompted, const CampaignCommand& command, const RemindPlace& place
) {
    const auto name = "Campaign " + std::to_string(command.id.value);
    switch (prompted.outcome) {
        case workflow::Prompt::begun:
            break;
        case workflow::Prompt::unknown:
            return place.name.empty() ? no_such_campaign(command.id)
                                      : place.name + " reviews nothing in campaign " +
                                            std::to_string(command.id.value);
        case workflow::Prompt::not_running:
            return name + " is not being reviewed: nobody is reminded.";
        case workflow::Prompt::nothing_open:
            return "Nothing is open there: nobody is reminded.";
        case workflow::Prompt::just_before:
            return "That was done at " + blocks::utc(*prompted.at) +
                   ": nobody is reminded again within an hour.";
    }
    return name;
}

}  // namespace

int remind_campaign(
    store::Gate& gate,
    const CampaignCommand& command,
    bool mails,
    const std::string& actor,
    store::Millis now,
    const Say& say
) {
    std::optional<RemindPlace> place;
    workflow::Prompted prompted;
    gate.write_blocking(
        [&](store::Tx& tx) {
            place = remind_place(tx, command, say);
            if (!place) return;
            prompted = workflow::prompt_reviewers(
                tx, command.id, place->about, place->id, actor, now, mails
            );
        },
        store::Lane::event
    );
    if (!place) return 1;
    if (prompted.outcome != workflow::Prompt::begun) {
        say(Said::problem, not_reminded(prompted, command, *place));
        return 1;
    }
    store::CampaignReminder reminder;
    for (bool more = true; more;) {
        gate.write_blocking([&](store::Tx& tx) {
            more = workflow::prompt_more(tx, prompted.reminder, now, mails);
            reminder = store::find_reminder(tx, prompted.reminder).value();
        });
        say(Said::progress, "reminding: " + std::to_string(reminder.told) + " reviewers");
    }
    if (command.json) {
        JsonText json;
        json.begin_object();
        json.field("id", command.id.value);
        json.field("reminded", reminder.told);
        json.field("reminded_just_before", reminder.spared);
        json.field("by_mail", mails);
        json.end_object();
        say(Said::output, json.text());
        return 0;
    }
    auto text = std::to_string(reminder.told) +
                (reminder.told == 1 ? " reviewer is" : " reviewers are") + " reminded in Slack" +
                (mails ? " and by e-mail." : ".");
    if (reminder.spared > 0)
        text += " " + std::to_string(reminder.spared) + " had been within the last hour.";
    say(Said::output, text);
    return 0;
}

}  // namespace bot

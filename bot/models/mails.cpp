#include "bot/models/mails.hpp"

#include "bot/models/campaign_manage.hpp"
#include "store/directory.hpp"

namespace bot::models {
namespace {

constexpr std::size_t name_units = 150;

std::string where_to_go(const std::string& tasks_url) {
    const std::string how = "Open Latchkey in Slack: it is under My tasks of its Home tab.\n";
    return tasks_url.empty() ? how : how + "Or go to " + tasks_url + "\n";
}

void add_prompt(const blocks::CampaignPrompt& prompt, const std::string& tasks_url, Mail& mail) {
    const auto name = blocks::shortened(blocks::cleaned(prompt.name), name_units);
    const auto waiting =
        blocks::count(prompt.progress.open(), "access grant waits", "access grants wait");
    mail.subject = "Access review " + name + ": " + waiting + " for you";
    const auto who = prompt.asked_by ? prompt.asked_by->name : "An operator of Latchkey";
    const auto when = blocks::utc(prompt.ends);
    mail.text = blocks::cleaned(who) + " reminds you of the access review \"" + name + "\".\n\n" +
                waiting + " for you. " +
                (prompt.overdue ? "It is overdue since " + when : "It is to be done by " + when) +
                ".\n\n" + where_to_go(tasks_url);
}

}  // namespace

std::optional<Mail> mail_of(
    store::Tx& tx, const store::MailRow& row, const std::string& tasks_url
) {
    const auto person = store::find_employee(tx, row.recipient);
    if (!person || !person->active) return std::nullopt;
    Mail mail;
    mail.key = row.key;
    mail.date = row.created;
    mail.to = person->email;
    switch (row.kind) {
        case store::MailKind::campaign_prompt: {
            const auto prompt = campaign_prompt(tx, {row.subject}, row.recipient);
            if (!prompt) return std::nullopt;
            add_prompt(*prompt, tasks_url, mail);
            break;
        }
    }
    return mail;
}

}  // namespace bot::models

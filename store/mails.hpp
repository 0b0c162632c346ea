// E-mails as rows, written in the transaction of the change they tell of; a worker sends them. Like
// the outbox, but SMTP cannot be asked what it took: a mail whose answer was lost is sent again
// under the same Message-ID.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/ids.hpp"
#include "store/gate.hpp"
#include "store/messages.hpp"

namespace store {

using MailId = policy::Id<struct MailTag>;

enum class MailKind {
    campaign_prompt  // reminder: a risk manager asks a reviewer to go on
};
std::string_view word(MailKind kind);
std::optional<MailKind> mail_kind(std::string_view word);

struct MailRow {
    MailId id;
    std::string key;
    MailKind kind = MailKind::campaign_prompt;
    std::int64_t subject = 0;
    policy::EmployeeId recipient;
    int attempts = 0;  // with the one that begins
    policy::Instant created;
};

// One mail for each kind, subject and recipient, however often it is wanted.
void want_mail(
    Tx& tx, MailKind kind, std::int64_t subject, policy::EmployeeId recipient, Millis now
);

// Takes what is due now and marks it as on its way.
std::vector<MailRow> take_due_mails(Tx& tx, Millis now, int most);
std::optional<Millis> next_mail_due(Tx& tx);

void mail_sent(Tx& tx, MailId id, policy::Instant now);
// There is nothing to say any more.
void mail_dropped(Tx& tx, MailId id);
// It did not work: again at `next_at`.
void mail_failed(Tx& tx, MailId id, const std::string& error, Millis next_at);
// It never will.
void mail_given_up(Tx& tx, MailId id, const std::string& error);
// It was not tried after all: due again at once, as if it had not been taken.
void mail_put_back(Tx& tx, MailId id);

// At start: what was on its way when the last process ended is due again. How many.
int recover_mails(Tx& tx);

struct MailCounts {
    std::int64_t waiting = 0;
    std::int64_t given_up = 0;
};
MailCounts mail_counts(Tx& tx);

}  // namespace store

// E-mails from the rows of their subject, as these are when they are sent.
#pragma once

#include <optional>
#include <string>

#include "bot/mail_text.hpp"
#include "store/gate.hpp"
#include "store/mails.hpp"

namespace bot::models {

// Nothing if there is nothing to say any more, or nobody to say it to. `tasks_url`: where people
// find their tasks; may be empty.
std::optional<Mail> mail_of(store::Tx& tx, const store::MailRow& row, const std::string& tasks_url);

}  // namespace bot::models

// E-mail: whether the mail server answers, over TLS, and takes the user; no mail is sent.
#include <atomic>

#include "bot/doctor.hpp"
#include "bot/mailer.hpp"
#include "bot/smtp.hpp"

namespace bot {

Findings examine_mail(const Settings& settings) {
    if (settings.smtp.url.empty())
        return {{"e-mail", Health::ok, "not set up: reminders go by Slack alone"}};
    const std::atomic<bool> stopping{false};
    auto options = smtp_options(settings);
    options.limit = std::chrono::seconds{20};
    Smtp smtp(options, stopping);
    if (const auto failure = smtp.look()) {
        return {
            {"e-mail",
             Health::failure,
             settings.smtp.url + ": " + failure->sentence,
             "Mend [smtp] in the settings, or ask whoever runs the mail server."}};
    }
    return {
        {"e-mail",
         Health::ok,
         settings.smtp.url + " answers" +
             (settings.smtp.user.empty() ? "" : " and takes the user")}};
}

}  // namespace bot

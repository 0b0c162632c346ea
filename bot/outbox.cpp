#include "bot/outbox.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>

#include "bot/errand.hpp"
#include "bot/slack_people.hpp"
#include "bot/spawn.hpp"
#include "store/directory.hpp"
#include "store/slack_users.hpp"
#include "store/timers.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Sends under way at once: enough to keep Slack's limit of several hundred a minute busy.
constexpr int most_on_their_way = 32;
// Edits wait longer for their turn (50 a minute): they must leave room for new messages, and what
// is in line already delays an edit that answers a click by no more than these.
constexpr int most_edits = 4;
// A post whose answer was lost may still take effect so long after it was sent: only when it cannot
// be found then is it posted again.
constexpr auto late_arrival = seconds{60};
// With a dead token nothing works: try one message now and then.
constexpr auto dead_token_pause = std::chrono::minutes{5};
// Tries that Slack or the network refused for a passing reason: at the longest pause, about a day.
constexpr int most_attempts = 300;

// The administrators are told of what was given up in one message, so long after the first of it.
constexpr auto digest_after = std::chrono::hours{1};

constexpr auto metadata_type = "latchkey_message";
constexpr auto metadata_key = "key";

// Who clicked waits for that edit; the others are only kept informed.
bool only_informs(const store::MessageRow& row) {
    return row.ts && !row.answers;
}

Urgency urgency_of(const store::MessageRow& row) {
    if (row.priority == store::Priority::bulk) return Urgency::bulk;
    return only_informs(row) ? Urgency::normal : Urgency::urgent;
}

// 2 s, 4 s, 8 s … up to five minutes.
milliseconds backoff(int attempts) {
    return std::min<milliseconds>(
        seconds{1} * (1 << std::min(attempts, 9)), std::chrono::minutes{5}
    );
}

}  // namespace

Outbox::Outbox(
    boost::asio::io_context& io,
    store::Gate& gate,
    SlackApi& slack,
    Clock& clock,
    RenderRules rules,
    Metrics& metrics
)
    : io_(io),
      gate_(gate),
      slack_(slack),
      clock_(clock),
      rules_(std::move(rules)),
      metrics_(metrics),
      waker_(io, clock) {}

void Outbox::stop() {
    stopping_ = true;
    wake();
}

store::Task<void> Outbox::run() {
    while (!stopping_) {
        std::optional<store::Millis> next;
        bool failed = false;
        try {
            if (!recovered_) co_await recover();
            next = co_await step();
        } catch (const std::exception& broken) {
            spdlog::error("outbox: the database failed: {}", broken.what());
            failed = true;
        }
        if (failed) next = clock_.now_ms() + seconds{1};
        co_await waker_.wait(next);
    }
    while (on_their_way_ > 0)
        co_await waker_.wait(std::nullopt);
}

store::Task<void> Outbox::recover() {
    const auto now = clock_.now_ms();
    auto unit = [&](store::Tx& tx) { return store::recover_messages(tx, now); };
    const int interrupted = co_await gate_.write(unit, store::Lane::event);
    recovered_ = true;
    if (interrupted > 0)
        spdlog::info("outbox: {} messages were on their way at the last stop", interrupted);
}

// Starts what is due; when to look again.
store::Task<std::optional<store::Millis>> Outbox::step() {
    const auto now = clock_.now_ms();
    if (paused_until_ && now < *paused_until_) co_return paused_until_;
    paused_until_.reset();
    const int room = most_on_their_way - on_their_way_;
    const int edits = most_edits - edits_on_their_way_;
    auto take = [&](store::Tx& tx) { return store::take_due_messages(tx, now, room, edits); };
    auto due = co_await gate_.write(take, store::Lane::event);
    for (auto& row : due) {
        ++on_their_way_;
        if (only_informs(row)) ++edits_on_their_way_;
        spawn(io_, send(std::move(row)), "sending a message");
    }
    // Each that ends wakes us: while all places are taken there is nothing to look for.
    if (on_their_way_ >= most_on_their_way || edits_on_their_way_ >= most_edits)
        co_return std::nullopt;
    auto look = [](store::Tx& tx) { return store::next_message_due(tx); };
    co_return co_await gate_.read(look);
}

store::Task<void> Outbox::send(store::MessageRow row) {
    bool failed = false;
    const auto begun = clock_.now_ms();
    try {
        co_await send_checked(row);
    } catch (const std::exception& broken) {
        spdlog::error("outbox: message {} could not be handled: {}", row.id.value, broken.what());
        failed = true;
    }
    if (failed) co_await give_back(row, begun);
    --on_their_way_;
    if (only_informs(row)) --edits_on_their_way_;
    wake();
}

// What became of it could not be written down: it is due again, looking first, once the database
// works. At a stop the mark in the row says so to the next start.
store::Task<void> Outbox::give_back(const store::MessageRow& row, store::Millis begun) {
    const auto maybe_sent = row.ts ? std::nullopt : std::optional{begun};
    for (bool written = false; !written && !stopping_;) {
        SteadyTimer timer{io_.get_executor()};
        timer.expires_after(seconds{1});
        constexpr auto as_tuple = boost::asio::as_tuple(store::use_task);
        co_await timer.async_wait(as_tuple);
        const auto next = clock_.now_ms() + backoff(row.attempts);
        auto note = [&](store::Tx& tx) {
            store::message_failed(tx, row.id, "could not be handled", next, maybe_sent);
        };
        try {
            co_await gate_.write(note, store::Lane::event);
            written = true;
        } catch (const std::exception& broken) {
            spdlog::error("outbox: the database failed: {}", broken.what());
        }
    }
}

store::Task<void> Outbox::send_checked(const store::MessageRow& row) {
    if (row.ts) {
        co_await edit(row);
    } else {
        co_await post(row);
    }
}

store::Task<Outbox::Newest> Outbox::newest(const store::MessageRow& row) {
    const auto now = clock_.now();
    auto render_now = [&](store::Tx& tx) {
        return Newest{store::wanted_version(tx, row.id), render(tx, row, rules_, now)};
    };
    co_return co_await gate_.read(render_now);
}

store::Task<Outbox::Recipient> Outbox::recipient_of(const store::MessageRow& row) {
    auto look = [&](store::Tx& tx) {
        Recipient found;
        const auto contact = store::slack_user_of(tx, row.recipient);
        if (contact.reach == store::Reach::reachable) found.user = contact.user->user;
        if (contact.reach == store::Reach::deactivated)
            found.why_not = "their Slack user is deactivated";
        if (contact.reach == store::Reach::refused)
            found.why_not =
                "their Slack user may not use the bot (a guest, or an unconfirmed e-mail)";
        if (const auto employee = store::find_employee(tx, row.recipient))
            found.email = employee->email;
        return found;
    };
    auto found = co_await gate_.read(look);
    if (found.user || !found.why_not.empty() || found.email.empty()) co_return found;
    // The directory of Slack users does not have this person yet: ask for this one.
    auto trouble = co_await look_up_person(gate_, slack_, clock_, found.email);
    if (trouble) {
        found.trouble = std::move(trouble);
        co_return found;
    }
    found = co_await gate_.read(look);
    if (!found.user && found.why_not.empty())
        found.why_not = "no Slack user has this person's e-mail";
    co_return found;
}

store::Task<void> Outbox::post(const store::MessageRow& row) {
    const auto recipient = co_await recipient_of(row);
    if (recipient.trouble) {
        co_await failed(row, *recipient.trouble, row.maybe_sent);
        co_return;
    }
    if (!recipient.user) {
        co_await give_up(row, recipient.why_not);
        co_return;
    }
    if (row.maybe_sent) {
        const bool settled = co_await found_earlier(row, *recipient.user);
        if (settled) co_return;
    }
    const auto urgency = urgency_of(row);
    // Rendered only when its turn has come: what is sent is what is true then.
    const bool may_go =
        co_await slack_.turn(SlackMethod::chat_post_message, recipient.user->value, urgency);
    const auto now_said = co_await newest(row);
    if (!may_go || !now_said.message) {
        co_await drop_or_keep(row, may_go);
        co_return;
    }
    PostMessage call;
    call.channel = recipient.user->value;
    call.text = now_said.message->text;
    call.blocks = now_said.message->blocks;
    call.metadata = MessageMetadata{metadata_type, {{metadata_key, row.key}}};
    const CallPace pace{urgency, true};
    const auto begun = clock_.now_ms();
    const auto answer = co_await slack_.post_message(call, pace);
    if (answer) {
        metrics_.messages.add({"sent"});
        co_await shown(row, now_said.version, *answer);
    } else {
        const auto& error = answer.error();
        const auto maybe_sent = error.may_have_happened ? std::optional{begun} : std::nullopt;
        co_await failed(row, error, maybe_sent);
    }
}

store::Task<void> Outbox::edit(const store::MessageRow& row) {
    const auto urgency = urgency_of(row);
    const bool may_go = co_await slack_.turn(SlackMethod::chat_update, *row.channel, urgency);
    const auto now_said = co_await newest(row);
    if (!may_go || !now_said.message) {
        co_await drop_or_keep(row, may_go);
        co_return;
    }
    UpdateMessage call;
    call.where = {*row.channel, *row.ts};
    call.text = now_said.message->text;
    call.blocks = now_said.message->blocks;
    const CallPace pace{urgency, true};
    const auto answer = co_await slack_.update_message(call, pace);
    if (answer) {
        metrics_.messages.add({"edited"});
        co_await shown(row, now_said.version, call.where);
    } else {
        co_await failed(row, answer.error(), std::nullopt);
    }
}

// A post whose answer was lost may have arrived. True if the row is settled for now (found, or the
// look failed).
store::Task<bool> Outbox::found_earlier(
    const store::MessageRow& row, const policy::SlackUserId& user
) {
    const auto channel = co_await slack_.conversations_open(user);
    if (!channel) {
        co_await failed(row, channel.error(), row.maybe_sent);
        co_return true;
    }
    History query;
    query.channel = *channel;
    query.limit = 100;
    while (true) {
        const auto page = co_await slack_.conversations_history(query);
        if (!page) {
            co_await failed(row, page.error(), row.maybe_sent);
            co_return true;
        }
        for (const auto& message : page->messages) {
            if (!message.metadata || message.metadata->find(metadata_key) != row.key) continue;
            // Which version arrived is not known: edit it to the newest.
            metrics_.messages.add({"found"});
            const Posted place{*channel, message.ts};
            co_await shown(row, row.wanted - 1, place);
            co_return true;
        }
        if (page->next_cursor.empty()) break;
        query.cursor = page->next_cursor;
    }
    const auto surely_lost = *row.maybe_sent + late_arrival;
    if (clock_.now_ms() >= surely_lost) co_return false;
    auto wait = [&](store::Tx& tx) {
        store::message_failed(tx, row.id, "the answer was lost", surely_lost, row.maybe_sent);
    };
    co_await gate_.write(wait, store::Lane::event);
    co_return true;
}

store::Task<void> Outbox::shown(
    const store::MessageRow& row, std::int64_t version, const Posted& posted
) {
    const auto now = clock_.now_ms();
    auto note = [&](store::Tx& tx) {
        store::message_shown(tx, row.id, version, posted.channel, posted.ts, now);
    };
    co_await gate_.write(note, store::Lane::event);
}

store::Task<void> Outbox::failed(
    const store::MessageRow& row, const SlackError& error, std::optional<store::Millis> maybe_sent
) {
    if (error.fault == SlackFault::stopped) {
        // Ours to finish at the next start: the mark in the database says whether to look first.
        if (!error.may_have_happened) co_await drop_or_keep(row, false);
        co_return;
    }
    const bool passing =
        error.fault == SlackFault::rate_limited || error.fault == SlackFault::transient;
    // These last until somebody mends them: messages wait as long.
    const bool waits_for_repair = error.fault == SlackFault::transport ||
                                  error.fault == SlackFault::token_dead ||
                                  error.fault == SlackFault::rights;
    const bool too_often = error.fault == SlackFault::transient && row.attempts >= most_attempts;
    if ((!passing && !waits_for_repair) || too_often) {
        co_await give_up(row, error.code);
        co_return;
    }
    if (error.fault == SlackFault::token_dead) paused_until_ = clock_.now_ms() + dead_token_pause;
    const auto pause = error.retry_after ? milliseconds{*error.retry_after} : backoff(row.attempts);
    const auto next = clock_.now_ms() + pause;
    metrics_.messages.add({"delayed"});
    auto note = [&](store::Tx& tx) {
        store::message_failed(tx, row.id, error.code, next, maybe_sent);
    };
    co_await gate_.write(note, store::Lane::event);
}

store::Task<void> Outbox::give_up(const store::MessageRow& row, const std::string& why) {
    spdlog::warn(
        "outbox: message {} ({}) cannot be delivered: {}", row.id.value, store::word(row.kind), why
    );
    metrics_.messages.add({"failed"});
    const auto digest_at = clock_.now() + digest_after;
    auto note = [&](store::Tx& tx) {
        store::message_given_up(tx, row.id, why);
        const store::TimerRow digest{store::TimerKind::undelivered, 0, {}, digest_at};
        if (!store::find_timer(tx, digest.kind, digest.subject)) store::set_timer(tx, digest);
    };
    co_await gate_.write(note, store::Lane::event);
    if (timer_set_) timer_set_();
}

// There was nothing to say any more; or, at shutdown, it was not sent and stays due.
store::Task<void> Outbox::drop_or_keep(const store::MessageRow& row, bool drop) {
    const auto now = clock_.now_ms();
    auto note = [&](store::Tx& tx) {
        if (drop) {
            store::message_dropped(tx, row.id);
        } else {
            store::message_failed(tx, row.id, "not sent before the stop", now, row.maybe_sent);
        }
    };
    co_await gate_.write(note, store::Lane::event);
}

}  // namespace bot

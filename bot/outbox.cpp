#include "bot/outbox.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "bot/slack_people.hpp"
#include "store/directory.hpp"
#include "store/slack_users.hpp"

namespace bot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Sends under way at once: enough to keep Slack's limit of several hundred a minute busy.
constexpr int most_on_their_way = 32;
// After so many tries that Slack or the network refused for a passing reason, the administrators
// are told.
constexpr int most_attempts = 12;

constexpr auto metadata_type = "latchkey_message";
constexpr auto metadata_key = "key";

Urgency urgency_of(const store::MessageRow& row) {
    return row.priority == store::Priority::bulk ? Urgency::bulk : Urgency::urgent;
}

// 2 s, 4 s, 8 s … up to five minutes.
milliseconds backoff(int attempts) {
    return std::min<milliseconds>(
        seconds{1} * (1 << std::min(attempts, 8)), std::chrono::minutes{5}
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
    auto recover = [](store::Tx& tx) { return store::recover_messages(tx); };
    const int interrupted = co_await gate_.write(recover, store::Lane::event);
    if (interrupted > 0)
        spdlog::info("outbox: {} messages were on their way at the last stop", interrupted);
    while (!stopping_) {
        const int room = most_on_their_way - on_their_way_;
        const auto now = clock_.now_ms();
        auto take = [&](store::Tx& tx) { return store::take_due_messages(tx, now, room); };
        auto due = co_await gate_.write(take, store::Lane::event);
        for (auto& row : due) {
            ++on_their_way_;
            boost::asio::co_spawn(io_, send(std::move(row)), boost::asio::detached);
        }
        std::optional<store::Millis> next;
        if (on_their_way_ < most_on_their_way) {
            auto look = [](store::Tx& tx) { return store::next_message_due(tx); };
            next = co_await gate_.read(look);
        }
        co_await waker_.wait(next);
    }
    while (on_their_way_ > 0)
        co_await waker_.wait(std::nullopt);
}

store::Task<void> Outbox::send(store::MessageRow row) {
    try {
        co_await send_checked(row);
    } catch (const std::exception& broken) {
        // Left as "on its way" in the database: looked into at the next start, never sent twice.
        spdlog::error("outbox: message {} could not be handled: {}", row.id.value, broken.what());
    }
    --on_their_way_;
    wake();
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
        if (const auto employee = store::find_employee(tx, row.recipient))
            found.email = employee->email;
        return found;
    };
    auto found = co_await gate_.read(look);
    if (found.user || !found.why_not.empty() || found.email.empty()) co_return found;
    // The directory of Slack users does not have this person yet: ask for this one.
    co_await look_up_person(gate_, slack_, clock_, found.email);
    found = co_await gate_.read(look);
    if (!found.user && found.why_not.empty())
        found.why_not = "no Slack user has this person's e-mail";
    co_return found;
}

store::Task<void> Outbox::post(const store::MessageRow& row) {
    const auto recipient = co_await recipient_of(row);
    if (!recipient.user) {
        co_await give_up(row, recipient.why_not);
        co_return;
    }
    if (row.look_first) {
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
    const auto answer = co_await slack_.post_message(call, pace);
    if (answer) {
        metrics_.messages.add({"sent"});
        co_await shown(row, now_said.version, *answer);
    } else {
        co_await failed(row, answer.error());
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
        co_await failed(row, answer.error());
    }
}

// A post whose answer was lost may have arrived. True if the row is settled for now (found, or the
// look failed).
store::Task<bool> Outbox::found_earlier(
    const store::MessageRow& row, const policy::SlackUserId& user
) {
    const auto channel = co_await slack_.conversations_open(user);
    if (!channel) {
        co_await failed(row, channel.error());
        co_return true;
    }
    History query;
    query.channel = *channel;
    query.limit = 100;
    while (true) {
        const auto page = co_await slack_.conversations_history(query);
        if (!page) {
            co_await failed(row, page.error());
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
        if (page->next_cursor.empty()) co_return false;
        query.cursor = page->next_cursor;
    }
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

store::Task<void> Outbox::failed(const store::MessageRow& row, const SlackError& error) {
    if (error.fault == SlackFault::stopped) {
        // Ours to finish at the next start: the mark in the database says whether to look first.
        if (!error.may_have_happened) co_await drop_or_keep(row, false);
        co_return;
    }
    const bool may_come_right =
        error.fault == SlackFault::rate_limited || error.fault == SlackFault::transient ||
        error.fault == SlackFault::token_dead || error.fault == SlackFault::rights ||
        error.fault == SlackFault::transport;
    if (!may_come_right ||
        (row.attempts >= most_attempts && error.fault != SlackFault::rate_limited)) {
        co_await give_up(row, error.code);
        co_return;
    }
    const auto pause = error.retry_after ? milliseconds{*error.retry_after} : backoff(row.attempts);
    const auto next = clock_.now_ms() + pause;
    metrics_.messages.add({"delayed"});
    const bool maybe_posted = !row.ts && (error.may_have_happened || row.look_first);
    auto note = [&](store::Tx& tx) {
        store::message_failed(tx, row.id, error.code, next, maybe_posted);
    };
    co_await gate_.write(note, store::Lane::event);
}

store::Task<void> Outbox::give_up(const store::MessageRow& row, const std::string& why) {
    spdlog::warn(
        "outbox: message {} ({}) cannot be delivered: {}", row.id.value, store::word(row.kind), why
    );
    metrics_.messages.add({"failed"});
    auto note = [&](store::Tx& tx) { store::message_given_up(tx, row.id, why); };
    co_await gate_.write(note, store::Lane::event);
}

// There was nothing to say any more; or, at shutdown, it was not sent and stays due.
store::Task<void> Outbox::drop_or_keep(const store::MessageRow& row, bool drop) {
    const auto now = clock_.now_ms();
    auto note = [&](store::Tx& tx) {
        if (drop) {
            store::message_dropped(tx, row.id);
        } else {
            store::message_failed(tx, row.id, "not sent before the stop", now, row.look_first);
        }
    };
    co_await gate_.write(note, store::Lane::event);
}

}  // namespace bot

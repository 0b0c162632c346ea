#include "bot/rate_limiter.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include "bot/token_bucket.hpp"

namespace bot {
namespace {

// How often a class of calls is passed over by more urgent ones before it has its turn.
constexpr int patience = 8;

std::size_t index(Urgency urgency) {
    return static_cast<std::size_t>(urgency);
}

// The calls of one channel, or of all channels where the method is not paced by channel.
struct Channel {
    std::string name;
    TokenBucket bucket;
    std::array<std::set<Ticket>, urgencies> waiting{};  // a later ticket is a greater number
    // Where the lane keeps it: in the ready sets, or asleep until this tick.
    std::optional<Tick> asleep_until{};
    std::optional<Tick> forgotten_at{};

    bool nobody_waits() const {
        return std::ranges::all_of(waiting, [](const auto& tickets) { return tickets.empty(); });
    }
};

// The calls of one method. Invariant: a channel is in `asleep` (somebody waits, no token), in
// `ready` once for each class that waits (and has a token), or in `idle` (nobody waits).
class Lane {
 public:
    Lane(const MethodFacts& method, Tick now) : method_{method}, bucket_{method.rate, now} {}

    Channel& enqueue(Ticket ticket, std::string_view channel, Urgency urgency, Tick now) {
        Channel& entry = find_channel(method_.paced_by_channel ? channel : "", now);
        unlink(entry);
        entry.waiting[index(urgency)].insert(ticket);
        link(entry, now);
        return entry;
    }
    void withdraw(Channel& channel, Urgency urgency, Ticket ticket, Tick now) {
        unlink(channel);
        channel.waiting[index(urgency)].erase(ticket);
        link(channel, now);
    }

    void release(Tick now, std::vector<Ticket>& released) {
        wake(now);
        forget_idle(now);
        while (now >= paused_until_) {
            const auto turn = next_class();
            if (!turn || !bucket_.has(need(*turn), now)) return;
            const auto [ticket, channel] = *ready_[*turn].begin();
            count_turn(*turn);
            unlink(*channel);
            channel->waiting[*turn].erase(ticket);
            channel->bucket.spend(now);
            bucket_.spend(now);
            link(*channel, now);
            released.push_back(ticket);
        }
    }

    std::optional<Tick> next_release(Tick now) {
        wake(now);
        std::optional<Tick> soonest;
        const auto offer = [&](Tick at) { soonest = soonest ? std::min(*soonest, at) : at; };
        for (std::size_t i = 0; i < urgencies; ++i) {
            if (!ready_[i].empty()) offer(bucket_.when_has(need(i), now));
        }
        if (!asleep_.empty()) {
            const auto& [at, channel] = *asleep_.begin();
            std::size_t first = 0;
            while (channel->waiting[first].empty())
                ++first;
            offer(std::max(at, bucket_.when_has(need(first), now)));
        }
        if (soonest) soonest = std::max({*soonest, paused_until_, now});
        return soonest;
    }

    std::optional<Tick> push_through(Tick now) {
        if (now < paused_until_) return paused_until_ - now;
        bucket_.spend(now);
        return std::nullopt;
    }
    void pause(Tick until) {
        paused_until_ = std::max(paused_until_, until);
        bucket_.drain(paused_until_);
    }

 private:
    using Entry = std::pair<std::int64_t, Channel*>;

    Channel& find_channel(std::string_view name, Tick now) {
        auto found = channels_.find(name);
        if (found == channels_.end()) {
            // Where the method is not paced by channel its one entry never holds anybody up.
            Channel fresh{std::string{name}, TokenBucket{channel_rate, now}};
            found = channels_.emplace(std::string{name}, std::move(fresh)).first;
        }
        return found->second;
    }

    void unlink(Channel& channel) {
        for (std::size_t i = 0; i < urgencies; ++i) {
            if (!channel.waiting[i].empty())
                ready_[i].erase({*channel.waiting[i].begin(), &channel});
        }
        if (channel.asleep_until) asleep_.erase({*channel.asleep_until, &channel});
        if (channel.forgotten_at) idle_.erase({*channel.forgotten_at, &channel});
        channel.asleep_until = channel.forgotten_at = std::nullopt;
    }
    void link(Channel& channel, Tick now) {
        if (channel.nobody_waits()) {
            channel.forgotten_at = channel.bucket.when_full(now);
            idle_.insert({*channel.forgotten_at, &channel});
            return;
        }
        const auto at = method_.paced_by_channel ? channel.bucket.when_has(1, now) : now;
        if (at > now) {
            channel.asleep_until = at;
            asleep_.insert({at, &channel});
            return;
        }
        for (std::size_t i = 0; i < urgencies; ++i) {
            if (!channel.waiting[i].empty())
                ready_[i].insert({static_cast<std::int64_t>(*channel.waiting[i].begin()), &channel}
                );
        }
    }
    void wake(Tick now) {
        while (!asleep_.empty() && asleep_.begin()->first <= now) {
            Channel& channel = *asleep_.begin()->second;
            unlink(channel);
            link(channel, now);
        }
    }
    void forget_idle(Tick now) {
        while (!idle_.empty() && idle_.begin()->first <= now) {
            const Channel& channel = *idle_.begin()->second;
            idle_.erase(idle_.begin());
            channels_.erase(channels_.find(channel.name));
        }
    }

    bool lost_patience(std::size_t turn) const { return passed_over_[turn] >= patience; }
    std::optional<std::size_t> next_class() const {
        for (std::size_t i = urgencies; i-- > 0;) {
            if (!ready_[i].empty() && lost_patience(i)) return i;
        }
        for (std::size_t i = 0; i < urgencies; ++i) {
            if (!ready_[i].empty()) return i;
        }
        return std::nullopt;
    }
    // How many tokens must be there for a call of this class to take one.
    int need(std::size_t turn) const {
        const bool spares = turn == index(Urgency::bulk) && !lost_patience(turn);
        return spares ? 1 + method_.rate.reserve : 1;
    }
    void count_turn(std::size_t turn) {
        for (std::size_t i = 0; i < urgencies; ++i) {
            if (i != turn && !ready_[i].empty()) ++passed_over_[i];
        }
        passed_over_[turn] = 0;
    }

    const MethodFacts& method_;
    TokenBucket bucket_;
    Tick paused_until_ = std::numeric_limits<Tick>::min();
    std::map<std::string, Channel, std::less<>> channels_;
    std::array<std::set<Entry>, urgencies> ready_;  // by ticket
    std::set<Entry> asleep_;                        // by when the channel has a token again
    std::set<Entry> idle_;                          // by when the channel's bucket is full again
    std::array<int, urgencies> passed_over_{};
};

}  // namespace

struct RateLimiter::State {
    struct Place {
        SlackMethod method;
        Urgency urgency;
        Channel* channel;
    };

    // The clock may be set back; ours then stands still.
    Tick tick(ProductTime now) {
        const Tick raw = now.time_since_epoch().count();
        last = std::max(last.value_or(raw + ahead), raw + ahead);
        ahead = *last - raw;
        return *last;
    }
    Lane& lane(SlackMethod method, Tick now) {
        auto& entry = lanes[static_cast<std::size_t>(method)];
        if (!entry) entry.emplace(facts(method), now);
        return *entry;
    }

    std::array<std::optional<Lane>, slack_methods> lanes;
    std::unordered_map<Ticket, Place> places;
    Ticket last_ticket = 0;
    std::optional<Tick> last;
    Tick ahead = 0;  // our tick minus the clock's
};

RateLimiter::RateLimiter() : state_{std::make_unique<State>()} {}
RateLimiter::~RateLimiter() = default;

Ticket RateLimiter::enqueue(
    SlackMethod method, std::string_view channel, Urgency urgency, ProductTime now
) {
    const auto tick = state_->tick(now);
    const Ticket ticket = ++state_->last_ticket;
    Channel& place = state_->lane(method, tick).enqueue(ticket, channel, urgency, tick);
    state_->places[ticket] = {method, urgency, &place};
    return ticket;
}

void RateLimiter::withdraw(Ticket ticket) {
    const auto found = state_->places.find(ticket);
    if (found == state_->places.end()) return;
    const auto [method, urgency, channel] = found->second;
    const auto tick = *state_->last;
    state_->lane(method, tick).withdraw(*channel, urgency, ticket, tick);
    state_->places.erase(found);
}

std::vector<Ticket> RateLimiter::release(ProductTime now) {
    const auto tick = state_->tick(now);
    std::vector<Ticket> released;
    for (auto& lane : state_->lanes) {
        if (lane) lane->release(tick, released);
    }
    for (const auto ticket : released)
        state_->places.erase(ticket);
    return released;
}

std::optional<ProductTime> RateLimiter::next_release(ProductTime now) {
    const auto tick = state_->tick(now);
    std::optional<Tick> soonest;
    for (auto& lane : state_->lanes) {
        if (!lane) continue;
        const auto at = lane->next_release(tick);
        if (at && (!soonest || *at < *soonest)) soonest = at;
    }
    if (!soonest) return std::nullopt;
    return ProductTime{std::chrono::milliseconds{*soonest - state_->ahead}};
}

std::optional<std::chrono::milliseconds> RateLimiter::push_through(
    SlackMethod method, ProductTime now
) {
    const auto tick = state_->tick(now);
    const auto wait = state_->lane(method, tick).push_through(tick);
    if (!wait) return std::nullopt;
    return std::chrono::milliseconds{*wait};
}

void RateLimiter::pause(
    SlackMethod method, std::chrono::milliseconds retry_after, ProductTime now
) {
    const auto tick = state_->tick(now);
    state_->lane(method, tick).pause(tick + retry_after.count());
}

std::size_t RateLimiter::waiting() const {
    return state_->places.size();
}

}  // namespace bot

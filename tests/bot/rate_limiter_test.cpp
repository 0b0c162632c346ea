// The pace of our calls to Slack: by example, and as properties over random traffic that is played
// on a clock of its own.
#include "bot/rate_limiter.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace bot;
using namespace std::chrono_literals;

namespace {

constexpr ProductTime start{1'800'000'000'000ms};

struct Sent {
    ProductTime at;
    Ticket ticket;
    SlackMethod method;
    std::string channel;
    Urgency urgency;
};

// Plays a limiter on a clock that jumps from one release to the next.
class Player {
 public:
    RateLimiter limiter;
    ProductTime now = start;
    std::vector<Sent> sent;

    Ticket want(SlackMethod method, const std::string& channel, Urgency urgency = Urgency::normal) {
        const auto ticket = limiter.enqueue(method, channel, urgency, now);
        known_[ticket] = {{}, ticket, method, channel, urgency};
        return ticket;
    }
    Ticket post(const std::string& channel, Urgency urgency = Urgency::normal) {
        return want(SlackMethod::chat_post_message, channel, urgency);
    }
    void release() {
        for (const auto ticket : limiter.release(now)) {
            auto entry = known_.at(ticket);
            entry.at = now;
            sent.push_back(entry);
        }
    }
    // Lets time pass until `end`, releasing at exactly the moments the limiter names.
    void play_until(ProductTime end) {
        release();
        for (auto next = limiter.next_release(now); next && *next <= end;
             next = limiter.next_release(now)) {
            REQUIRE(*next > now);  // else a shell would spin
            now = *next;
            const auto before = sent.size();
            release();
            REQUIRE(sent.size() > before);
        }
        now = std::max(now, end);
    }
    void play_all() {
        play_until(ProductTime::max());
        now = sent.back().at;
        REQUIRE(limiter.waiting() == 0);
    }
    ProductTime sent_at(Ticket ticket) const {
        const auto found = std::ranges::find(sent, ticket, &Sent::ticket);
        REQUIRE(found != sent.end());
        return found->at;
    }

 private:
    std::map<Ticket, Sent> known_;
};

// The strictest reading of a limit: in every window at most a burst and what the rate adds.
bool within(Rate rate, const std::vector<ProductTime>& times) {
    for (std::size_t i = 0; i < times.size(); ++i) {
        for (std::size_t j = i; j < times.size(); ++j) {
            const auto allowed =
                rate.burst * 60'000 + (times[j] - times[i]).count() * rate.per_minute;
            if (static_cast<std::int64_t>(j - i + 1) * 60'000 > allowed) return false;
        }
    }
    return true;
}

void check_limits(const std::vector<Sent>& sent) {
    std::map<SlackMethod, std::vector<ProductTime>> by_method;
    std::map<std::string, std::vector<ProductTime>> by_channel;
    for (const auto& one : sent) {
        by_method[one.method].push_back(one.at);
        if (facts(one.method).paced_by_channel) by_channel[one.channel].push_back(one.at);
    }
    for (const auto& [method, times] : by_method) {
        INFO(facts(method).name);
        CHECK(within(facts(method).rate, times));
    }
    for (const auto& [channel, times] : by_channel) {
        INFO(channel);
        CHECK(within(channel_rate, times));
    }
}

}  // namespace

TEST_CASE("a first call goes at once") {
    Player player;
    const auto ticket = player.post("D1");
    player.release();
    CHECK(player.sent_at(ticket) == start);
    CHECK(player.limiter.waiting() == 0);
    CHECK_FALSE(player.limiter.next_release(player.now));
}

TEST_CASE("ten messages due at once for one channel come out at one a second after the burst") {
    Player player;
    for (int i = 0; i < 10; ++i)
        player.post("D1");
    player.play_all();
    CHECK(within(channel_rate, {player.sent.front().at, player.sent.back().at}));
    check_limits(player.sent);
    CHECK(player.sent[2].at == start);
    // Four of the burst, then six seconds, and the margin for what the network does.
    CHECK(player.sent.back().at - start >= 6s);
    CHECK(player.sent.back().at - start <= 6300ms);
}

TEST_CASE("a busy channel does not hold up a thousand messages for other channels") {
    Player player;
    for (int i = 0; i < 10; ++i)
        player.post("busy");
    for (int i = 0; i < 1000; ++i)
        player.post("D" + std::to_string(i));
    player.play_all();
    check_limits(player.sent);
    const auto burst = std::ranges::count(player.sent, start, &Sent::at);
    CHECK(burst >= 55);
    for (int i = 0; i < 1000; ++i) {
        const auto name = "D" + std::to_string(i);
        const auto at = std::ranges::find(player.sent, name, &Sent::channel)->at;
        // At most the ten of the busy channel, and the margin, come before.
        const auto own_turn = std::max(0, i + 10 - 59) * 200ms + 250ms;
        CHECK(at - start <= own_turn);
    }
}

TEST_CASE("a thousand messages take within 5 percent of the shortest time the limit allows") {
    for (const auto urgency : {Urgency::urgent, Urgency::normal, Urgency::bulk}) {
        Player player;
        for (int i = 0; i < 1000; ++i)
            player.post("D" + std::to_string(i), urgency);
        player.play_all();
        check_limits(player.sent);
        const auto taken = player.sent.back().at - start;
        const auto shortest = (1000 - 60) * 200ms;
        CHECK(taken >= shortest);
        CHECK(taken <= shortest * 105 / 100);
    }
}

TEST_CASE("an urgent message overtakes bulk that waits") {
    Player player;
    for (int i = 0; i < 1000; ++i)
        player.post("D" + std::to_string(i), Urgency::bulk);
    player.play_until(start + 30s);
    const auto card = player.post("D9999", Urgency::urgent);
    const auto asked = player.now;
    player.play_until(start + 40s);
    CHECK(player.sent_at(card) == asked);  // the reserve that bulk leaves
    check_limits(player.sent);
}

TEST_CASE("within one channel the urgent message goes first") {
    Player player;
    std::vector<Ticket> bulk;
    for (int i = 0; i < 8; ++i)
        bulk.push_back(player.post("D1", Urgency::bulk));
    player.play_until(start + 500ms);
    const auto card = player.post("D1", Urgency::urgent);
    player.play_all();
    CHECK(player.sent_at(card) < player.sent_at(bulk[4]));
    check_limits(player.sent);
}

TEST_CASE("calls of one urgency go in the order in which they came") {
    Player player;
    std::vector<Ticket> wanted;
    for (int i = 0; i < 100; ++i)
        wanted.push_back(player.want(SlackMethod::chat_update, "D1"));
    player.play_all();
    std::vector<Ticket> went;
    for (const auto& one : player.sent)
        went.push_back(one.ticket);
    CHECK(went == wanted);
}

TEST_CASE("bulk is not starved by urgent traffic that never ends") {
    Player player;
    std::vector<Ticket> bulk;
    for (int i = 0; i < 20; ++i)
        bulk.push_back(player.post("B" + std::to_string(i), Urgency::bulk));
    std::vector<Ticket> normal;
    for (int i = 0; i < 20; ++i)
        normal.push_back(player.post("N" + std::to_string(i)));
    // 20 urgent ones a second, four times what the limit lets through.
    for (int tick = 0; tick < 1200; ++tick) {
        player.post("U" + std::to_string(tick), Urgency::urgent);
        player.play_until(player.now + 50ms);
    }
    for (const auto ticket : bulk)
        CHECK(player.sent_at(ticket) - start < 60s);
    for (const auto ticket : normal)
        CHECK(player.sent_at(ticket) - start < 60s);
    check_limits(player.sent);
}

TEST_CASE("methods do not wait for each other") {
    Player player;
    for (int i = 0; i < 100; ++i)
        player.want(SlackMethod::users_list, "");
    const auto home = player.want(SlackMethod::views_publish, "");
    player.release();
    CHECK(player.sent_at(home) == start);
}

TEST_CASE("a pause stops its method for as long as Slack said, and no other") {
    Player player;
    player.limiter.pause(SlackMethod::chat_post_message, 30s, player.now);
    const auto post = player.post("D1", Urgency::urgent);
    const auto edit = player.want(SlackMethod::chat_update, "D1");
    player.play_all();
    CHECK(player.sent_at(post) == start + 30s);
    CHECK(player.sent_at(edit) == start);
}

TEST_CASE("after a pause there is no burst") {
    Player player;
    player.limiter.pause(SlackMethod::chat_post_message, 10s, player.now);
    for (int i = 0; i < 60; ++i)
        player.post("D" + std::to_string(i));
    player.play_until(start + 10s);
    CHECK(player.sent.size() == 1);
}

TEST_CASE("a call that cannot wait goes at once and the others wait for it") {
    Player player;
    for (int i = 0; i < 40; ++i)
        CHECK_FALSE(player.limiter.push_through(SlackMethod::views_open, player.now));
    player.want(SlackMethod::views_open, "");
    player.release();
    CHECK(player.sent.empty());
    player.play_all();
    CHECK(player.sent.back().at > start + 9s);
    CHECK(player.sent.back().at < start + 10s);  // not all forty: the debt has an end
}

TEST_CASE("a call that cannot wait is refused during a pause, with its length") {
    Player player;
    player.limiter.pause(SlackMethod::views_open, 5s, player.now);
    CHECK(player.limiter.push_through(SlackMethod::views_open, player.now + 1s) == 4s);
    CHECK_FALSE(player.limiter.push_through(SlackMethod::views_open, player.now + 5s));
}

TEST_CASE("a withdrawn call is not released and spends nothing") {
    Player player;
    for (int i = 0; i < 4; ++i)
        player.post("D1");
    player.play_until(start + 300ms);
    const auto fifth = player.post("D1");
    const auto sixth = player.post("D1");
    player.limiter.withdraw(fifth);
    player.limiter.withdraw(fifth);
    CHECK(player.limiter.waiting() == 1);
    player.play_all();
    CHECK(player.sent.size() == 5);
    CHECK(player.sent_at(sixth) - start <= 1300ms);
}

TEST_CASE("a product clock set forward lets calls go that waited") {
    Player player;
    for (int i = 0; i < 30; ++i)
        player.want(SlackMethod::users_list, "");
    player.release();
    const auto before = player.sent.size();
    player.now += 24h;
    player.release();
    player.play_until(player.now + 1s);
    CHECK(player.sent.size() == before + 4);  // a whole burst, not more
}

TEST_CASE("a product clock set back blocks nobody for longer than the pace") {
    Player player;
    for (int i = 0; i < 10; ++i)
        player.post("D1");
    player.play_until(start + 2s);
    const auto before = player.sent.size();
    player.now -= 1000h;
    const auto next = player.limiter.next_release(player.now);
    REQUIRE(next);
    CHECK(*next - player.now <= 1s);
    player.play_until(player.now + 2s);
    CHECK(player.sent.size() >= before + 1);
    CHECK(player.sent.size() <= before + 3);
}

TEST_CASE("random traffic never exceeds a limit and all of it goes") {
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        std::mt19937 random{seed};
        const auto any = [&](int most) { return std::uniform_int_distribution<>{0, most}(random); };
        Player player;
        const int channels = 1 + any(30);
        for (int i = 0; i < 400; ++i) {
            const auto method =
                any(3) > 0 ? SlackMethod::chat_post_message : static_cast<SlackMethod>(any(14));
            const auto ticket = player.want(
                method, "D" + std::to_string(any(channels)), static_cast<Urgency>(any(2))
            );
            if (any(20) == 0) player.limiter.withdraw(ticket);
            if (any(40) == 0) player.limiter.pause(method, 1s * any(20), player.now);
            if (any(5) == 0) player.play_until(player.now + 1ms * any(30'000));
        }
        player.play_all();
        check_limits(player.sent);
    }
}

TEST_CASE("a strict bucket behind a network that delays and reorders never refuses us") {
    for (unsigned seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        std::mt19937 random{seed};
        std::uniform_int_distribution<> delay{0, 250};
        std::uniform_int_distribution<> pause{0, 9'000};
        Player player;
        for (int i = 0; i < 200; ++i) {
            player.post("D1", Urgency::urgent);
            if (i % 9 == 0) player.play_until(player.now + 1ms * pause(random));
        }
        player.play_all();
        std::vector<ProductTime> arrivals;
        for (const auto& one : player.sent)
            arrivals.push_back(one.at + 1ms * delay(random));
        std::ranges::sort(arrivals);
        CHECK(within(channel_rate, arrivals));
    }
}

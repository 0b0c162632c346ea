// In which order the outbox takes messages: new ones, edits that answer a click, other edits.
#include "store/messages.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/store/small_company.hpp"

namespace {

using Company = SmallCompany;
using store::MessageKind;

constexpr store::Millis noon{std::chrono::milliseconds{1'700'000'000'000}};

struct Post {
    TempDatabase file;
    boost::asio::io_context io;
    store::Gate gate{io, {.path = file.path()}};
    Company company{gate};

    template <class Work>
    void in(Work work) {
        gate.write_blocking([&](store::Tx& tx) { work(tx); });
    }
};

void want(store::Tx& tx, std::int64_t subject, policy::EmployeeId who) {
    store::want_message(tx, MessageKind::review_card, subject, who, store::Priority::urgent, noon);
}

std::vector<store::MessageRow> take(store::Tx& tx, int most, int most_edits) {
    return store::take_due_messages(tx, noon, most, most_edits);
}

void show_all(store::Tx& tx) {
    for (const auto& row : take(tx, 100, 100))
        store::message_shown(tx, row.id, row.wanted, "D1", "1.0", noon);
}

}  // namespace

TEST_CASE("the edit that answers a click goes before a backlog of edits, beside their places") {
    Post post;
    post.in([](store::Tx& tx) {
        for (std::int64_t subject = 1; subject <= 10; ++subject)
            want(tx, subject, subject == 9 ? Company::ben : Company::ann);
        show_all(tx);
        for (std::int64_t subject = 1; subject <= 10; ++subject)
            store::touch_message(tx, MessageKind::review_card, subject, Company::ben);
        want(tx, 11, Company::ann);

        const auto due = take(tx, 100, 2);

        REQUIRE(due.size() == 4);
        CHECK(due[0].subject == 11);
        CHECK(due[1].subject == 9);
        CHECK(due[1].answers);
        CHECK_FALSE(due[2].answers);
        CHECK(take(tx, 100, 0).empty());
    });
}

TEST_CASE("an answer that changed while it was on its way stays an answer, once shown it is none") {
    Post post;
    post.in([](store::Tx& tx) {
        want(tx, 1, Company::ben);
        show_all(tx);
        store::touch_message(tx, MessageKind::review_card, 1, Company::ben);
        const auto first = take(tx, 100, 0);
        REQUIRE(first.size() == 1);
        store::touch_message(tx, MessageKind::review_card, 1, Company::ann);
        store::message_shown(tx, first[0].id, first[0].wanted, "D1", "1.0", noon);
        const auto second = take(tx, 100, 0);
        REQUIRE(second.size() == 1);
        store::message_shown(tx, second[0].id, second[0].wanted, "D1", "1.0", noon);

        store::touch_message(tx, MessageKind::review_card, 1, Company::ann);

        CHECK(take(tx, 100, 0).empty());
        CHECK(take(tx, 100, 1).size() == 1);
    });
}

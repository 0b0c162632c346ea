// E-mails as rows: wanted once, due in their order, and never lost between two states.
#include "store/mails.hpp"

#include <catch2/catch.hpp>

#include "tests/store/small_company.hpp"

namespace {

using store::MailKind;
using store::Millis;
using Company = SmallCompany;

constexpr Millis now{std::chrono::milliseconds{1'772'445'600'000}};
constexpr std::chrono::minutes later{5};

class Mails {
 public:
    Mails() : gate_(io_, {.path = file_.path()}), company_(gate_) {}

    template <class Work>
    auto in(Work work) {
        std::optional<std::invoke_result_t<Work&, store::Tx&>> result;
        gate_.write_blocking([&](store::Tx& tx) { result.emplace(work(tx)); });
        return std::move(*result);
    }
    bool want(std::int64_t subject, policy::EmployeeId whom, Millis at = now) {
        return in([&](store::Tx& tx) {
            store::want_mail(tx, MailKind::campaign_prompt, subject, whom, at);
            return true;
        });
    }
    std::vector<store::MailRow> take(Millis at, int most = 10) {
        return in([&](store::Tx& tx) { return store::take_due_mails(tx, at, most); });
    }
    std::optional<Millis> next() {
        return in([](store::Tx& tx) { return store::next_mail_due(tx); });
    }
    store::MailCounts counts() {
        return in([](store::Tx& tx) { return store::mail_counts(tx); });
    }

 private:
    TempDatabase file_;
    boost::asio::io_context io_;
    store::Gate gate_;
    Company company_;
};

TEST_CASE("a mail is wanted once for one subject and one person") {
    Mails mails;
    mails.want(1, Company::mia);
    mails.want(1, Company::mia);
    mails.want(1, Company::omar);
    mails.want(2, Company::mia, now + later);
    const auto due = mails.take(now);
    REQUIRE(due.size() == 2);
    CHECK(due[0].recipient == Company::mia);
    CHECK(due[0].attempts == 1);
    CHECK(due[0].key.size() == 32);
    CHECK(due[0].key != due[1].key);
    CHECK(mails.take(now).empty());  // they are on their way
    CHECK(mails.next() == now + later);
    // Nor once it was sent.
    mails.in([&](store::Tx& tx) {
        store::mail_sent(tx, due[0].id, std::chrono::floor<std::chrono::seconds>(now));
        return true;
    });
    mails.want(1, Company::mia);
    CHECK(mails.take(now).empty());
    CHECK(mails.counts().waiting == 2);
}

TEST_CASE("what failed is due again under the same key, what was given up or dropped is not") {
    Mails mails;
    for (int subject = 1; subject <= 4; ++subject)
        mails.want(subject, Company::mia);
    const auto due = mails.take(now, 4);
    REQUIRE(due.size() == 4);
    mails.in([&](store::Tx& tx) {
        store::mail_failed(tx, due[0].id, "no route", now + later);
        store::mail_given_up(tx, due[1].id, "no such address");
        store::mail_dropped(tx, due[2].id);
        store::mail_put_back(tx, due[3].id);
        return true;
    });
    const auto back = mails.take(now);
    REQUIRE(back.size() == 1);
    CHECK(back[0].id == due[3].id);
    CHECK(back[0].attempts == 1);
    const auto again = mails.take(now + later);
    REQUIRE(again.size() == 1);
    CHECK(again[0].key == due[0].key);
    CHECK(again[0].attempts == 2);
    CHECK(mails.counts().waiting == 2);
    CHECK(mails.counts().given_up == 1);
}

TEST_CASE("what was on its way when the process ended is due again") {
    Mails mails;
    mails.want(1, Company::mia);
    const auto due = mails.take(now);
    CHECK(mails.in([](store::Tx& tx) { return store::recover_mails(tx); }) == 1);
    const auto again = mails.take(now);
    REQUIRE(again.size() == 1);
    CHECK(again[0].key == due[0].key);
}

}  // namespace

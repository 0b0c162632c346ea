// What the request form asks the directory, bare: each question in a unit of work of its own kind,
// over a directory of the promised size. It prints, and judges nothing.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <random>

#include "store/catalogue.hpp"
#include "store/directory.hpp"
#include "store/offers.hpp"
#include "store/query.hpp"
#include "tests/bench/large_directory.hpp"
#include "tests/bench/times.hpp"

namespace {

using bench::Times;
using store::Tx;

class Bench {
 public:
    Bench(const std::string& path, int times) : times_(times), gate_(io_, {.path = path}) {}

    void run() {
        gate_.write_blocking([this](Tx& tx) { read(tx); });
        change();
    }

 private:
    void read(Tx& tx);
    void people(Tx& tx);
    void titles(Tx& tx);
    void searches(Tx& tx);
    void change();
    template <class Work>
    void measure(const std::string& what, int times, Work work) {
        Times taken;
        for (int i = 0; i < times; ++i)
            taken.take(work);
        taken.print(what);
    }

    int times_;
    boost::asio::io_context io_;
    store::Gate gate_;
    std::mt19937 random_{3};
};

void Bench::people(Tx& tx) {
    const auto count = store::first<std::int64_t>(tx, "SELECT MAX(id) FROM employees").value();
    const auto anybody = [&] {
        return policy::EmployeeId{std::uniform_int_distribution<std::int64_t>(3, count)(random_)};
    };
    const policy::EmployeeId newcomer{bench::beneficiary};
    std::size_t rows = 0;
    measure("what anybody has that anybody else lacks", times_, [&] {
        rows += store::missing_grants(tx, anybody(), anybody()).size();
    });
    std::printf("    %zu grants on average\n", rows / static_cast<std::size_t>(times_));
    const policy::EmployeeId heavy{bench::heavy_holder};
    measure("what the holder of 2,000 has that a newcomer lacks", times_ / 10, [&] {
        rows = store::missing_grants(tx, heavy, newcomer).size();
    });
    std::printf("    %zu grants\n", rows);
}

void Bench::titles(Tx& tx) {
    store::TitleAccess access;
    measure("what half of the largest title's holders have", times_, [&] {
        access = store::title_connections(tx, bench::largest_title, 0.5);
    });
    std::printf(
        "    %zu grants of %lld holders\n",
        access.connections.size(),
        static_cast<long long>(access.holders)
    );
    measure("the same, counted directly", 5, [&] {
        store::Query rows(
            tx,
            R"sql(SELECT g.connection_id, COUNT(DISTINCT g.holder_id) AS n FROM current_employees e
                JOIN current_grants g ON g.holder_id = e.id WHERE e.title = ? AND e.status = 'active'
                GROUP BY g.connection_id HAVING n >= ?)sql",
            bench::largest_title,
            access.holders / 2
        );
        while (rows.next()) {
        }
    });
    const auto titles = store::search_titles(tx, "", 2000);
    measure("what half of any title's holders have", times_, [&] {
        store::title_connections(tx, titles[random_() % titles.size()].title, 0.5);
    });
}

// Each beginning of a query, as it is typed.
void Bench::searches(Tx& tx) {
    Times first;
    first.take([&] { store::search_connections(tx, ""); });
    first.print("the first search for connections: the catalogue is read");
    Times keys;
    for (const std::string query :
         {"payments read",
          "ledger-search admin",
          "Cluster 12",
          "powerusr",
          "wirte fraud",
          "zzzzzz",
          "network gro mem"}) {
        Times one;
        for (std::size_t size = 1; size <= query.size(); ++size) {
            for (int i = 0; i < 20; ++i) {
                const auto typed = query.substr(0, size);
                const auto look = [&] { store::search_connections(tx, typed); };
                one.take(look);
                keys.take(look);
            }
        }
        one.print("connections, each key of \"" + query + "\"");
    }
    keys.print("connections, each key of all of these");
    Times title_keys;
    const std::string title = "specialist 17";
    for (std::size_t size = 1; size <= title.size(); ++size)
        for (int i = 0; i < 20; ++i)
            title_keys.take([&] { store::search_titles(tx, title.substr(0, size)); });
    title_keys.print("titles, each key of \"" + title + "\"");
    Times first_name;
    first_name.take([&] { store::search_employees(tx, "zzzz"); });
    first_name.print("the first search for people by the middle of a word: the names are read");
    for (const std::string query :
         {"anna",
          "kowalski55",
          "siobhan garcia1",
          "person1234",
          "owalski55",
          "iobhan arcia1",
          "kowalksi5"}) {
        Times person_keys;
        for (std::size_t size = 1; size <= query.size(); ++size)
            for (int i = 0; i < 20; ++i)
                person_keys.take([&] { store::search_employees(tx, query.substr(0, size)); });
        person_keys.print("people, each key of \"" + query + "\"");
    }
    measure("a page of the largest application", times_ / 10, [&] {
        store::lacking_of(tx, policy::IntegrationId{1}, policy::EmployeeId{1}, 100, 100);
    });
}

void Bench::read(Tx& tx) {
    people(tx);
    titles(tx);
    searches(tx);
}

// What one grant costs, its title's counts included.
void Bench::change() {
    Times grants;
    gate_.write_blocking([&](Tx& tx) {
        const auto count = store::first<std::int64_t>(tx, "SELECT MAX(id) FROM identities").value();
        const auto connections =
            store::first<std::int64_t>(tx, "SELECT MAX(id) FROM connections").value();
        for (int i = 0; i < times_; ++i) {
            const policy::IdentityId identity{
                std::uniform_int_distribution<std::int64_t>(1, count)(random_)};
            const policy::ConnectionId connection{
                std::uniform_int_distribution<std::int64_t>(1, connections)(random_)};
            if (store::holds(tx, identity, connection)) continue;
            grants.take([&] {
                store::grant(tx, identity, connection, policy::instant(1'700'000'000), {}, {});
                store::revoke(tx, identity, connection);
            });
        }
    });
    grants.print("one grant and its end, without the commit");
}

}  // namespace

int main(int argc, char** argv) {
    std::string database;
    bench::LargeSize size;
    bool make_only = false;
    int times = 1000;
    CLI::App app("The request form's questions to a large directory");
    app.add_option("--database", database, "made if it is not there")->required();
    app.add_flag("--make-only", make_only);
    app.add_option("--times", times);
    app.add_option("--people", size.people);
    app.add_option("--titles", size.titles);
    app.add_option("--applications", size.applications);
    app.add_option("--connections", size.connections);
    app.add_option("--grants", size.grants, "about");
    CLI11_PARSE(app, argc, argv);
    if (!std::filesystem::exists(database)) bench::make_large_directory(database, size);
    if (!make_only) Bench(database, times).run();
    return 0;
}

// Figures of the directory at a size of choice: how long imports take, how long a click waits
// behind one, how fast people and missing grants are found. It prints, and judges nothing.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "bot/import.hpp"
#include "store/directory.hpp"
#include "store/query.hpp"
#include "tests/bench/times.hpp"
#include "tests/store/temp_database.hpp"

namespace {

using bench::Clock;
using bench::Ms;
using bench::Times;

struct Size {
    int people = 20000;
    int applications = 50;
    int connections = 100;  // of each application
    int accounts = 5;       // of each person
    int grants = 10;        // of each account
};

// Somebody who clicks all the time, to see what an import does to them.
class Clicker {
 public:
    explicit Clicker(store::Gate& gate)
        : thread_([this, &gate] {
              while (!over_) {
                  times_.take([&] {
                      gate.write_blocking(
                          [](store::Tx& tx) {
                              store::change(tx, "UPDATE bench_clicks SET n = n + 1");
                          },
                          store::Lane::click
                      );
                  });
                  std::this_thread::sleep_for(std::chrono::milliseconds(2));
              }
          }) {}
    ~Clicker() { stop(); }
    void stop() {
        over_ = true;
        if (thread_.joinable()) thread_.join();
    }
    void print() {
        stop();
        times_.print("    a click meanwhile");
    }

 private:
    Times times_;
    std::atomic<bool> over_{false};
    std::thread thread_;
};

std::string mail(int person) {
    return "person" + std::to_string(person) + "@x.example";
}

class Bench {
 public:
    explicit Bench(Size given) : size_(given), gate_(io_, {.path = file_.path()}) {
        gate_.write_blocking([](store::Tx& tx) {
            store::change(tx, "CREATE TABLE bench_clicks (n INTEGER NOT NULL)");
            store::change(tx, "INSERT INTO bench_clicks VALUES (0)");
        });
        options_.actor = "cli:bench";
        options_.now = policy::instant(1'700'000'000);
    }

    void run();

 private:
    void import(const char* what, bot::ImportKind kind, const std::filesystem::path& path);
    std::filesystem::path users(const char* suffix);
    std::filesystem::path entitlements(int lost_percent);
    void search();
    void missing();
    std::ofstream open(const std::string& name, std::filesystem::path& path) const {
        path = file_.folder() / name;
        return std::ofstream(path);
    }

    Size size_;
    TempDatabase file_;
    boost::asio::io_context io_;
    store::Gate gate_;
    bot::ImportOptions options_;
    std::mt19937 random_{1};
};

void Bench::import(const char* what, bot::ImportKind kind, const std::filesystem::path& path) {
    Clicker clicker(gate_);
    const auto begun = Clock::now();
    const auto report = bot::run_import(gate_, kind, {path}, options_);
    const auto seconds = Ms(Clock::now() - begun).count() / 1000;
    std::printf(
        "%-52s %8lld rows in %7.2f s, %.0f rows/s\n",
        what,
        static_cast<long long>(report.rows),
        seconds,
        static_cast<double>(report.rows) / seconds
    );
    clicker.print();
    if (!report.ok()) std::cout << bot::render(report);
}

std::filesystem::path Bench::users(const char* suffix) {
    static constexpr const char* given[] = {
        "Anna", "Ben", "Chidi", "Dora", "Elif", "Femi", "Gwen", "Hana", "Iris", "Jo"};
    static constexpr const char* family[] = {
        "Adams", "Berg", "Cohen", "Diaz", "Eze", "Fischer", "Garcia", "Haddad"};
    std::filesystem::path path;
    auto out = open("users.csv", path);
    out << "Full Name,Work Email,Title,Department,Manager Work Email\n";
    for (int i = 0; i < size_.people; ++i) {
        out << given[random_() % 10] << ' ' << family[random_() % 8] << i % 977 << ',' << mail(i)
            << ",Title " << i % 2000 << ',' << "Department " << i % 50 << suffix << ','
            << mail(i / 10) << '\n';
    }
    return path;
}

std::filesystem::path Bench::entitlements(int lost_percent) {
    std::filesystem::path path;
    auto out = open("entitlements.csv", path);
    out << "App,Resource,Privilege Name,Privilege Value,Email,User ID\n";
    for (int person = 0; person < size_.people; ++person) {
        for (int i = 0; i < size_.accounts; ++i) {
            const int app = (person + i * 7) % size_.applications;
            for (int grant = 0; grant < size_.grants; ++grant) {
                const int connection = (person * 13 + grant * 31) % size_.connections;
                if ((person + grant) % 100 < lost_percent) continue;
                out << "Application " << app << ",resource " << connection / 3 << ",privilege "
                    << connection << ",true," << mail(person) << ",id" << person << '\n';
            }
        }
    }
    return path;
}

// Inside one unit of work: the way through the gate is not what is asked.
void Bench::search() {
    gate_.write_blocking([](store::Tx& tx) {
        for (const std::string query :
             {"a", "an", "anna", "anna b", "anna berg12", "berg", "person1234", "zzz"}) {
            Times times;
            for (int i = 0; i < 50; ++i)
                times.take([&] { store::search_employees(tx, query); });
            times.print("a search for \"" + query + "\"");
        }
    });
}

void Bench::missing() {
    gate_.write_blocking([this](store::Tx& tx) {
        std::uniform_int_distribution<int> anybody(0, size_.people - 1);
        const auto somebody = [&] { return store::find_employee(tx, mail(anybody(random_)))->id; };
        Times times;
        for (int i = 0; i < 2000; ++i) {
            const auto a = somebody();
            const auto b = somebody();
            times.take([&] { store::missing_grants(tx, a, b); });
        }
        times.print("what one person has that another lacks");
    });
}

void Bench::run() {
    {
        Clicker clicker(gate_);
        std::this_thread::sleep_for(std::chrono::seconds(1));
        clicker.print();
    }
    import("users, all new", bot::ImportKind::users, users(""));
    random_.seed(1);
    import("users, nothing new", bot::ImportKind::users, users(""));
    random_.seed(1);
    import("users, all changed", bot::ImportKind::users, users(" renamed"));
    import("entitlements, all new", bot::ImportKind::entitlements, entitlements(0));
    import("entitlements, nothing new", bot::ImportKind::entitlements, entitlements(0));
    import("entitlements, 10 % end", bot::ImportKind::entitlements, entitlements(10));
    search();
    missing();
}

}  // namespace

int main(int argc, char** argv) {
    Size size;
    CLI::App app("Figures of the directory");
    app.add_option("--people", size.people);
    app.add_option("--applications", size.applications);
    app.add_option("--connections", size.connections, "of each application");
    app.add_option("--accounts", size.accounts, "of each person");
    app.add_option("--grants", size.grants, "of each account");
    CLI11_PARSE(app, argc, argv);
    Bench(size).run();
    return 0;
}

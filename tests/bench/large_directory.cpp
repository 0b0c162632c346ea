#include "tests/bench/large_directory.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include "store/directory_search.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/schema.hpp"
#include "store/search_memory.hpp"

namespace bench {
namespace {

// `count` whole numbers that sum up to `sum`, falling like a power of the rank from about
// `largest`.
std::vector<int> skewed_sizes(int count, int sum, int largest) {
    const auto sizes_for = [&](double power) {
        std::vector<int> sizes;
        for (int rank = 1; rank <= count; ++rank)
            sizes.push_back(std::max(1, static_cast<int>(largest / std::pow(rank, power))));
        return sizes;
    };
    const auto sum_of = [](const std::vector<int>& sizes) {
        std::int64_t total = 0;
        for (const auto size : sizes)
            total += size;
        return total;
    };
    double flat = 0;
    double steep = 4;
    for (int step = 0; step < 60; ++step) {
        const double middle = (flat + steep) / 2;
        (sum_of(sizes_for(middle)) > sum ? flat : steep) = middle;
    }
    auto sizes = sizes_for(steep);
    for (auto rest = sum - sum_of(sizes); rest > 0; --rest)
        ++sizes[static_cast<std::size_t>(rest) % sizes.size()];
    return sizes;
}

class Maker {
 public:
    Maker(const std::string& path, const LargeSize& size)
        : size_(size), random_(size.seed), db_(store::open_connection(path, false)) {
        store::migrate(*db_);
        db_->exec(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA "
            "cache_size=-500000"
        );
    }

    void make();

 private:
    void say(const char* what) { std::cerr << "==> " << what << std::endl; }
    void drop_indexes();
    void make_indexes();
    void catalogue();
    void titles();
    void people();
    void grants();
    void grants_of(int person, SQLite::Statement& grant);
    void identity(int person, int application);
    void counts();
    void search();
    int popular(int count) {
        // A few things are asked for by many: the square of an even choice leans to the front.
        const double share = std::uniform_real_distribution<>(0, 1)(random_);
        return std::min(count - 1, static_cast<int>(share * share * share * count));
    }
    bool maybe(double share) { return std::bernoulli_distribution(share)(random_); }

    LargeSize size_;
    std::mt19937 random_;
    std::unique_ptr<SQLite::Database> db_;
    std::vector<std::string> index_sql_;
    std::vector<int> application_of_;            // of each connection; its id is its position + 1
    std::vector<std::pair<int, int>> range_of_;  // of each application: its connections' positions
    std::vector<int> title_of_;                  // of each person
    std::vector<std::vector<std::pair<int, double>>>
        bundle_of_;                          // of each title: connection, share
    std::vector<std::int64_t> identity_of_;  // of the person at hand, by application
    std::int64_t identities_ = 0;
    std::unique_ptr<SQLite::Statement> new_identity_;
    std::unique_ptr<SQLite::Statement> new_version_;
};

// Loading in key order and sorting afterwards is several times faster than keeping indexes.
void Maker::drop_indexes() {
    std::vector<std::string> names;
    SQLite::Statement rows(
        *db_,
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name "
        "IN "
        "('grants', 'identity_versions', 'employee_versions', 'identities', 'slack_users', "
        "'title_counts', "
        "'connection_versions', 'employee_search')"
    );
    while (rows.executeStep()) {
        names.push_back(rows.getColumn(0).getString());
        index_sql_.push_back(rows.getColumn(1).getString());
    }
    for (const auto& name : names)
        db_->exec("DROP INDEX " + name);
}

void Maker::make_indexes() {
    for (const auto& sql : index_sql_)
        db_->exec(sql);
}

void Maker::catalogue() {
    static constexpr const char* kinds[] = {
        "Repository", "Account", "Group", "Project", "Warehouse", "Queue", "Board", "Cluster"};
    static constexpr const char* areas[] = {
        "payments",
        "ledger",
        "fraud",
        "search",
        "mobile",
        "website",
        "billing",
        "identity",
        "network",
        "people",
        "hiring",
        "finance",
        "audit",
        "support",
        "sales",
        "research"};
    static constexpr const char* privileges[] = {
        "read",
        "write",
        "admin",
        "member",
        "deploy",
        "view",
        "edit",
        "approve",
        "ReadOnly",
        "PowerUser"};
    SQLite::Statement application(
        *db_, "INSERT INTO integrations (id, name, name_key, from_gen) VALUES (?, ?, ?, 1)"
    );
    SQLite::Statement resource(
        *db_, "INSERT INTO resources (id, integration_id, name) VALUES (?, ?, ?)"
    );
    SQLite::Statement connection(
        *db_,
        "INSERT INTO connections (id, integration_id, resource_id, project, resource_type, "
        "privilege) "
        "VALUES (?, ?, ?, '', ?, ?)"
    );
    SQLite::Statement version(
        *db_,
        "INSERT INTO connection_versions (connection_id, to_gen, from_gen, privileged, "
        "requestable) "
        "VALUES (?, 0, 1, ?, ?)"
    );
    SQLite::Statement owner(
        *db_,
        "INSERT INTO owners (resource_id, position, to_gen, from_gen, employee_id) VALUES (?, 0, "
        "0, 1, ?)"
    );
    const auto run = [](SQLite::Statement& statement, const auto&... values) {
        int at = 0;
        (statement.bind(++at, values), ...);
        statement.exec();
        statement.reset();
    };
    const auto sizes = skewed_sizes(size_.applications, size_.connections, size_.connections / 10);
    std::int64_t resource_id = 0;
    for (int app = 0; app < size_.applications; ++app) {
        const auto name =
            std::string(areas[app % 16]) + " " + kinds[app / 16 % 8] + "s " + std::to_string(app);
        run(application, app + 1, name, store::lower(name));
        run(resource, ++resource_id, app + 1, "");
        run(owner, resource_id, 100 + app);
        const auto begin = static_cast<int>(application_of_.size());
        for (int i = 0; i < sizes[static_cast<std::size_t>(app)]; ++i) {
            // Three or so privileges of each thing.
            if (i % 3 == 0) {
                run(resource,
                    ++resource_id,
                    app + 1,
                    std::string(areas[random_() % 16]) + "-" + areas[random_() % 16] + "-" +
                        std::to_string(i / 3));
            }
            application_of_.push_back(app);
            const auto id = static_cast<std::int64_t>(application_of_.size());
            run(connection,
                id,
                app + 1,
                resource_id,
                kinds[app / 16 % 8],
                privileges[(app + i) % 10]);
            run(version, id, maybe(0.05) ? 1 : 0, maybe(0.98) ? 1 : 0);
        }
        range_of_.emplace_back(begin, static_cast<int>(application_of_.size()));
    }
}

// Each title shares about as much as is left when everybody's things and the tail are taken off.
void Maker::titles() {
    SQLite::Statement title(*db_, "INSERT INTO titles (id, title) VALUES (?, ?)");
    const auto sizes = skewed_sizes(size_.titles, size_.people, size_.people / 40);
    for (int id = 0; id < size_.titles; ++id) {
        title.bind(1, id + 1);
        title.bind(2, "Specialist " + std::to_string(id + 1));
        title.exec();
        title.reset();
        title_of_.insert(
            title_of_.end(), static_cast<std::size_t>(sizes[static_cast<std::size_t>(id)]), id
        );
        // A bundle comes from a few applications.
        std::set<int> connections;
        while (connections.size() < 40) {
            const auto& [begin, end] =
                range_of_[static_cast<std::size_t>(popular(size_.applications))];
            for (int i = 0; i < 6; ++i)
                connections.insert(
                    begin + static_cast<int>(random_() % static_cast<unsigned>(end - begin))
                );
        }
        auto& bundle = bundle_of_.emplace_back();
        for (const auto one : connections)
            bundle.emplace_back(one, std::uniform_real_distribution<>(0.2, 1)(random_));
    }
    std::shuffle(title_of_.begin() + 2, title_of_.end(), random_);
}

void Maker::people() {
    static constexpr const char* given[] = {
        "Anna",
        "Ben",
        "Chidi",
        "Dora",
        "Elif",
        "Femi",
        "Gwen",
        "Hana",
        "Iris",
        "João",
        "Łukasz",
        "Siobhán"};
    static constexpr const char* family[] = {
        "Adams",
        "Berg",
        "Cohen",
        "Diaz",
        "Eze",
        "Fischer",
        "García",
        "Haddad",
        "Ibrahim",
        "Johnson",
        "Kowalski"};
    SQLite::Statement employee(*db_, "INSERT INTO employees (id, email) VALUES (?, ?)");
    SQLite::Statement version(
        *db_,
        R"sql(INSERT INTO employee_versions (employee_id, to_gen, from_gen, name, external_id, department, title,
                organization, employment_type, metadata, manager_id, status)
            VALUES (?, 0, 1, ?, '', ?, ?, '', '', '', ?, 'active'))sql"
    );
    SQLite::Statement user(
        *db_,
        R"sql(INSERT INTO slack_users (team_id, user_id, email, employee_id, refused, name, tz, tz_offset, deleted, bot,
                guest, stranger, email_confirmed, updated)
            VALUES (?, ?, ?, ?, '', ?, 'UTC', 0, 0, 0, 0, 0, 1, 0))sql"
    );
    for (int id = 1; id <= size_.people; ++id) {
        const auto mail = "person" + std::to_string(id) + "@x.example";
        const auto name = std::string(given[random_() % 12]) + " " + family[random_() % 11] +
                          std::to_string(id % 997);
        employee.bind(1, id);
        employee.bind(2, mail);
        version.bind(1, id);
        version.bind(2, name);
        version.bind(3, "Department " + std::to_string(id % 50));
        version.bind(
            4, "Specialist " + std::to_string(title_of_[static_cast<std::size_t>(id - 1)] + 1)
        );
        if (id > 10) {
            version.bind(5, id / 10);
        } else {
            version.bind(5);
        }
        user.bind(1, team);
        user.bind(2, slack_user(id));
        user.bind(3, mail);
        user.bind(4, id);
        user.bind(5, name);
        for (auto* statement : {&employee, &version, &user}) {
            statement->exec();
            statement->reset();
        }
    }
}

void Maker::identity(int person, int application) {
    auto& known = identity_of_[static_cast<std::size_t>(application)];
    if (known != 0) return;
    known = ++identities_;
    new_identity_->bind(1, known);
    new_identity_->bind(2, application + 1);
    new_version_->bind(1, known);
    new_version_->bind(2, application + 1);
    new_version_->bind(3, "person" + std::to_string(person));
    new_version_->bind(4, person);
    for (auto* statement : {new_identity_.get(), new_version_.get()}) {
        statement->exec();
        statement->reset();
    }
}

void Maker::grants_of(int person, SQLite::Statement& grant) {
    const auto connections = static_cast<int>(application_of_.size());
    std::set<int> held;
    for (int i = 0; i < 10; ++i)
        held.insert(i * 7 % connections);
    if (person != beneficiary) {
        for (const auto& [connection, share] :
             bundle_of_[static_cast<std::size_t>(title_of_[static_cast<std::size_t>(person - 1)])])
            if (maybe(share)) held.insert(connection);
        // The rest of the mean is the tail, most of it held by few.
        const double mean = static_cast<double>(size_.grants) / size_.people;
        const double tail = std::max(0.0, mean - 34) / 1.65;
        auto more =
            static_cast<std::size_t>(std::lognormal_distribution<>(std::log(tail + 1e-9), 1)(random_
            ));
        if (person == heavy_holder) more = 2000 - held.size();
        const auto wanted =
            std::min<std::size_t>(held.size() + more, static_cast<std::size_t>(connections) / 2);
        while (held.size() < wanted) {
            const auto& [begin, end] =
                range_of_[static_cast<std::size_t>(popular(size_.applications))];
            for (int i = 0; i < 8 && held.size() < wanted; ++i)
                held.insert(
                    begin + static_cast<int>(random_() % static_cast<unsigned>(end - begin))
                );
        }
    }
    std::fill(identity_of_.begin(), identity_of_.end(), 0);
    for (const auto connection : held) {
        const auto application = application_of_[static_cast<std::size_t>(connection)];
        identity(person, application);
        grant.bind(1, person);
        grant.bind(2, connection + 1);
        grant.bind(3, identity_of_[static_cast<std::size_t>(application)]);
        grant.exec();
        grant.reset();
    }
}

void Maker::grants() {
    identity_of_.resize(static_cast<std::size_t>(size_.applications));
    new_identity_ = std::make_unique<SQLite::Statement>(
        *db_, "INSERT INTO identities (id, integration_id) VALUES (?, ?)"
    );
    new_version_ = std::make_unique<SQLite::Statement>(
        *db_,
        R"sql(INSERT INTO identity_versions (identity_id, to_gen, from_gen, integration_id, external_id, username, email,
                name, employee_id, relation)
            VALUES (?, 0, 1, ?, '', ?, '', '', ?, 'IS'))sql"
    );
    SQLite::Statement grant(
        *db_,
        "INSERT INTO grants (holder_id, connection_id, identity_id, to_gen, from_gen, granted_at) "
        "VALUES (?, ?, ?, 0, 1, 1700000000)"
    );
    for (int person = 1; person <= size_.people; ++person)
        grants_of(person, grant);
    new_identity_.reset();
    new_version_.reset();
}

void Maker::counts() {
    db_->exec(R"sql(
        INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders)
        SELECT t.id, 0, 0, 1, COUNT(*) FROM employee_versions e JOIN titles t ON t.title = e.title GROUP BY t.id;
        INSERT INTO title_counts (title_id, connection_id, to_gen, from_gen, holders)
        SELECT t.id, g.connection_id, 0, 1, COUNT(*)
        FROM employee_versions e JOIN titles t ON t.title = e.title JOIN grants g ON g.holder_id = e.employee_id
        GROUP BY t.id, g.connection_id)sql");
}

void Maker::search() {
    const std::string no_key;
    store::Statements statements(*db_, std::make_shared<store::SearchMemory>());
    store::Tx tx(*db_, statements, no_key);
    for (int person = 1; person <= size_.people; ++person)
        store::refresh_search(tx, policy::EmployeeId{person});
}

void Maker::make() {
    drop_indexes();
    db_->exec("BEGIN");
    say("What can be granted");
    catalogue();
    say("Titles and people");
    titles();
    people();
    say("Who holds what");
    grants();
    say("What titles share");
    counts();
    say("Indexes");
    make_indexes();
    say("Words of names");
    search();
    db_->exec("COMMIT");
    db_->exec("PRAGMA journal_mode=WAL");
}

}  // namespace

std::string slack_user(std::int64_t employee) {
    const auto digits = std::to_string(employee);
    return "U" + std::string(8 - digits.size(), '0') + digits;
}

void make_large_directory(const std::string& path, const LargeSize& size) {
    if (std::filesystem::exists(path)) throw std::runtime_error(path + " exists already");
    Maker(path, size).make();
}

}  // namespace bench

#include "store/query.hpp"

namespace store {

std::unique_ptr<SQLite::Statement> Statements::take(const std::string& sql) {
    auto& idle = idle_[sql];
    if (idle.empty()) return std::make_unique<SQLite::Statement>(db_, sql);
    auto statement = std::move(idle.back());
    idle.pop_back();
    return statement;
}

void Statements::put_back(const std::string& sql, std::unique_ptr<SQLite::Statement> statement) {
    // A statement that failed reports its error again on reset; the caller has heard it already.
    statement->tryReset();
    statement->clearBindings();
    idle_[sql].push_back(std::move(statement));
}

Query::~Query() {
    tx_.statements().put_back(sql_, std::move(statement_));
}

int Query::run() {
    while (statement_->executeStep()) {
    }
    return statement_->getChanges();
}

}  // namespace store

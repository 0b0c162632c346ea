#include "tests/store/import_fixture.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

std::vector<std::vector<std::string>> Directory::rows(const std::string& sql) {
    return look([&](store::Tx& tx) {
        std::vector<std::vector<std::string>> all;
        SQLite::Statement statement(tx.db(), sql);
        while (statement.executeStep()) {
            auto& row = all.emplace_back();
            for (int i = 0; i < statement.getColumnCount(); ++i)
                row.push_back(statement.getColumn(i).getString());
        }
        return all;
    });
}

policy::IdentityId Directory::identity(const std::string& username) {
    return {number("SELECT id FROM current_identities WHERE username = '" + username + "'")};
}

policy::ConnectionId Directory::connection(const std::string& privilege) {
    return {number("SELECT id FROM current_connections WHERE privilege = '" + privilege + "'")};
}

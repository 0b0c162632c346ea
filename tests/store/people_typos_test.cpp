// People whose names were mistyped.
#include <catch2/catch.hpp>

#include "tests/store/import_fixture.hpp"

namespace {

using store::Tx;
using Names = std::vector<std::string>;

Names found(Directory& directory, const std::string& query) {
    return directory.look([&](Tx& tx) {
        Names names;
        for (const auto& employee : store::search_employees(tx, query, 100))
            names.push_back(employee.name);
        return names;
    });
}

TEST_CASE("a typing error is forgiven in every alphabet") {
    Directory directory;
    directory.import <store::UserRow>(
        {user("petr@x.example", "Пётр Иванов"), user("olga@x.example", "Olga Novak")}
    );
    CHECK(found(directory, "Ивнов") == Names{"Пётр Иванов"});   // missing
    CHECK(found(directory, "Иваноф") == Names{"Пётр Иванов"});  // wrong
    CHECK(found(directory, "пётр иваонв") == Names{"Пётр Иванов"});
    CHECK(found(directory, "Сидоров").empty());
}

TEST_CASE("a letter left out of a word of five is forgiven") {
    Directory directory;
    directory.import <store::UserRow>(
        {user("olga@x.example", "Olga Novak"), user("no@x.example", "Nora Novakova")}
    );
    CHECK(found(directory, "novk") == Names{"Olga Novak"});
    CHECK(found(directory, "nvk").empty());
}

TEST_CASE("a mistyped family name is found where hundreds share the first name") {
    Directory directory;
    std::vector<store::UserRow> all{user("smith@x.example", "Michael Smith")};
    for (int i = 0; i < 700; ++i) {
        const auto number = std::to_string(i);
        all.push_back(user("mm" + number + "@x.example", "Michael A" + number));
    }
    directory.import <store::UserRow>(all);
    CHECK(found(directory, "michael smtih") == Names{"Michael Smith"});
    CHECK(found(directory, "smtih michael") == Names{"Michael Smith"});
}

}  // namespace

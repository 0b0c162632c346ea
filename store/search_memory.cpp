#include "store/search_memory.hpp"

#include <string>
#include <unordered_map>

#include "store/directory_words.hpp"
#include "store/query.hpp"

namespace store {
namespace {

// Names come again and again; folding one is most of the work.
class Folded {
 public:
    const policy::Words& operator()(const std::string& text) {
        const auto [entry, is_new] = words_.try_emplace(text);
        if (is_new) entry->second = folded_words(text);
        return entry->second;
    }

 private:
    std::unordered_map<std::string, policy::Words> words_;
};

std::shared_ptr<policy::WordIndex> read_connections(Tx& tx) {
    auto index = std::make_shared<policy::WordIndex>();
    Folded folded;
    Query rows(
        tx,
        R"sql(SELECT c.id, n.name, c.resource, c.privilege, c.project
            FROM current_connections c JOIN integrations n ON n.id = c.integration_id
            WHERE c.requestable = 1 ORDER BY n.name, n.id, c.resource, c.privilege, c.project, c.id)sql"
    );
    while (rows.next()) {
        index->add(
            rows.get<std::int64_t>(0),
            {folded(rows.get<std::string>(1)),
             folded(rows.get<std::string>(2)),
             folded(rows.get<std::string>(3)),
             folded(rows.get<std::string>(4))}
        );
    }
    return index;
}

std::shared_ptr<policy::WordIndex> read_titles(Tx& tx) {
    auto index = std::make_shared<policy::WordIndex>();
    Query rows(tx, "SELECT id, title FROM titles ORDER BY title");
    while (rows.next())
        index->add(rows.get<std::int64_t>(0), {folded_words(rows.get<std::string>(1))});
    return index;
}

std::string_view first_word(std::string_view words) {
    return words.substr(0, words.find(' '));
}

// Every word of a name or an address begins one of the person's keys.
policy::Vocabulary read_names(Tx& tx) {
    policy::Vocabulary names;
    std::string last;
    Query rows(tx, "SELECT words FROM employee_search ORDER BY place, words, employee_id");
    while (rows.next()) {
        const auto words = rows.get<std::string>(0);
        const auto word = first_word(words);
        if (word == last) continue;
        last = word;
        names.add(word);
    }
    return names;
}

}  // namespace

SearchMemory::Index SearchMemory::connections(Tx& tx) {
    const auto catalogue = first<std::int64_t>(tx, "SELECT catalogue FROM directory").value();
    const std::lock_guard lock(mutex_);
    // A reader of an older snapshot takes the newer index: it leads to rows that it looks up
    // itself.
    if (!connections_ || catalogue_ < catalogue) {
        connections_ = read_connections(tx);
        catalogue_ = catalogue;
    }
    return connections_;
}

SearchMemory::Index SearchMemory::titles(Tx& tx) {
    const auto count = first<std::size_t>(tx, "SELECT COUNT(*) FROM titles").value();
    const std::lock_guard lock(mutex_);
    if (!titles_ || titles_->size() < count) titles_ = read_titles(tx);
    return titles_;
}

bool SearchMemory::has_names(Tx& tx) {
    if (names_read_) return true;
    const std::unique_lock reading(reading_names_, std::try_to_lock);
    // Somebody reads them now: this key goes without, so that no other reader waits.
    if (!reading) return false;
    auto names = read_names(tx);
    const std::lock_guard lock(names_mutex_);
    names.add(names_);
    names_ = std::move(names);
    names_read_ = true;
    return true;
}

policy::Words SearchMemory::inside_names(Tx& tx, std::string_view typed, std::size_t most) {
    if (!has_names(tx)) return {};
    const std::lock_guard lock(names_mutex_);
    return names_.with_inside(typed, most);
}

policy::Words SearchMemory::mistyped_names(Tx& tx, std::string_view typed) {
    if (!has_names(tx)) return {};
    const std::lock_guard lock(names_mutex_);
    return names_.mistyped(typed);
}

void SearchMemory::add_name(std::string_view words) {
    const std::lock_guard lock(names_mutex_);
    names_.add(first_word(words));
}

}  // namespace store

#include "store/directory_search.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "policy/search.hpp"
#include "store/directory.hpp"
#include "store/directory_rows.hpp"
#include "store/directory_words.hpp"
#include "store/query.hpp"
#include "store/search_memory.hpp"

namespace store {
namespace {

using Words = std::vector<std::string>;
using Key = std::pair<int, std::string>;  // place, words

// Words beyond these find nobody alone; a name is never that long.
constexpr std::size_t most_words = 12;

// What a typing error may have replaced or left out in a folded word.
constexpr const char* alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
// People who are looked at for each less exact way of fitting: so many bear a name that has a few
// letters in it, or that nobody typed.
constexpr std::size_t most_looked_at = 500;
// Words that have what was typed in their middle.
constexpr std::size_t most_inside = 1000;

// U+10FFFF: whatever begins with a prefix stands before the prefix with this behind it.
constexpr const char* last_letter = "\xF4\x8F\xBF\xBF";

// "anna.smith" of an address: everybody shares the domain, so it leads to nobody.
std::string_view local_part(std::string_view email) {
    return email.substr(0, email.find('@'));
}

void add_keys(std::set<Key>& keys, const Words& words, std::size_t starts) {
    for (std::size_t i = 0; i < std::min(starts, most_words) && i < words.size(); ++i) {
        const auto from = words.begin() + static_cast<std::ptrdiff_t>(i);
        keys.emplace(i == 0 ? 0 : 1, join_words(from, words.end()));
    }
}

std::set<Key> keys_of(const std::string& name, const std::string& email) {
    std::set<Key> keys;
    const auto of_name = folded_words(name);
    add_keys(keys, of_name, of_name.size());
    add_keys(keys, folded_words(email), folded_words(local_part(email)).size());
    return keys;
}

// Somebody with the words that they are found by; nobody for whoever is not active.
struct Known {
    std::optional<policy::Employee> employee;
    Words words;
};

Known known(Tx& tx, policy::EmployeeId id) {
    Known person{find_employee(tx, id), {}};
    if (!person.employee || !person.employee->active) return {};
    person.words = folded_words(person.employee->name);
    const auto of_email = folded_words(person.employee->email);
    person.words.insert(person.words.end(), of_email.begin(), of_email.end());
    return person;
}

// True if each word of the query fits a word of the name or the address, `least` or better.
bool matches(const Words& query, const Words& words, policy::Fit least) {
    return std::all_of(query.begin(), query.end(), [&](const std::string& wanted) {
        return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
            return policy::fit(wanted, word) <= least;
        });
    });
}

// Collects people from ranges of the index until there are enough.
class Search {
 public:
    Search(Tx& tx, Words query, std::size_t limit)
        : tx_(tx), query_(std::move(query)), limit_(limit) {}

    void scan(int place, const std::string& prefix) {
        if (full()) return;
        Query rows(
            tx_,
            R"sql(SELECT employee_id FROM employee_search
                WHERE place = ? AND words >= ? AND words < ? ORDER BY words, employee_id)sql",
            place,
            prefix,
            prefix + last_letter
        );
        while (!full() && rows.next())
            consider(rows.get<policy::EmployeeId>(0));
    }

    // From here on words may fit less well, and a limited number of people is looked at.
    void accept(policy::Fit least) {
        least_ = least;
        seen_.clear();
        for (const auto& employee : found_)
            seen_.insert(employee.id);
        looked_at_ = 0;
    }
    bool nobody() const { return found_.empty(); }
    bool full() const {
        return found_.size() >= limit_ ||
               (least_ != policy::Fit::begins && looked_at_ >= most_looked_at);
    }
    std::vector<policy::Employee> found() { return std::move(found_); }

 private:
    void consider(policy::EmployeeId id) {
        if (!seen_.insert(id).second) return;
        ++looked_at_;
        const auto [person, is_new] = known_.try_emplace(id);
        if (is_new) person->second = known(tx_, id);
        const auto& [employee, words] = person->second;
        if (employee && matches(query_, words, least_)) found_.push_back(*employee);
    }

    Tx& tx_;
    Words query_;
    std::size_t limit_;
    policy::Fit least_ = policy::Fit::begins;
    std::size_t looked_at_ = 0;
    std::unordered_set<policy::EmployeeId> seen_;          // in this way of fitting
    std::unordered_map<policy::EmployeeId, Known> known_;  // in any
    std::vector<policy::Employee> found_;
};

}  // namespace

void refresh_search(Tx& tx, policy::EmployeeId id) {
    std::set<Key> wanted;
    {
        Query versions(
            tx,
            R"sql(SELECT v.name, e.email FROM employee_versions v JOIN employees e ON e.id = v.employee_id
                WHERE v.employee_id = ? AND v.status = 'active'
                    AND (v.to_gen = 0 OR v.to_gen > (SELECT generation FROM directory)))sql",
            id
        );
        while (versions.next())
            wanted.merge(keys_of(versions.get<std::string>(0), versions.get<std::string>(1)));
    }
    std::vector<Key> unwanted;
    {
        Query known(tx, "SELECT place, words FROM employee_search WHERE employee_id = ?", id);
        while (known.next()) {
            Key key{known.get<int>(0), known.get<std::string>(1)};
            if (wanted.erase(key) == 0) unwanted.push_back(std::move(key));
        }
    }
    for (const auto& [place, words] : unwanted) {
        change(
            tx,
            "DELETE FROM employee_search WHERE place = ? AND words = ? AND employee_id = ?",
            place,
            words,
            id
        );
    }
    for (const auto& [place, words] : wanted) {
        tx.statements().memory().add_name(words);
        change(
            tx,
            "INSERT INTO employee_search (place, words, employee_id) VALUES (?, ?, ?)",
            place,
            words,
            id
        );
    }
}

std::vector<policy::Employee> search_employees(Tx& tx, std::string_view query, int limit) {
    const auto words = folded_words(query);
    Search search(tx, words, static_cast<std::size_t>(std::max(limit, 0)));
    const auto whole = join_words(words.begin(), words.end());
    search.scan(0, whole);
    if (words.empty()) return search.found();
    search.scan(1, whole);
    // Words in another order: the longest one leads to the fewest people.
    const auto longest = std::max_element(words.begin(), words.end(), [](auto& a, auto& b) {
        return a.size() < b.size();
    });
    if (words.size() > 1) {
        search.scan(0, *longest);
        search.scan(1, *longest);
    }
    if (search.full()) return search.found();
    const auto scan_all = [&](const Words& leads) {
        for (const int place : {0, 1}) {
            for (const auto& word : leads)
                search.scan(place, word);
        }
    };
    auto& memory = tx.statements().memory();
    auto leads = words;
    std::stable_sort(leads.begin(), leads.end(), [](const auto& a, const auto& b) {
        return a.size() > b.size();
    });
    search.accept(policy::Fit::inside);
    for (const auto& word : leads) {
        if (words.size() > 1) scan_all({word});
        scan_all(memory.inside_names(tx, word, most_inside));
        if (!search.nobody()) return search.found();
    }
    search.accept(policy::Fit::typo);
    // The other words before the longest: where a first name is crowded, the family name tells.
    std::reverse(leads.begin(), leads.end());
    for (const auto& lead : leads) {
        const bool latin = std::all_of(lead.begin(), lead.end(), [](char byte) {
            return static_cast<unsigned char>(byte) < 0x80;
        });
        scan_all(latin ? policy::corrections(lead, alphabet) : memory.mistyped_names(tx, lead));
    }
    if (words.size() > 1) {
        scan_all({*longest});
        scan_all(memory.inside_names(tx, *longest, most_inside));
    }
    return search.found();
}

}  // namespace store

#include "bot/policy_file.hpp"

#include <toml++/toml.h>
#include <utf8.h>

#include <algorithm>
#include <optional>

#include "bot/nearest_name.hpp"
#include "bot/settings_parts.hpp"
#include "bot/settings_value.hpp"
#include "store/directory_words.hpp"

namespace bot {

namespace {

constexpr std::size_t longest_name = 75;
constexpr std::size_t longest_sentence = 300;
constexpr std::size_t longest_pattern = 300;
constexpr int most_yeses = 20;

using Names = std::vector<std::string_view>;

const Names file_keys{"clause"};
const Names clause_keys{"name", "when", "approve", "deny", "level", "longest"};
const Names level_keys{"ask", "quorum", "requires_comment"};
const Names person_keys{"email", "title", "department", "role"};
const Names when_keys{
    "requester",
    "beneficiary",
    "integration",
    "resource",
    "privilege",
    "privileged",
    "action",
    "permanent",
    "longer_than",
    "purpose"};

std::string nearest_of(const std::string& name, const Names& known) {
    return "; the nearest known name is \"" + std::string(nearest_name(name, known)) + "\"";
}

// Reads nodes into values and collects what is wrong with them.
class Reader {
 public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    policy::Policy policy(const toml::table& root) {
        policy::Policy made;
        only(root, file_keys, "");
        const auto* node = root.get("clause");
        const auto* clauses = node ? node->as_array() : nullptr;
        if (!clauses) {
            note(
                node ? line_of(*node) : 1, "a policy is a list of clauses, each begun by [[clause]]"
            );
            return made;
        }
        for (const auto& entry : *clauses) {
            if (const auto* table = entry.as_table()) {
                made.clauses.push_back(clause(*table, made));
            } else {
                note(line_of(entry), "a clause is a table, begun by [[clause]]");
            }
        }
        return made;
    }

    std::vector<std::string> take_problems() { return std::move(problems_); }

    void note(int line, const std::string& what) {
        problems_.push_back(file_ + ":" + std::to_string(line) + ": " + what);
    }

 private:
    static int line_of(const toml::node& node) {
        return static_cast<int>(node.source().begin.line);
    }

    void only(const toml::table& table, const Names& known, const std::string& where) {
        for (const auto& [key, node] : table) {
            const std::string name(key.str());
            if (std::find(known.begin(), known.end(), name) != known.end()) continue;
            note(
                static_cast<int>(key.source().begin.line),
                "unknown key " + shown(name) + where + nearest_of(name, known)
            );
        }
    }

    policy::Clause clause(const toml::table& table, const policy::Policy& before) {
        policy::Clause made;
        made.line = line_of(table);
        only(table, clause_keys, " in [[clause]]");
        made.name = clause_name(table, made.line, before);
        if (const auto* when = sub_table(table, "when")) made.when = condition(*when);
        const auto noted = problems_.size();
        read_decision(table, made);
        made.unread = problems_.size() > noted;
        return made;
    }

    std::string clause_name(const toml::table& table, int line, const policy::Policy& before) {
        const auto name = text(table, "name", longest_name);
        if (!name) {
            if (!table.get("name")) note(line, "this clause has no name: write name = \"…\"");
            return "";
        }
        const auto at = line_of(*table.get("name"));
        if (*name == policy::default_clause) {
            note(at, shown(*name) + " is the name of what applies where no clause matches");
        }
        for (const auto& other : before.clauses) {
            if (other.name != *name) continue;
            note(
                at,
                shown(*name) + " is also the name of the clause in line " +
                    std::to_string(other.line)
            );
        }
        return *name;
    }

    // Exactly one of approve, deny and levels.
    void read_decision(const toml::table& table, policy::Clause& made) {
        auto& decision = made.decision;
        const bool levels = table.get("level") != nullptr;
        const auto approve = flag(table, "approve");
        const bool deny = table.get("deny") != nullptr;
        const int said = (levels ? 1 : 0) + (table.get("approve") ? 1 : 0) + (deny ? 1 : 0);
        if (said != 1) {
            note(
                made.line,
                std::string("this clause says ") + (said == 0 ? "not" : "more than once") +
                    " what happens: write one of approve = true, deny = \"…\" and [[clause.level]]"
            );
        }
        if (approve && !*approve) {
            note(
                line_of(*table.get("approve")), "approve can only be true: leave it out otherwise"
            );
        }
        if (approve) decision.outcome = policy::Outcome::approve;
        if (deny) {
            decision.outcome = policy::Outcome::deny;
            decision.sentence = text(table, "deny", longest_sentence).value_or("");
        }
        if (levels) read_levels(*table.get("level"), made);
        decision.longest = duration(table, "longest");
        if (decision.longest && deny) {
            note(line_of(*table.get("longest")), "what is denied has no longest duration");
        }
    }

    void read_levels(const toml::node& node, policy::Clause& made) {
        const auto* levels = node.as_array();
        if (!levels || (levels->empty() && levels->source().begin.line == 0)) {
            note(line_of(node), "levels are a list, each begun by [[clause.level]]");
            return;
        }
        for (const auto& entry : *levels) {
            const auto* table = entry.as_table();
            if (!table) {
                note(line_of(entry), "a level is a table, begun by [[clause.level]]");
                continue;
            }
            only(*table, level_keys, " in [[clause.level]]");
            policy::LevelRule level;
            for (const auto& whom : texts(*table, "ask"))
                if (const auto ask = reviewer(whom.text, whom.line)) level.ask.push_back(*ask);
            level.quorum = quorum(*table);
            level.requires_comment = flag(*table, "requires_comment").value_or(false);
            made.decision.levels.push_back(std::move(level));
            made.level_lines.push_back(line_of(*table));
        }
    }

    std::optional<policy::Ask> reviewer(const std::string& word, int line) {
        if (word.find('@') != std::string::npos)
            return policy::Ask{policy::ReviewerKind::named_person, store::lower(word)};
        Names known;
        for (const auto& [kind, name] : reviewer_words()) {
            if (name == word) return policy::Ask{kind, ""};
            known.push_back(name);
        }
        note(
            line,
            shown(word) + " is neither a kind of reviewer nor an e-mail address" +
                nearest_of(word, known)
        );
        return std::nullopt;
    }

    int quorum(const toml::table& table) {
        const auto* node = table.get("quorum");
        if (!node) return 1;
        const auto* number = node->as_integer();
        if (number && number->get() >= 1 && number->get() <= most_yeses)
            return static_cast<int>(number->get());
        note(line_of(*node), "quorum must be a number from 1 to " + std::to_string(most_yeses));
        return 1;
    }

    policy::Condition condition(const toml::table& table) {
        policy::Condition when;
        only(table, when_keys, " in when");
        if (const auto* who = sub_table(table, "requester"))
            when.requester = person(*who, "requester");
        if (const auto* who = sub_table(table, "beneficiary"))
            when.beneficiary = person(*who, "beneficiary");
        when.integrations = patterns(table, "integration");
        when.resources = patterns(table, "resource");
        when.privileges = patterns(table, "privilege");
        when.purposes = patterns(table, "purpose");
        when.privileged = flag(table, "privileged");
        when.permanent = flag(table, "permanent");
        when.longer_than = duration(table, "longer_than");
        if (const auto word = text(table, "action", longest_name)) {
            when.action = policy::action(*word);
            if (!when.action) {
                note(
                    line_of(*table.get("action")),
                    shown(*word) + R"( is none of "GRANT" or "REVOKE")" +
                        nearest_of(*word, {"GRANT", "REVOKE"})
                );
            }
        }
        return when;
    }

    policy::PersonTest person(const toml::table& table, const std::string& which) {
        policy::PersonTest test;
        only(table, person_keys, " in when." + which);
        test.emails = patterns(table, "email");
        test.titles = patterns(table, "title");
        test.departments = patterns(table, "department");
        not_empty(table, "role");
        for (const auto& [word, line] : texts(table, "role")) {
            auto name = word;
            std::replace(name.begin(), name.end(), ' ', '_');
            std::replace(name.begin(), name.end(), '-', '_');
            if (const auto role = policy::role(name)) {
                test.roles.push_back(*role);
            } else {
                note(
                    line,
                    shown(word) + " is no role" +
                        nearest_of(name, {"reviewer", "risk_manager", "administrator"})
                );
            }
        }
        return test;
    }

    // ---- Values ----

    struct Text {
        std::string text;
        int line;
    };

    const toml::table* sub_table(const toml::table& table, std::string_view key) {
        const auto* node = table.get(key);
        if (!node) return nullptr;
        if (const auto* found = node->as_table()) return found;
        note(line_of(*node), std::string(key) + " must be a table like { title = \"Engineer\" }");
        return nullptr;
    }

    std::optional<std::string> text(
        const toml::table& table, std::string_view key, std::size_t longest
    ) {
        const auto* node = table.get(key);
        if (!node) return std::nullopt;
        const auto* found = node->as_string();
        const std::string value = found ? found->get() : "";
        const bool blank = value.find_first_not_of(" \t\n\r") == std::string::npos;
        if (found && !blank && utf8::is_valid(value) &&
            static_cast<std::size_t>(utf8::distance(value.begin(), value.end())) <= longest)
            return value;
        note(
            line_of(*node),
            std::string(key) + " must be a text of at most " + std::to_string(longest) +
                " characters"
        );
        return std::nullopt;
    }

    // A text or a list of texts. An empty list is an empty list: the check says what it means.
    std::vector<Text> texts(const toml::table& table, std::string_view key) {
        std::vector<Text> found;
        const auto* node = table.get(key);
        if (!node) return found;
        const auto take = [&](const toml::node& one) {
            const auto* value = one.as_string();
            if (value && !value->get().empty() && value->get().size() <= longest_pattern) {
                found.push_back({value->get(), line_of(one)});
            } else {
                note(
                    line_of(one),
                    std::string(key) + " must be a text or a list of texts, none of them empty"
                );
            }
        };
        if (const auto* list = node->as_array()) {
            for (const auto& one : *list)
                take(one);
        } else {
            take(*node);
        }
        return found;
    }

    std::vector<std::string> patterns(const toml::table& table, std::string_view key) {
        std::vector<std::string> found;
        for (const auto& one : texts(table, key))
            found.push_back(store::lower(one.text));
        not_empty(table, key);
        return found;
    }

    void not_empty(const toml::table& table, std::string_view key) {
        const auto* node = table.get(key);
        const auto* list = node ? node->as_array() : nullptr;
        if (list && list->empty()) {
            note(line_of(*node), std::string(key) + " is an empty list: nothing can match it");
        }
    }

    std::optional<bool> flag(const toml::table& table, std::string_view key) {
        const auto* node = table.get(key);
        if (!node) return std::nullopt;
        if (const auto* value = node->as_boolean()) return value->get();
        note(line_of(*node), std::string(key) + " must be true or false");
        return std::nullopt;
    }

    std::optional<policy::Seconds> duration(const toml::table& table, std::string_view key) {
        const auto* node = table.get(key);
        if (!node) return std::nullopt;
        const auto* written = node->as_string();
        const auto read = read_duration(
            RawValue{written ? written->get() : ""},
            std::chrono::seconds{1},
            std::chrono::days{3650}
        );
        if (read) return *read;
        note(line_of(*node), std::string(key) + ": " + read.error().why);
        return std::nullopt;
    }

    std::string file_;
    std::vector<std::string> problems_;
};

}  // namespace

PolicyText read_policy(std::string_view text, const std::string& file) {
    Reader reader(file);
    PolicyText read;
    try {
        const toml::table root = toml::parse(text);
        read.policy = reader.policy(root);
    } catch (const toml::parse_error& error) {
        reader.note(
            static_cast<int>(error.source().begin.line),
            "this is not TOML: " + std::string(error.description())
        );
    }
    read.problems = reader.take_problems();
    return read;
}

}  // namespace bot

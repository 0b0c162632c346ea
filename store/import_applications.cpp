#include "store/import_applications.hpp"

#include <utility>

#include "store/directory_words.hpp"
#include "store/import_merge.hpp"
#include "store/query.hpp"

namespace store {

void Applications::load(Tx& tx) {
    Query rows(
        tx,
        "SELECT id, name, COALESCE(external_id, ''), description, from_gen FROM integrations WHERE "
        "name <> ''"
    );
    while (rows.next()) {
        Entry entry;
        entry.id = rows.get<policy::IntegrationId>(0);
        entry.name = rows.get<std::string>(1);
        entry.external_id = rows.get<std::string>(2);
        entry.description = rows.get<std::string>(3);
        entry.hidden = rows.get<std::int64_t>(4) == never_seen;
        entries_.push_back(std::move(entry));
        index(entries_.size() - 1);
    }
}

// Old names and ids stay in the index too: a later row may still use them.
void Applications::index(std::size_t position) {
    const auto& entry = entries_[position];
    by_id_[entry.id] = position;
    by_key_[lower(entry.name)] = position;
    if (!entry.external_id.empty()) by_external_id_[entry.external_id] = position;
}

Applications::Entry* Applications::by_external_id(const std::string& external_id) {
    const auto found = by_external_id_.find(external_id);
    return found == by_external_id_.end() ? nullptr : &entries_[found->second];
}

Applications::Entry* Applications::by_name(const std::string& name) {
    const auto found = by_key_.find(lower(name));
    return found == by_key_.end() ? nullptr : &entries_[found->second];
}

Applications::Entry& Applications::add(
    Tx& tx, Staging& staging, const std::string& external_id, const std::string& name
) {
    Entry entry;
    entry.name = name.empty() ? external_id : name;
    entry.external_id = external_id;
    entry.is_new = true;
    const std::optional<std::string> told =
        external_id.empty() ? std::nullopt : std::optional(external_id);
    entry.id = insert<policy::IntegrationId>(
        tx,
        R"sql(INSERT INTO integrations (name, name_key, external_id, from_gen) VALUES (?, ?, ?, ?)
            RETURNING id)sql",
        entry.name,
        lower(entry.name),
        told,
        staging.next()
    );
    entries_.push_back(std::move(entry));
    index(entries_.size() - 1);
    return entries_.back();
}

// An application that was named before, but never seen, comes with this import.
Applications::Entry& Applications::adopt(Tx& tx, Staging& staging, Entry& entry) {
    if (!entry.hidden) return entry;
    entry.hidden = false;
    entry.is_new = true;
    change(tx, "UPDATE integrations SET from_gen = ? WHERE id = ?", staging.next(), entry.id);
    return entry;
}

// A hidden application gives its name and id away.
void Applications::dismiss(Tx& tx, Entry& entry) {
    change(
        tx,
        "UPDATE integrations SET name = '', name_key = ' ' || id, external_id = NULL WHERE id = ?",
        entry.id
    );
    by_key_.erase(lower(entry.name));
    by_external_id_.erase(entry.external_id);
}

// An application that only its id and owners are known of is the one of that name, whose id nobody
// has told: its owners go there, and it is gone at the switch. False if that is not so.
bool Applications::merge(Tx& tx, Staging& staging, Entry& nameless, Entry& named) {
    if (nameless.name != nameless.external_id || !named.external_id.empty()) return false;
    if (!has_only_owners(tx, nameless.id)) return false;
    move_owners(tx, staging, nameless.id, named.id);
    by_key_.erase(lower(nameless.name));
    by_external_id_.erase(nameless.external_id);
    nameless.name.clear();
    nameless.external_id.clear();
    stage_application_row(tx, nameless);
    return true;
}

// Takes over what the row tells anew; true if that is different.
bool Applications::learn(
    Entry& entry,
    const std::string& external_id,
    const std::string& name,
    const std::string& description
) {
    bool changed = false;
    const auto take = [&changed](std::string& field, const std::string& told) {
        changed = changed || field != told;
        field = told;
    };
    if (entry.external_id.empty() && !external_id.empty()) take(entry.external_id, external_id);
    // A name is told about the application that the id means, not about one found by that name.
    const bool by_id = !external_id.empty() && entry.external_id == external_id;
    if (by_id && !name.empty() && !std::exchange(entry.name_told, true)) take(entry.name, name);
    if (!description.empty() && !std::exchange(entry.description_told, true)) {
        take(entry.description, description);
    }
    return changed;
}

void Applications::count(Staging& staging, Entry& entry, bool changed) {
    auto& count = staging.counts[Noun::applications];
    if (entry.counted == Counted::no) {
        ++(entry.is_new ? count.added : changed ? count.changed : count.unchanged);
    } else if (entry.counted == Counted::unchanged && changed && !entry.is_new) {
        --count.unchanged;
        ++count.changed;
    } else {
        return;
    }
    entry.counted = changed || entry.is_new ? Counted::changed : Counted::unchanged;
}

std::variant<policy::IntegrationId, RowProblem> Applications::named(
    Tx& tx,
    Staging& staging,
    const std::string& external_id,
    const std::string& name,
    const std::string& description
) {
    auto* entry = by_external_id(external_id);
    auto* of_name = name.empty() ? nullptr : by_name(name);
    if (entry != nullptr && of_name != nullptr && entry != of_name) {
        auto*& other = entry->hidden ? entry : of_name;
        if (other->hidden) {
            dismiss(tx, *other);
            other = nullptr;
        }
    }
    if (entry != nullptr && of_name != nullptr && entry != of_name) {
        if (merge(tx, staging, *entry, *of_name)) entry = nullptr;
    }
    if (entry != nullptr && of_name != nullptr && entry != of_name) {
        return RowProblem{
            "",
            "the application with the id \"" + external_id + "\" is " + entry->name + ", and " +
                name + " is another one"};
    }
    if (entry == nullptr) entry = of_name;
    entry = entry == nullptr ? &add(tx, staging, external_id, name) : &adopt(tx, staging, *entry);
    const bool changed = learn(*entry, external_id, name, description);
    if (changed) {
        stage_application_row(tx, *entry);
        index(static_cast<std::size_t>(entry - entries_.data()));
    }
    count(staging, *entry, changed);
    return entry->id;
}

policy::IntegrationId Applications::of(Tx& tx, Staging& staging, const std::string& id_or_name) {
    auto* entry = by_external_id(id_or_name);
    if (entry == nullptr) entry = by_name(id_or_name);
    entry = entry == nullptr ? &add(tx, staging, "", id_or_name) : &adopt(tx, staging, *entry);
    count(staging, *entry, false);
    return entry->id;
}

std::optional<policy::IntegrationId> Applications::known(const std::string& id_or_name) {
    const auto* entry = by_external_id(id_or_name);
    if (entry == nullptr) entry = by_name(id_or_name);
    if (entry == nullptr || entry->hidden) return std::nullopt;
    return entry->id;
}

const std::string& Applications::name_of(policy::IntegrationId id) const {
    return entries_[by_id_.at(id)].name;
}

// Seen at the switch, not before.
void Applications::stage_application_row(Tx& tx, const Entry& entry) {
    const std::optional<std::string> external_id =
        entry.external_id.empty() ? std::nullopt : std::optional(entry.external_id);
    change(
        tx,
        R"sql(INSERT INTO staged_integrations (integration_id, name, external_id, description) VALUES (?, ?, ?, ?)
            ON CONFLICT (integration_id) DO UPDATE SET name = excluded.name, external_id = excluded.external_id,
                description = excluded.description)sql",
        entry.id,
        entry.name,
        external_id,
        entry.description
    );
}

void apply_staged_applications(Tx& tx) {
    struct Change {
        policy::IntegrationId id;
        std::string name;
        std::optional<std::string> external_id;
        std::string description;
    };
    std::vector<Change> changes;
    {
        Query rows(
            tx, "SELECT integration_id, name, external_id, description FROM staged_integrations"
        );
        while (rows.next()) {
            changes.push_back(
                {rows.get<policy::IntegrationId>(0),
                 rows.get<std::string>(1),
                 rows.get<std::optional<std::string>>(2),
                 rows.get<std::string>(3)}
            );
        }
    }
    // Two may have swapped their names: nobody holds one while they are given out anew.
    for (const auto& [id, name, external_id, description] : changes) {
        change(
            tx, "UPDATE integrations SET name_key = ' ' || id, external_id = NULL WHERE id = ?", id
        );
    }
    for (const auto& [id, name, external_id, description] : changes) {
        if (name.empty()) {
            // It went into another one.
            change(
                tx, "UPDATE integrations SET name = '', from_gen = ? WHERE id = ?", never_seen, id
            );
            continue;
        }
        change(
            tx,
            R"sql(UPDATE integrations SET name = ?, name_key = ?, external_id = ?, description = ?
                WHERE id = ?)sql",
            name,
            lower(name),
            external_id,
            description,
            id
        );
    }
    change(tx, "DELETE FROM staged_integrations");
}

policy::ResourceId resource_named(
    Tx& tx, policy::IntegrationId integration, const std::string& name
) {
    const auto known = first<policy::ResourceId>(
        tx, "SELECT id FROM resources WHERE integration_id = ? AND name = ?", integration, name
    );
    if (known) return *known;
    return insert<policy::ResourceId>(
        tx,
        "INSERT INTO resources (integration_id, name) VALUES (?, ?) RETURNING id",
        integration,
        name
    );
}

}  // namespace store

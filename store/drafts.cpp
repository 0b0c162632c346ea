#include "store/drafts.hpp"

#include "store/query.hpp"

namespace store {
namespace {

// Clicks that a modal may be behind by: an older page 2 is shown anew before it is sent.
constexpr std::int64_t most_pages = 50;

// The boxes that differ from what Select all says: true for ticked, false for left out.
using Choices = std::map<policy::ConnectionId, bool>;

Choices choices_of(Tx& tx, policy::DraftId id) {
    Choices choices;
    Query rows(
        tx,
        R"sql(SELECT connection_id, chosen FROM draft_choices WHERE draft_id = ?
            ORDER BY connection_id)sql",
        id
    );
    while (rows.next()) {
        choices.emplace_hint(choices.end(), rows.get<policy::ConnectionId>(0), rows.get<bool>(1));
    }
    return choices;
}

// Writes what has changed only: of thousands of choices a page changes a few.
void save_choices(Tx& tx, policy::DraftId id, const policy::Selection& selection) {
    Choices wanted;
    for (const auto connection : selection.left_out)
        wanted.emplace_hint(wanted.end(), connection, false);
    for (const auto connection : selection.chosen)
        wanted.insert_or_assign(connection, true);
    auto kept = choices_of(tx, id);
    for (const auto& [connection, chosen] : kept) {
        if (wanted.contains(connection)) continue;
        change(
            tx, "DELETE FROM draft_choices WHERE draft_id = ? AND connection_id = ?", id, connection
        );
    }
    for (const auto& [connection, chosen] : wanted) {
        const auto known = kept.find(connection);
        if (known != kept.end() && known->second == chosen) continue;
        change(
            tx,
            R"sql(INSERT INTO draft_choices (draft_id, connection_id, chosen) VALUES (?, ?, ?)
                ON CONFLICT (draft_id, connection_id) DO UPDATE SET chosen = excluded.chosen)sql",
            id,
            connection,
            chosen
        );
    }
}

}  // namespace

// Forms are forgotten, but never the number of one that became a request: another form under it
// would count as sent already.
policy::DraftId new_draft(Tx& tx, policy::EmployeeId requester, policy::Instant now) {
    return insert<policy::DraftId>(
        tx,
        R"sql(INSERT INTO drafts (id, requester_id, beneficiary_id, created_at, changed_at)
            VALUES ((SELECT COALESCE(MAX(used.id), 0) + 1 FROM
                        (SELECT MAX(id) AS id FROM drafts UNION ALL SELECT MAX(draft_id) FROM access_requests) AS used),
                ?, ?, ?, ?) RETURNING id)sql",
        requester,
        requester,
        now,
        now
    );
}

std::optional<DraftRow> find_draft(Tx& tx, policy::DraftId id) {
    DraftRow draft;
    {
        Query row(
            tx,
            R"sql(SELECT requester_id, beneficiary_id, reference_id, select_all, page, render, last_action_ts,
                    reason, reason_text, details, request_id, ticks_seen, access_like, title, action,
                    application_id, at_details, temporary, ends_at, purpose_id, planned, accounts_page
                FROM drafts WHERE id = ?)sql",
            id
        );
        if (!row.next()) return std::nullopt;
        draft.id = id;
        draft.requester = row.get<policy::EmployeeId>(0);
        draft.beneficiary = row.get<policy::EmployeeId>(1);
        draft.reference = row.get<std::optional<policy::EmployeeId>>(2);
        draft.selection.all = row.get<bool>(3);
        draft.page = row.get<int>(4);
        draft.render = row.get<std::int64_t>(5);
        draft.last_action_ts = row.get<std::string>(6);
        draft.reason = row.get<std::string>(7);
        draft.reason_text = row.get<std::string>(8);
        draft.details = row.get<std::string>(9);
        draft.request = row.get<std::optional<policy::RequestId>>(10);
        draft.ticks_seen = row.get<std::string>(11);
        draft.like = policy::access_like(row.get<std::string>(12)).value();
        draft.title = row.get<std::string>(13);
        draft.action = policy::action(row.get<std::string>(14)).value();
        draft.application = row.get<std::optional<policy::IntegrationId>>(15);
        draft.at_details = row.get<bool>(16);
        draft.duration.temporary = row.get<bool>(17);
        draft.duration.ends = row.get<std::optional<policy::Instant>>(18);
        draft.purpose = row.get<std::optional<policy::PurposeId>>(19);
        draft.planned = row.get<std::string>(20);
        draft.accounts_page = row.get<int>(21);
    }
    for (const auto& [connection, chosen] : choices_of(tx, id))
        (chosen ? draft.selection.chosen : draft.selection.left_out).insert(connection);
    Query identities(
        tx, "SELECT integration_id, identity_id FROM draft_identities WHERE draft_id = ?", id
    );
    while (identities.next()) {
        draft.identities[identities.get<policy::IntegrationId>(0)] =
            identities.get<policy::IdentityId>(1);
    }
    return draft;
}

void save_draft(Tx& tx, const DraftRow& draft, policy::Instant now) {
    change(
        tx,
        R"sql(UPDATE drafts SET beneficiary_id = ?, reference_id = ?, select_all = ?, page = ?, render = ?,
                last_action_ts = ?, ticks_seen = ?, reason = ?, reason_text = ?, details = ?, access_like = ?,
                title = ?, action = ?, application_id = ?, at_details = ?, temporary = ?, ends_at = ?,
                purpose_id = ?, planned = ?, accounts_page = ?, changed_at = ?
            WHERE id = ?)sql",
        draft.beneficiary,
        draft.reference,
        draft.selection.all,
        draft.page,
        draft.render,
        draft.last_action_ts,
        draft.ticks_seen,
        draft.reason,
        draft.reason_text,
        draft.details,
        policy::word(draft.like),
        draft.title,
        policy::word(draft.action),
        draft.application,
        draft.at_details,
        draft.duration.temporary,
        draft.duration.ends,
        draft.purpose,
        draft.planned,
        draft.accounts_page,
        now,
        draft.id
    );
    save_choices(tx, draft.id, draft.selection);
    change(tx, "DELETE FROM draft_identities WHERE draft_id = ?", draft.id);
    for (const auto& [integration, identity] : draft.identities) {
        change(
            tx,
            "INSERT INTO draft_identities (draft_id, integration_id, identity_id) VALUES (?, ?, ?)",
            draft.id,
            integration,
            identity
        );
    }
}

std::optional<UnsentDraft> unsent_draft(
    Tx& tx, policy::EmployeeId requester, policy::Instant since
) {
    // Shown once, and nothing clicked in it: nobody has chosen anything. A form that opens with
    // boxes keeps a tick without being shown anew.
    Query row(
        tx,
        R"sql(SELECT id, changed_at FROM drafts
            WHERE requester_id = ? AND changed_at >= ? AND request_id IS NULL
                AND (render > 1 OR last_action_ts <> '')
            ORDER BY changed_at DESC, id DESC LIMIT 1)sql",
        requester,
        since
    );
    if (!row.next()) return std::nullopt;
    return UnsentDraft{row.get<policy::DraftId>(0), row.get<policy::Instant>(1)};
}

void submitted_draft(Tx& tx, policy::DraftId id, policy::RequestId request) {
    change(tx, "UPDATE drafts SET request_id = ? WHERE id = ?", request, id);
}

std::optional<policy::DraftId> draft_in(
    Tx& tx, policy::EmployeeId requester, const std::string& view_id
) {
    return first<policy::DraftId>(
        tx,
        "SELECT id FROM drafts WHERE requester_id = ? AND view_id = ? ORDER BY id DESC LIMIT 1",
        requester,
        view_id
    );
}

void form_stale(Tx& tx, policy::DraftId id, const std::string& view_id) {
    change(tx, "UPDATE drafts SET view_id = ?, stale = 1 WHERE id = ?", view_id, id);
}

void form_shown(Tx& tx, const std::string& view_id, std::int64_t render) {
    change(
        tx,
        "UPDATE drafts SET stale = 0 WHERE view_id = ? AND render = ? AND stale = 1",
        view_id,
        render
    );
}

void delete_draft(Tx& tx, policy::DraftId id) {
    change(tx, "DELETE FROM draft_choices WHERE draft_id = ?", id);
    change(tx, "DELETE FROM draft_shown WHERE draft_id = ?", id);
    change(tx, "DELETE FROM draft_identities WHERE draft_id = ?", id);
    change(tx, "DELETE FROM draft_pages WHERE draft_id = ?", id);
    change(tx, "DELETE FROM drafts WHERE id = ?", id);
}

int forget_drafts(Tx& tx, policy::Instant before, int most) {
    std::vector<policy::DraftId> old;
    {
        Query rows(
            tx,
            "SELECT id FROM drafts WHERE changed_at < ? ORDER BY changed_at LIMIT ?",
            before,
            most
        );
        while (rows.next())
            old.push_back(rows.get<policy::DraftId>(0));
    }
    for (const auto id : old)
        delete_draft(tx, id);
    return static_cast<int>(old.size());
}

std::vector<StaleForm> stale_forms(Tx& tx, policy::Instant since) {
    std::vector<StaleForm> forms;
    Query rows(
        tx,
        R"sql(SELECT id, view_id FROM drafts
            WHERE stale = 1 AND request_id IS NULL AND changed_at >= ? ORDER BY id)sql",
        since
    );
    while (rows.next())
        forms.push_back({rows.get<policy::DraftId>(0), rows.get<std::string>(1)});
    return forms;
}

std::int64_t add_page(Tx& tx, policy::DraftId id, const std::string& shown) {
    const auto page =
        first<std::int64_t>(
            tx, "SELECT COALESCE(MAX(page), 0) + 1 FROM draft_pages WHERE draft_id = ?", id
        )
            .value();
    change(tx, "INSERT INTO draft_pages (draft_id, page, shown) VALUES (?, ?, ?)", id, page, shown);
    change(tx, "DELETE FROM draft_pages WHERE draft_id = ? AND page <= ?", id, page - most_pages);
    return page;
}

std::optional<std::string> shown_page(Tx& tx, policy::DraftId id, std::int64_t page) {
    return first<std::string>(
        tx, "SELECT shown FROM draft_pages WHERE draft_id = ? AND page = ?", id, page
    );
}

void save_shown(Tx& tx, policy::DraftId id, const std::vector<policy::ConnectionId>& boxes) {
    change(tx, "DELETE FROM draft_shown WHERE draft_id = ?", id);
    for (const auto connection : boxes) {
        change(
            tx, "INSERT INTO draft_shown (draft_id, connection_id) VALUES (?, ?)", id, connection
        );
    }
}

std::vector<policy::ConnectionId> shown_boxes(Tx& tx, policy::DraftId id) {
    std::vector<policy::ConnectionId> boxes;
    Query rows(
        tx, "SELECT connection_id FROM draft_shown WHERE draft_id = ? ORDER BY connection_id", id
    );
    while (rows.next())
        boxes.push_back(rows.get<policy::ConnectionId>(0));
    return boxes;
}

}  // namespace store

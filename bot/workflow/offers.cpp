#include "bot/workflow/offers.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "policy/word_index.hpp"
#include "store/catalogue.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"
#include "store/offers.hpp"
#include "store/purposes.hpp"
#include "store/requests.hpp"

namespace bot::workflow {
namespace {

using policy::Standing;

// What the beneficiary has and waits for: each candidate is measured against it.
class Measure {
 public:
    Measure(store::Tx& tx, const store::DraftRow& draft)
        : action_(draft.action),
          held_(store::held_connections(tx, draft.beneficiary)),
          pending_(store::pending_connections(tx, draft.beneficiary)) {}

    Standing standing(const policy::Connection& connection) const {
        return policy::standing(
            action_,
            {connection.requestable, among(held_, connection.id), among(pending_, connection.id)}
        );
    }
    std::set<policy::ConnectionId> held() const { return {held_.begin(), held_.end()}; }
    const std::vector<policy::ConnectionId>& pending() const { return pending_; }

 private:
    using Connections = std::vector<policy::ConnectionId>;

    static bool among(const Connections& sorted, policy::ConnectionId id) {
        return std::binary_search(sorted.begin(), sorted.end(), id);
    }

    policy::Action action_;
    Connections held_;
    Connections pending_;
};

// Sorts candidates into what is offered and what is only counted.
class Collector {
 public:
    explicit Collector(const Measure& measure) : measure_(measure) {}

    void consider(OfferedGrant grant) {
        const auto standing = measure_.standing(grant.connection);
        if (standing == Standing::not_requestable) ++offered_.left_out;
        grant.pending = standing == Standing::pending;
        if (standing == Standing::offered || grant.pending)
            offered_.grants.push_back(std::move(grant));
    }

    Offered& offered() { return offered_; }

 private:
    const Measure& measure_;
    Offered offered_;
};

bool by_name(const policy::Connection& a, const policy::Connection& b) {
    const auto key = [](const policy::Connection& one) {
        return std::tie(
            one.integration_name, one.integration, one.resource, one.privilege, one.project, one.id
        );
    };
    return key(a) < key(b);
}

void like_person(store::Tx& tx, const store::DraftRow& draft, Collector& all) {
    if (!draft.reference) return;
    for (auto& connection : store::missing_grants(tx, *draft.reference, draft.beneficiary))
        all.consider({std::move(connection)});
    all.offered().has =
        static_cast<std::int64_t>(store::held_connections(tx, *draft.reference).size());
}

void like_title(
    store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules, Collector& all
) {
    auto access = store::title_connections(tx, draft.title, rules.title_share);
    for (auto& [connection, holders] : access.connections) {
        OfferedGrant grant{std::move(connection)};
        grant.holders = holders;
        all.consider(std::move(grant));
    }
    all.offered().title_holders = access.holders;
    all.offered().has = static_cast<std::int64_t>(access.connections.size());
}

void to_remove(store::Tx& tx, const store::DraftRow& draft, Collector& all) {
    for (auto& [connection, accounts] : store::holdings_of(tx, draft.beneficiary)) {
        OfferedGrant grant{std::move(connection)};
        grant.accounts = std::move(accounts);
        all.consider(std::move(grant));
    }
}

void chosen_ones(store::Tx& tx, const store::DraftRow& draft, Collector& all) {
    std::vector<policy::Connection> chosen;
    for (const auto id : draft.selection.chosen) {
        if (auto connection = store::find_connection(tx, id))
            chosen.push_back(std::move(*connection));
    }
    std::sort(chosen.begin(), chosen.end(), by_name);
    for (auto& connection : chosen)
        all.consider({std::move(connection)});
}

std::int64_t dropped(const store::DraftRow& draft, const std::vector<OfferedGrant>& grants) {
    auto gone = draft.selection.chosen;
    for (const auto& grant : grants)
        gone.erase(grant.connection.id);
    return static_cast<std::int64_t>(gone.size());
}

// How many grants of an application are asked for already.
std::int64_t pending_in(store::Tx& tx, const Measure& measure, policy::IntegrationId application) {
    return std::count_if(
        measure.pending().begin(),
        measure.pending().end(),
        [&](policy::ConnectionId id) {
            const auto connection = store::find_connection(tx, id);
            return connection && connection->integration == application &&
                   measure.standing(*connection) == Standing::pending;
        }
    );
}

std::vector<OfferedGrant> measured(
    const Measure& measure, std::vector<policy::Connection> connections
) {
    std::vector<OfferedGrant> grants;
    for (auto& connection : connections) {
        const auto standing = measure.standing(connection);
        if (standing != Standing::offered && standing != Standing::pending) continue;
        grants.push_back({std::move(connection), standing == Standing::pending});
    }
    return grants;
}

}  // namespace

Offered offered(store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules) {
    const Measure measure(tx, draft);
    Collector all(measure);
    switch (draft.like) {
        case policy::AccessLike::person:
            like_person(tx, draft, all);
            break;
        case policy::AccessLike::title:
            like_title(tx, draft, rules, all);
            break;
        case policy::AccessLike::custom:
            if (chosen_from_catalogue(draft)) {
                chosen_ones(tx, draft, all);
            } else {
                to_remove(tx, draft, all);
            }
            break;
    }
    auto& result = all.offered();
    result.dropped = dropped(draft, result.grants);
    return std::move(result);
}

OfferedByPurpose offered_by_purpose(
    store::Tx& tx, const store::DraftRow& draft, policy::PurposeId purpose
) {
    const Measure measure(tx, draft);
    OfferedByPurpose contained;
    for (auto& connection : store::purpose_connections(tx, purpose)) {
        if (measure.standing(connection) == Standing::offered) {
            contained.grants.push_back({std::move(connection)});
        } else {
            ++contained.left_out;
        }
    }
    return contained;
}

std::vector<policy::Purpose> purposes_for(
    store::Tx& tx, const store::DraftRow& draft, const FlowRules& rules
) {
    const auto offers = open_offers(offered(tx, draft, rules).grants);
    return store::purposes_containing(tx, policy::chosen_of(draft.selection, offers));
}

std::vector<policy::Offer> open_offers(const std::vector<OfferedGrant>& grants) {
    std::vector<policy::Offer> offers;
    for (const auto& grant : grants) {
        if (!grant.pending) offers.push_back({grant.connection.id, grant.connection.privileged});
    }
    return offers;
}

bool chosen_from_catalogue(const store::DraftRow& draft) {
    return draft.like == policy::AccessLike::custom && draft.action == policy::Action::grant;
}

Standing standing_of(
    store::Tx& tx, const store::DraftRow& draft, const policy::Connection& connection
) {
    return Measure(tx, draft).standing(connection);
}

CataloguePage catalogue_page(
    store::Tx& tx, const store::DraftRow& draft, std::int64_t page, std::int64_t size
) {
    CataloguePage shown;
    if (!draft.application) return shown;
    const auto count = store::count_lacking(tx, *draft.application, draft.beneficiary);
    shown.total = count.lacking;
    shown.has = count.requestable;
    shown.pages = std::max<std::int64_t>(1, (shown.total + size - 1) / size);
    shown.page = std::clamp<std::int64_t>(page, 0, shown.pages - 1);
    // One row before the page tells whether it goes on.
    const auto before = shown.page > 0 ? 1 : 0;
    const auto first = shown.page * size - before;
    auto rows = store::lacking_of(tx, *draft.application, draft.beneficiary, first, size + before);
    if (before == 1 && rows.size() > 1) {
        shown.continued = rows[0].privileged == rows[1].privileged;
        rows.erase(rows.begin());
    }
    const Measure measure(tx, draft);
    shown.grants = measured(measure, std::move(rows));
    shown.pending = pending_in(tx, measure, *draft.application);
    return shown;
}

std::vector<OfferedGrant> search_catalogue(
    store::Tx& tx, const store::DraftRow& draft, std::string_view query, int limit
) {
    const Measure measure(tx, draft);
    auto found = store::search_connections(tx, query, limit, measure.held());
    return measured(measure, std::move(found.rows));
}

std::vector<OfferedGrant> search_holdings(
    store::Tx& tx, const store::DraftRow& draft, std::string_view query, int limit
) {
    if (draft.like != policy::AccessLike::custom || draft.action != policy::Action::revoke)
        return {};
    const Measure measure(tx, draft);
    Collector all(measure);
    to_remove(tx, draft, all);
    auto& held = all.offered().grants;
    policy::WordIndex index;
    for (std::size_t at = 0; at < held.size(); ++at) {
        const auto& connection = held[at].connection;
        index.add(
            static_cast<std::int64_t>(at),
            {store::folded_words(connection.integration_name),
             store::folded_words(connection.resource),
             store::folded_words(connection.privilege),
             store::folded_words(connection.project)}
        );
    }
    std::vector<OfferedGrant> found;
    const auto most = static_cast<std::size_t>(std::max(limit, 0));
    for (const auto at : index.find(store::folded_words(query), most).ids)
        found.push_back(held[static_cast<std::size_t>(at)]);
    return found;
}

}  // namespace bot::workflow

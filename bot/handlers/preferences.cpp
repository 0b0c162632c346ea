#include "bot/handlers/preferences.hpp"

#include "blocks/ids.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/preferences.hpp"
#include "store/audit.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;

std::string words_of(const store::Notifications& kinds) {
    std::string text;
    for (const auto kind : kinds)
        text += (text.empty() ? "" : ",") + std::string(store::word(kind));
    return text.empty() ? "none" : text;
}

// What a person does not want to hear of explains later why they were not told.
void note_change(
    const Act& act, const store::Notifications& before, const store::Notifications& off
) {
    store::AuditEntry entry;
    entry.at = act.now();
    entry.actor = store::audit_name(act.by);
    entry.act = "preferences.changed";
    entry.subject = store::audit_name(act.by);
    entry.values = {{"before", words_of(before)}, {"after", words_of(off)}};
    store::append_audit(act.tx, entry);
}

}  // namespace

store::Task<void> on_preferences(App& app, const BlockActions& click, const Action&) {
    auto work = [&](const Act& act, const policy::Employee&) {
        return blocks::preferences(
            models::preferences(act.tx, act.by, act.rules.optional_notifications)
        );
    };
    const auto key = click.dedupe_key();
    const auto done = co_await act_once(app, click.actor, key, work);
    if (done.result) show_modal(app, click, *done.result);
    if (done.refusal) show_refusal(app, click, *done.refusal);
}

// Only what the tenant leaves to people can change, whatever was sent.
std::string on_preferences_sent(App&, const Act& act, const InboundView& view) {
    const auto* ticked =
        view.state.options(blocks::notifications_block().value(), ids::notifications);
    if (ticked == nullptr) return blocks::clear_answer();
    const auto before = store::switched_off(act.tx, act.by);
    auto off = before;
    for (const auto kind : act.rules.optional_notifications)
        off.insert(kind);
    for (const auto& box : *ticked) {
        const auto kind = store::notification(box.value);
        if (kind && act.rules.optional_notifications.contains(*kind)) off.erase(*kind);
    }
    if (off == before) return blocks::clear_answer();
    store::switch_off(act.tx, act.by, off);
    note_change(act, before, off);
    return blocks::clear_answer();
}

}  // namespace bot::handlers

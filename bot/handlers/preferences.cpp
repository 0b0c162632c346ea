#include "bot/handlers/preferences.hpp"

#include "blocks/ids.hpp"
#include "bot/handlers/clicks.hpp"
#include "bot/models/preferences.hpp"

namespace bot::handlers {
namespace {

namespace ids = blocks::ids;

using workflow::Act;

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
    auto off = store::switched_off(act.tx, act.by);
    for (const auto kind : act.rules.optional_notifications)
        off.insert(kind);
    for (const auto& box : *ticked) {
        const auto kind = store::notification(box.value);
        if (kind && act.rules.optional_notifications.contains(*kind)) off.erase(*kind);
    }
    store::switch_off(act.tx, act.by, off);
    return blocks::clear_answer();
}

}  // namespace bot::handlers

#include "bot/daemon_commands.hpp"

#include "bot/campaign_job.hpp"
#include "bot/flow_rules.hpp"
#include "bot/import_job.hpp"
#include "bot/policy_job.hpp"
#include "bot/sync_job.hpp"
#include "bot/withdraw_job.hpp"

namespace bot {

int carry_out(
    const ControlRequest& request,
    const Say& say,
    const Settings& settings,
    store::Gate& gate,
    const Clock& clock,
    const std::atomic<bool>& stopping,
    const std::function<void()>& wake_workers
) {
    if (request.command == "import") {
        if (const auto job = import_job(request.arguments)) {
            const auto stop_wanted = [&stopping] { return stopping.load(); };
            return do_import(gate, settings, *job, request.actor, clock.now(), say, stop_wanted);
        }
    }
    if (request.command == "sync run") {
        if (const auto job = sync_job(request.arguments)) {
            const auto stop_wanted = [&stopping] { return stopping.load(); };
            return do_sync(gate, *job, request.actor, wake_workers, say, stop_wanted);
        }
    }
    if (request.command == "request withdraw") {
        if (const auto job = withdraw_job(request.arguments))
            return do_withdraw(
                gate, *job, request.actor, clock.now_ms(), flow_rules(settings), say
            );
    }
    if (request.command == "policy import") {
        if (const auto job = policy_job(request.arguments))
            return do_policy_import(gate, *job, request.actor, clock.now(), say);
    }
    for (const auto verb : campaign_verbs) {
        if (request.command != word(verb)) continue;
        const auto job = campaign_command(verb, request.arguments);
        if (!job) break;
        const CampaignWork work = [&](policy::CampaignId id) {
            wake_workers();
            return wait_for_worker(gate, id, say);
        };
        return do_campaign(gate, settings, *job, request.actor, clock.now_ms(), work, say);
    }
    say(Said::problem, "this daemon does not know that command: it is of another version");
    return 1;
}

}  // namespace bot

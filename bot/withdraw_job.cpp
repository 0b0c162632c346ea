#include "bot/withdraw_job.hpp"

#include <stdexcept>

#include "bot/json_write.hpp"
#include "bot/models/people.hpp"
#include "bot/workflow/withdraw.hpp"
#include "store/requests.hpp"

namespace bot {

namespace {

constexpr auto json_option = "--json";

std::string sentence(workflow::WithdrawOutcome outcome, std::int64_t id) {
    const auto request = "Request " + std::to_string(id);
    switch (outcome) {
        case workflow::WithdrawOutcome::withdrawn:
            return request + " is withdrawn: nobody is asked about it any more.";
        case workflow::WithdrawOutcome::nothing_pending:
            return request + " has nothing pending: all of it was decided before.";
        case workflow::WithdrawOutcome::not_yours:
            break;
    }
    return no_such_request(id);
}

std::string as_json(std::int64_t id, std::int64_t withdrawn) {
    JsonText json;
    json.begin_object();
    json.field("request", id);
    json.field("withdrawn_items", withdrawn);
    json.end_object();
    return json.text();
}

}  // namespace

std::vector<std::string> arguments_of(const WithdrawJob& job) {
    std::vector<std::string> arguments{std::to_string(job.request.value)};
    if (job.json) arguments.emplace_back(json_option);
    return arguments;
}

std::optional<WithdrawJob> withdraw_job(const std::vector<std::string>& arguments) {
    if (arguments.empty() || arguments.size() > 2) return std::nullopt;
    const auto id = models::id_of(arguments.front());
    if (!id || (arguments.size() == 2 && arguments[1] != json_option)) return std::nullopt;
    return WithdrawJob{policy::RequestId{*id}, arguments.size() == 2};
}

int do_withdraw(
    store::Gate& gate,
    const WithdrawJob& job,
    const std::string& actor,
    store::Millis now,
    const workflow::FlowRules& rules,
    const Say& say
) {
    workflow::Withdrawal done;
    gate.write_blocking(
        [&](store::Tx& tx) {
            done = workflow::withdraw_by_command(tx, job.request, actor, now, rules);
        },
        store::Lane::event
    );
    const bool withdrawn = done.outcome == workflow::WithdrawOutcome::withdrawn;
    const auto text = sentence(done.outcome, job.request.value);
    if (job.json && done.outcome != workflow::WithdrawOutcome::not_yours) {
        say(Said::output, as_json(job.request.value, done.items));
    } else {
        say(withdrawn ? Said::output : Said::problem, text);
    }
    return withdrawn ? 0 : 1;
}

std::string no_such_request(std::int64_t id) {
    return "there is no request " + std::to_string(id) +
           ": `latchkey request list` names those there are";
}

}  // namespace bot

// `latchkey request list` and `request show`, read on a snapshot; `request withdraw`, handed to the
// running daemon, else done here under the database's lock.
#include <stdexcept>

#include "bot/command_requests.hpp"
#include "bot/flow_rules.hpp"
#include "bot/hand_over.hpp"
#include "bot/request_report.hpp"
#include "bot/withdraw_job.hpp"
#include "store/directory.hpp"
#include "store/request_search.hpp"
#include "store/requests.hpp"

namespace bot {

namespace {

constexpr int problem = 1;

std::string without_end(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

store::RequestSelection selection_of(store::Tx& tx, const RequestJob& job) {
    store::RequestSelection selection;
    if (job.state != "all") selection.closed = job.state == "closed";
    if (job.limit > 0) selection.limit = job.limit;
    if (job.person.empty()) return selection;
    const auto employee = store::find_employee(tx, job.person);
    if (!employee) throw std::runtime_error("no employee has the address " + job.person);
    selection.person = employee->id;
    return selection;
}

}  // namespace

int command_request_list(const Settings& settings, const RequestJob& job, Terminal& terminal) {
    read_existing(settings, [&](store::Tx& tx) {
        const auto found = store::find_requests(tx, selection_of(tx, job));
        if (job.json) {
            terminal.say(Said::output, requests_json(tx, found.ids));
            return;
        }
        const auto text = without_end(requests_text(tx, found.ids));
        terminal.say(Said::output, text.empty() ? "No request." : text);
        const auto more = found.total - static_cast<std::int64_t>(found.ids.size());
        if (more > 0) {
            terminal.say(
                Said::output, "… and " + std::to_string(more) + " older: --limit 0 shows all."
            );
        }
    });
    return 0;
}

int command_request_show(const Settings& settings, const RequestJob& job, Terminal& terminal) {
    int status = 0;
    read_existing(settings, [&](store::Tx& tx) {
        const auto request = store::find_request(tx, policy::RequestId{job.id});
        if (!request) {
            terminal.say(Said::problem, no_such_request(job.id));
            status = problem;
            return;
        }
        const auto text = job.json ? request_json(tx, *request) : request_text(tx, *request);
        terminal.say(Said::output, without_end(text));
    });
    return status;
}

int command_request_withdraw(const Settings& settings, const RequestJob& job, Terminal& terminal) {
    require_database(settings);
    const WithdrawJob what{policy::RequestId{job.id}, job.json};
    const WorkAlone alone = [&](store::Gate& gate, store::Millis now, const Say& say) {
        return do_withdraw(gate, what, cli_actor(), now, flow_rules(settings), say);
    };
    return hand_over(settings, {"request withdraw", arguments_of(what)}, alone, terminal);
}

}  // namespace bot

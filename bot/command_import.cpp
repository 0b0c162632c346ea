// `latchkey import`: handed to the running daemon, else done here under the database's lock.
#include <chrono>

#include "bot/command_line.hpp"
#include "bot/hand_over.hpp"

namespace bot {

int command_import(const Settings& settings, const ImportJob& job, Terminal& terminal) {
    const WorkAlone alone = [&](store::Gate& gate, store::Millis now, const Say& say) {
        const auto at = std::chrono::floor<std::chrono::seconds>(now);
        return do_import(gate, settings, job, cli_actor(), at, say);
    };
    return hand_over(settings, {"import", arguments_of(job)}, alone, terminal);
}

}  // namespace bot

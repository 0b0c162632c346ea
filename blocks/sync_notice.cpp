// Each says what failed, what that means, and what to do about it.
#include "blocks/sync_notice.hpp"

#include <stdexcept>

#include "blocks/duration_text.hpp"

namespace blocks {

namespace {

constexpr std::size_t detail_units = 800;

Markdown remedy(policy::SyncProblem problem) {
    using policy::SyncProblem;
    switch (problem) {
        case SyncProblem::no_folder:
            return md(
                "check that the folder of `csv_folder` is there and that the daemon's user "
                "may read it."
            );
        case SyncProblem::no_file:
            return md(
                "put the export there. An empty folder is never taken for an application "
                "that nobody may use."
            );
        case SyncProblem::being_written:
            return md(
                "write the export under another name, and rename it to `.csv` when it is "
                "whole."
            );
        case SyncProblem::bad_rows:
            return md("correct the export, or what makes it.");
        case SyncProblem::loss:
            return md(
                "look whether the source is whole. If it is right, an operator takes it as "
                "it is with `latchkey sync run NAME --allow-loss`."
            );
        case SyncProblem::unreachable:
            return md(
                "look whether the application is there, and whether this daemon can reach "
                "`scim_url`."
            );
        case SyncProblem::no_entry:
            return md(
                "renew the token of `scim_token_file` (or the password), and check that it "
                "may read users and groups."
            );
        case SyncProblem::bad_answer:
            return md("check `scim_url`, and ask whoever runs the application.");
        case SyncProblem::broken:
            return md("look into the daemon's log and at its disk.");
    }
    throw std::logic_error{"unknown problem of a sync"};
}

Markdown last_good(const SyncFailedNotice& model) {
    if (!model.last_success) return md("It has never been read so far.");
    return md("What was read on ", date(*model.last_success), " stays as it is.");
}

}  // namespace

Markdown sync_problem_text(policy::SyncProblem problem) {
    using policy::SyncProblem;
    switch (problem) {
        case SyncProblem::no_folder:
            return md("its folder cannot be read");
        case SyncProblem::no_file:
            return md("there is no CSV file in its folder");
        case SyncProblem::being_written:
            return md("its files change while they are read");
        case SyncProblem::bad_rows:
            return md("what its source says cannot be understood");
        case SyncProblem::loss:
            return md("too many access grants would go at once");
        case SyncProblem::unreachable:
            return md("it does not answer");
        case SyncProblem::no_entry:
            return md("it does not let the daemon in");
        case SyncProblem::bad_answer:
            return md("its answers cannot be understood");
        case SyncProblem::broken:
            return md("the daemon could not do its part");
    }
    throw std::logic_error{"unknown problem of a sync"};
}

Message sync_failed_notice(const SyncFailedNotice& model) {
    const auto name = shortened(cleaned(model.application), 200);
    if (model.ended_at) {
        const auto over =
            model.recovered
                ? md("*Sync works again:* ",
                     bold(name),
                     " is up to date since ",
                     date(*model.ended_at))
                : md("*Sync ended:* ", bold(name), " is not kept up to date by a sync any more");
        const auto text = md(over, ". It had failed since ", date(model.since), ".");
        return message(text, {section(text)});
    }
    const auto what =
        md("*Sync failed:* access in ",
           bold(name),
           " is not up to date since ",
           date(model.since),
           ": ",
           sync_problem_text(model.problem),
           ".");
    std::vector<Block> blocks{section(what)};
    const auto detail = shortened(cleaned(model.detail), detail_units);
    if (!detail.empty()) blocks.push_back(section(quoted(detail)));
    const auto todo = md("*What to do:* ", remedy(model.problem));
    blocks.push_back(section(todo));
    blocks.push_back(context(
        "Nothing was changed. ",
        last_good(model),
        " It is tried again every ",
        duration_text(model.every),
        "; you are told when it works."
    ));
    return message(md(what, " ", detail, detail.empty() ? md("") : md(" "), todo), blocks);
}

Message sync_recovered_notice(const SyncRecoveredNotice& model) {
    const auto text =
        md("*Sync recovered:* access in ",
           bold(shortened(cleaned(model.application), 200)),
           " is up to date again since ",
           date(model.at),
           ". It had failed since ",
           date(model.since),
           ".");
    return message(text, {section(text)});
}

}  // namespace blocks

#include "bot/handlers/decisions.hpp"

#include "blocks/notice.hpp"
#include "bot/models/people.hpp"

namespace bot::handlers {
namespace {

using store::TaskOutcome;

blocks::Markdown how_it_ended(
    store::Tx& tx, const store::TaskRow& task, policy::EmployeeId reader
) {
    const auto by = models::person(tx, task.closed_by.value_or(task.assignee), reader);
    const auto at = task.closed_at.value_or(task.assigned_at);
    switch (task.outcome.value_or(TaskOutcome::superseded)) {
        case TaskOutcome::approved:
        case TaskOutcome::superseded:
            return blocks::already_decided(by, blocks::Verdict::approved, at);
        case TaskOutcome::denied:
            return blocks::already_decided(by, blocks::Verdict::denied, at);
        case TaskOutcome::done:
            return blocks::md(
                blocks::named(by), " has already marked this as done on ", blocks::date(at), "."
            );
        case TaskOutcome::failed:
            return blocks::md(
                blocks::named(by),
                " has already said on ",
                blocks::date(at),
                " that it could not be done."
            );
        case TaskOutcome::withdrawn:
            return blocks::request_withdrawn(models::withdrawer(tx, task.closed_by, reader), at);
        case TaskOutcome::expired:
            return blocks::request_expired(at);
    }
    return {};
}

struct Explain {
    store::Tx& tx;
    policy::EmployeeId reader;

    blocks::View operator()(const workflow::Decided& decided) const {
        return blocks::notice_modal("Done", {how_it_ended(tx, decided.task, reader)});
    }
    blocks::View operator()(const workflow::AlreadyClosed& closed) const {
        return blocks::notice_modal("Already decided", {how_it_ended(tx, closed.task, reader)});
    }
    blocks::View operator()(const workflow::NotYours& other) const {
        return blocks::notice_modal(
            "Not yours to decide",
            {blocks::not_allowed({models::person(tx, other.task.assignee, reader)})}
        );
    }
    blocks::View operator()(const workflow::ChangedMeanwhile&) const {
        return blocks::notice_modal("Please look again", {blocks::changed_meanwhile()});
    }
    blocks::View operator()(const workflow::CommentNeeded&) const {
        return blocks::notice_modal(
            "Say why",
            {blocks::md("The policy asks for a comment with this approval. Nothing was changed: "
                        "please press *Approve* on its card.")}
        );
    }
    blocks::View operator()(const workflow::NoSuchTask&) const {
        return blocks::notice_modal(
            "Not found", {blocks::md("This task is not there any more. Nothing was changed.")}
        );
    }
};

}  // namespace

workflow::TaskKey task_key(std::string_view key) {
    const auto dot = key.find('.');
    if (dot == std::string_view::npos) return {};
    const auto id = models::id_of(key.substr(0, dot));
    const auto version = models::id_of(key.substr(dot + 1));
    if (!id || !version) return {};
    return {policy::TaskId{*id}, *version};
}

blocks::View why_not(
    store::Tx& tx, const workflow::DecideOutcome& outcome, policy::EmployeeId reader
) {
    return std::visit(Explain{tx, reader}, outcome);
}

}  // namespace bot::handlers

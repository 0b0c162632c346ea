#include "bot/handlers/decisions.hpp"

#include <algorithm>
#include <cctype>

#include "blocks/notice.hpp"
#include "bot/models/deciders.hpp"
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
        case TaskOutcome::decided:
            return blocks::md(
                blocks::named(by), " has already decided this on ", blocks::date(at), "."
            );
        case TaskOutcome::reassigned:
        case TaskOutcome::escalated:
            return blocks::waits_for_another(models::successors(tx, task, reader), at);
    }
    return {};
}

struct Sentence {
    store::Tx& tx;
    policy::EmployeeId reader;

    blocks::Markdown operator()(const workflow::Decided& decided) const {
        return how_it_ended(tx, decided.task, reader);
    }
    blocks::Markdown operator()(const workflow::AlreadyClosed& closed) const {
        return how_it_ended(tx, closed.task, reader);
    }
    blocks::Markdown operator()(const workflow::NotYours& other) const {
        return blocks::not_allowed({models::person(tx, other.task.assignee, reader)});
    }
    blocks::Markdown operator()(const workflow::ChangedMeanwhile&) const {
        return blocks::changed_meanwhile();
    }
    blocks::Markdown operator()(const workflow::CommentNeeded&) const {
        return blocks::md(
            "The policy asks for a comment with this approval. Nothing was changed: "
            "please press *Approve* on its card."
        );
    }
    blocks::Markdown operator()(const workflow::NoSuchTask&) const {
        return blocks::md("This task is not there any more. Nothing was changed.");
    }
};

struct Title {
    blocks::Plain operator()(const workflow::Decided&) const { return "Done"; }
    blocks::Plain operator()(const workflow::AlreadyClosed&) const { return "Already decided"; }
    blocks::Plain operator()(const workflow::NotYours&) const { return "Not yours to decide"; }
    blocks::Plain operator()(const workflow::ChangedMeanwhile&) const {
        return "Please look again";
    }
    blocks::Plain operator()(const workflow::CommentNeeded&) const { return "Say why"; }
    blocks::Plain operator()(const workflow::NoSuchTask&) const { return "Not found"; }
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

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isspace(c) != 0;
    });
}

blocks::Markdown why_not_sentence(
    store::Tx& tx, const workflow::DecideOutcome& outcome, policy::EmployeeId reader
) {
    return std::visit(Sentence{tx, reader}, outcome);
}

blocks::View why_not(
    store::Tx& tx, const workflow::DecideOutcome& outcome, policy::EmployeeId reader
) {
    return blocks::notice_modal(
        std::visit(Title{}, outcome), {why_not_sentence(tx, outcome, reader)}
    );
}

}  // namespace bot::handlers

// What an error of an application's endpoint means for the attempt, and what people read of it.
#include "bot/scim_change.hpp"

namespace bot {

using scim::Fault;

Attempt attempt_of(const scim::Error& error, const std::string& application, CallKind kind) {
    Attempt attempt;
    const auto words = error.detail.empty() ? std::string() : ": " + error.detail;
    attempt.end = scim::may_pass(error.fault) ? AttemptEnd::again : AttemptEnd::failed;
    attempt.wait = error.retry_after;
    switch (error.fault) {
        case Fault::unreachable:
            attempt.sentence = application + " could not be reached.";
            attempt.nobody_answers = true;
            break;
        case Fault::no_answer:
            attempt.sentence = application + " did not answer.";
            attempt.maybe_done = true;
            attempt.nobody_answers = true;
            break;
        case Fault::busy:
            attempt.sentence = application + " is too busy at the moment.";
            attempt.nobody_answers = true;
            // Whatever stands before the application may say so of a change that got through.
            attempt.maybe_done = error.status != 429;
            break;
        case Fault::unauthorized:
            attempt.sentence = application + " does not let us in" + words +
                               ". Its administrator has to give us new credentials.";
            break;
        case Fault::not_found:
            attempt.sentence = application +
                               (kind == CallKind::looks ? " does not know what it was asked for"
                                                        : " does not know what was to be changed") +
                               words + ".";
            break;
        case Fault::conflict:
        case Fault::refused:
        case Fault::unsupported:
            attempt.sentence =
                application +
                (kind == CallKind::looks ? " refused to be asked" : " refused the change") + words +
                ".";
            break;
        case Fault::stale:
            attempt.sentence = "Somebody else changes the same group in " + application + ".";
            break;
        case Fault::broken:
            attempt.sentence = application + " answered with an error of its own (" +
                               std::to_string(error.status) + ")" + words + ".";
            attempt.maybe_done = true;
            break;
        case Fault::not_scim:
            attempt.sentence = application + " gave an answer that is not SCIM" + words + ".";
            attempt.maybe_done = true;
            break;
    }
    if (kind == CallKind::looks) attempt.maybe_done = false;
    return attempt;
}

}  // namespace bot

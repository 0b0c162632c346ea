// Ask for more information: a reviewer's question, the requester's answer, and the reviewer's clock
// that stands in between.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "bot/workflow/act.hpp"
#include "bot/workflow/decide.hpp"
#include "store/questions.hpp"

namespace bot::workflow {

struct Asked {
    store::QuestionId question;
};
// A question of this task waits for its answer already.
struct AskedBefore {
    store::QuestionRow question;
};
// Why this person cannot ask, as for a decision.
struct CannotAsk {
    DecideOutcome stands;
};
using AskOutcome = std::variant<Asked, AskedBefore, CannotAsk>;
AskOutcome ask(const Act& act, TaskKey key, const std::string& question);
// What would stand against asking now; nothing when nothing.
std::optional<AskOutcome> look_to_ask(store::Tx& tx, policy::EmployeeId by, TaskKey key);

enum class AnswerOutcome {
    answered,
    answered_before,
    nothing_waits,  // everything of the request is decided
    not_yours
};
AnswerOutcome answer(const Act& act, store::QuestionId question, const std::string& text);
// What answering now would come to, without changing anything.
AnswerOutcome look_to_answer(store::Tx& tx, policy::EmployeeId by, store::QuestionId question);

}  // namespace bot::workflow

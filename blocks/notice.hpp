// The answer to a click that did not do what was expected: who was first, who may, what is gone.
#pragma once

#include <optional>
#include <vector>

#include "blocks/kit.hpp"
#include "blocks/model.hpp"

namespace blocks {

View notice_modal(const Plain& title, const std::vector<Markdown>& sentences);

// "Bob approved this on …": the loser of a race is told.
enum class Verdict { approved, denied };
Markdown already_decided(const Person& by, Verdict verdict, policy::Instant at);
// "You cannot decide this. Asked: …".
Markdown not_allowed(const std::vector<Person>& who_is);
// It was handed over: who decides now.
Markdown waits_for_another(const std::vector<Person>& who, policy::Instant since);
Markdown request_expired(policy::Instant at);
Markdown request_withdrawn(const Person& by, policy::Instant at);
// The card showed an older version: nothing was changed.
Markdown changed_meanwhile();

}  // namespace blocks

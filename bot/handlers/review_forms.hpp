// The forms of reviewers, sent from a card or from the Home tab: each answers its submission.
#pragma once

#include <optional>
#include <string>

#include "blocks/kit.hpp"
#include "blocks/shorter_form.hpp"
#include "bot/app.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/act.hpp"
#include "bot/workflow/ask.hpp"
#include "policy/model.hpp"

namespace bot::handlers {

// Why a question cannot be asked, as a modal.
blocks::View cannot_ask(const workflow::Act& act, const workflow::AskOutcome& outcome);

// Approve for a shorter time, as it stands.
blocks::ShorterForm shorter_model(const workflow::Act& act, policy::TaskId task);

// The employee that a search list of the form holds.
std::optional<policy::Employee> chosen_colleague(const workflow::Act& act, const InboundView& view);

std::string on_reassign_form(App& app, const workflow::Act& act, const InboundView& view);
std::string on_ask_form(App& app, const workflow::Act& act, const InboundView& view);
std::string on_answer_form(App& app, const workflow::Act& act, const InboundView& view);
std::string on_shorter_form(App& app, const workflow::Act& act, const InboundView& view);
// Review items (item_review.cpp).
std::string on_item_review(App& app, const workflow::Act& act, const InboundView& view);
// Approve selected of My tasks (bulk.cpp).
std::string on_approve_selected(App& app, const workflow::Act& act, const InboundView& view);
// Delegate (delegate_clicks.cpp).
std::string on_delegate_form(App& app, const workflow::Act& act, const InboundView& view);

}  // namespace bot::handlers

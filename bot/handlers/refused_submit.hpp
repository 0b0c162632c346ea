// Why a form was not taken, said where the person can mend it.
#pragma once

#include <string>

#include "bot/handlers/form.hpp"

namespace bot::handlers {

// The answer to a submission: an error at an input of the page that is shown, else the page that
// the problem stands on, with the sentence on top.
std::string refused_submit(
    const workflow::Act& act,
    store::DraftRow& draft,
    const InboundView& view,
    const workflow::Refused& refused,
    const FormRules& rules
);

}  // namespace bot::handlers

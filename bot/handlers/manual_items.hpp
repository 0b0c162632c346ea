// The form that says why one item of manual work could not be done.
#pragma once

#include <string>

#include "bot/app.hpp"
#include "bot/inbound.hpp"
#include "bot/workflow/act.hpp"

namespace bot::handlers {

std::string on_could_not_item(App& app, const workflow::Act& act, const InboundView& view);

}  // namespace bot::handlers

// The form of the preferences, as it is sent.
#pragma once

#include <string>

#include "bot/handlers/ack.hpp"

namespace bot::handlers {

std::string on_preferences_sent(App& app, const workflow::Act& act, const InboundView& view);

}  // namespace bot::handlers

// Access for a time: the form of Extend, as it is sent.
#pragma once

#include <string>

#include "bot/handlers/ack.hpp"

namespace bot::handlers {

std::string on_extension(App& app, const workflow::Act& act, const InboundView& view);

}  // namespace bot::handlers

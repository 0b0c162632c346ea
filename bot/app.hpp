// What every handler is given: the parts of the running daemon, wired once in daemon.cpp.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <vector>

#include "bot/clock.hpp"
#include "bot/render.hpp"
#include "bot/slack_api.hpp"
#include "bot/workflow/act.hpp"
#include "policy/ids.hpp"
#include "store/gate.hpp"

namespace bot {

class HomePublisher;
class Outbox;
class Strangers;
class TimerLoop;
class ViewUpdater;

// What the settings say about the request form.
struct FormRules {
    std::vector<std::string> reasons;
};

// References only: App owns nothing and outlives no part. Used on the loop's thread.
struct App {
    boost::asio::io_context& io;
    Clock& clock;
    store::Gate& store;
    SlackApi& slack;
    Outbox& outbox;
    HomePublisher& homes;
    ViewUpdater& views;
    Strangers& strangers;
    TimerLoop& timers;
    workflow::FlowRules flow;
    FormRules form;
    RenderRules render;
    // A campaign waits to be published.
    std::function<void()> wake_campaigns = [] {};
};

}  // namespace bot

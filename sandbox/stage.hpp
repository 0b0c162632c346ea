// Where people act: everything an interaction needs, and how a person, a surface and an element on
// it are found from what a control call says.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sandbox/delivery.hpp"
#include "sandbox/elements.hpp"
#include "sandbox/events.hpp"
#include "sandbox/journal.hpp"
#include "sandbox/reading.hpp"
#include "sandbox/workspace.hpp"

namespace sandbox {

// A control call that cannot be done: its sentence, and the HTTP status to answer with.
struct Refusal : std::runtime_error {
    explicit Refusal(const std::string& sentence, unsigned http_status = 400)
        : std::runtime_error(sentence), status(http_status) {}
    unsigned status;
};

// One world of one program. The references outlive all that run on the loop.
struct Stage {
    asio::io_context& io;
    Clock& clock;
    Journal& journal;
    Workspace& workspace;
    Deliverer& deliverer;
    Events& events;
    std::string api_origin = {};  // of response URLs: that of the Web API
};

// One place with blocks that a person sees: a view or a message. Messages are looked up anew after
// every await, because the conversation may have changed meanwhile.
struct Place {
    std::string surface;              // "home", "modal" or "message"
    std::shared_ptr<View> view = {};  // home, modal
    std::string channel = {};         // message
    std::string ts = {};
};

// Throws Refusal if there is no such person.
Person& person_of(Stage& stage, const Json& ask);

// The places that `ask` ("surface", "ts", "contains") can mean: the Home tab, the top modal, or
// messages, newest first. Throws if there is none.
std::vector<Place> places_of(Stage& stage, Person& person, const Json& ask);

// nullptr if the message is gone.
Message* message_at(Stage& stage, const Place& place);
// Null if the place is gone.
const Json& blocks_of(Stage& stage, const Place& place);
Json& state_of(Stage& stage, const Place& place);
// Marks the last interaction there as failed ("" takes the mark away).
void mark_trouble(Stage& stage, const Place& place, const std::string& trouble);

// An element with its place.
struct Found {
    Place place;
    ElementRef ref;
};

// The one element that `accepts` takes in these places; none or several are refused with a list of
// what is there. `wanted` names what was looked for.
Found find_one(
    Stage& stage,
    const std::vector<Place>& places,
    const std::string& wanted,
    const std::function<bool(const ElementRef&)>& accepts
);

// The name that people see.
std::string display_name(const Workspace& workspace, const Person& person);
Names names_of(Workspace& workspace);

// What a person reads there, errors and trouble marks included.
std::string read_view(Workspace& workspace, const View& view, Reading reading = Reading::drawn);
std::string read_message(
    Workspace& workspace, const Message& message, Reading reading = Reading::drawn
);

}  // namespace sandbox

// What the request form may offer: of everything that a reference has or a catalogue holds, what
// this person can ask for, and why not the rest.
#pragma once

#include "policy/model.hpp"

namespace policy {

// What is known about a connection and the one who would get it or lose it.
struct Offerable {
    bool requestable = true;
    bool held = false;     // by an identity that the beneficiary is
    bool pending = false;  // asked for already, and still open
};

enum class Standing {
    offered,
    pending,         // shown, cannot be asked twice
    held,            // a grant of what they have
    not_held,        // a removal of what they have not
    not_requestable  // may be removed, not asked for
};

Standing standing(Action action, const Offerable& thing);

}  // namespace policy

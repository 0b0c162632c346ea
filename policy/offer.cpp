#include "policy/offer.hpp"

namespace policy {

Standing standing(Action action, const Offerable& thing) {
    if (action == Action::revoke) {
        if (!thing.held) return Standing::not_held;
    } else {
        if (thing.held) return Standing::held;
        if (!thing.requestable) return Standing::not_requestable;
    }
    return thing.pending ? Standing::pending : Standing::offered;
}

}  // namespace policy

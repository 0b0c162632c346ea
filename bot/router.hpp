// From an HTTP request to its answer: signature first, then the kind of payload, whichever path it
// came to.
#pragma once

#include "bot/app.hpp"
#include "bot/http.hpp"
#include "bot/metrics.hpp"
#include "bot/signature.hpp"

namespace bot {

// The handler of the public listener. All references must outlive it.
HttpHandler make_router(App& app, SignatureVerifier& verifier, Metrics& metrics);

}  // namespace bot

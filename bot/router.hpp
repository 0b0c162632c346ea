// From an HTTP request to its answer: signature first, then the kind of payload, whichever path it
// came to.
#pragma once

#include <functional>
#include <string>

#include "bot/app.hpp"
#include "bot/http.hpp"
#include "bot/metrics.hpp"
#include "bot/signature.hpp"

namespace bot {

// What an application calls back about the change of this key.
using CallbackHandler = std::function<store::Task<HttpResponse>(std::string key, HttpRequest&)>;

// The handler of the public listener. All references must outlive it.
HttpHandler make_router(
    App& app, SignatureVerifier& verifier, Metrics& metrics, CallbackHandler on_callback
);

}  // namespace bot

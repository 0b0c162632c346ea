// The other end of a response_url: five uses within thirty minutes, no token.
#pragma once

#include "sandbox/http.hpp"
#include "sandbox/web_api.hpp"

namespace sandbox {

HttpResponse use_response_url(
    ApiContext& context, std::int64_t log_seq, const HttpRequest& request
);

}  // namespace sandbox

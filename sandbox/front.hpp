// The control listener's front door: the web page's files, the live stream, and the control calls.
// Refuses what another web site makes a browser send here.
#pragma once

#include <map>

#include "sandbox/control.hpp"

namespace sandbox {

class Front {
 public:
    // `folder` holds the built page (index.html and what it loads); empty: there is no page.
    // Throws std::invalid_argument if it has no index.html.
    Front(Control& control, const std::string& folder);

    Task<HttpResponse> handle(const HttpRequest& request);

 private:
    // By path; the names are fixed at the start, so that no path can lead elsewhere.
    std::map<std::string, std::string> files_;
    Control& control_;
};

}  // namespace sandbox

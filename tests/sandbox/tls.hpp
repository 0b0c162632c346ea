// A certificate for 127.0.0.1, made when the tests start and thrown away with them.
#pragma once

#include "sandbox/http.hpp"

namespace sandbox_tests {

// The same files for the whole run; the certificate is its own authority.
const sandbox::TlsFiles& test_tls();

}  // namespace sandbox_tests

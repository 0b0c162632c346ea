// The server's half of TLS: which versions and ciphers we speak, and a certificate with its key
// read from PEM files, checked before it is used.
#pragma once

#include <boost/system/result.hpp>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace bot {

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// TLS 1.2 with forward secrecy and an AEAD, or 1.3. Any error is a sentence that names the file.
boost::system::result<TlsContext, std::string> load_tls_context(
    const std::string& cert_file, const std::string& key_file
);

}  // namespace bot

// Settings by OpenSSL's own interface; every way a PEM file can be wrong has its sentence.
// Promises never to ask for a passphrase.
#include "bot/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace bot {

namespace {

// Forward secrecy and authenticated encryption only; 1.3 has nothing else.
constexpr auto tls_1_2_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

// What OpenSSL says of its last error, and its queue emptied.
std::string openssl_reason() {
    const auto code = ERR_peek_last_error();
    const char* reason = ERR_reason_error_string(code);
    ERR_clear_error();
    return reason != nullptr ? reason : "unknown error";
}

// Nothing if the file can be read; else why not.
std::string unreadable(const std::string& file) {
    errno = 0;
    std::ifstream stream{file};
    if (stream && stream.peek() != std::ifstream::traits_type::eof()) return {};
    return errno != 0 ? std::strerror(errno) : "it is empty";
}

// Without this, OpenSSL would ask on the terminal and wait.
int no_password(char*, int, int, void*) {
    return 0;
}

// The protocol ALPN offers, if the client offers it: a client that would rather speak HTTP/2 learns
// at once that we do not.
int choose_http_1_1(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned length, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    const auto found = SSL_select_next_proto(&chosen, size, ours, sizeof ours - 1, in, length);
    *out = chosen;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

TlsContext fresh_context() {
    TlsContext context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
    if (!context) throw std::runtime_error("OpenSSL cannot start: " + openssl_reason());
    auto* raw = context.get();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, tls_1_2_ciphers);
    SSL_CTX_set_options(
        raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF
    );
    // Sessions are resumed by tickets, which cost no memory here.
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_default_passwd_cb(raw, no_password);
    SSL_CTX_set_alpn_select_cb(raw, choose_http_1_1, nullptr);
    return context;
}

}  // namespace

boost::system::result<TlsContext, std::string> load_tls_context(
    const std::string& cert_file, const std::string& key_file
) {
    if (cert_file.empty()) return std::string{"No certificate file is set."};
    if (key_file.empty()) return std::string{"No key file is set."};
    if (const auto why = unreadable(cert_file); !why.empty())
        return "Cannot read the certificate " + cert_file + ": " + why + ".";
    if (const auto why = unreadable(key_file); !why.empty())
        return "Cannot read the key " + key_file + ": " + why + ".";
    auto context = fresh_context();
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context.get(), cert_file.c_str()) != 1)
        return "There is no usable PEM certificate in " + cert_file + ": " + openssl_reason() + ".";
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        const bool mismatch = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH;
        const auto why = openssl_reason();
        if (mismatch) {
            return "The key in " + key_file + " does not belong to the certificate in " +
                   cert_file + ".";
        }
        return "There is no usable unencrypted PEM key in " + key_file + ": " + why + ".";
    }
    if (SSL_CTX_check_private_key(context.get()) != 1) {
        ERR_clear_error();
        return "The key in " + key_file + " does not belong to the certificate in " + cert_file +
               ".";
    }
    return context;
}

}  // namespace bot

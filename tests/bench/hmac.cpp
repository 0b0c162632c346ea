#include "tests/bench/hmac.hpp"

#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdexcept>

namespace bench {

Hmac::Hmac(const std::string& secret) : context_{nullptr, EVP_MAC_CTX_free} {
    auto* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    context_.reset(EVP_MAC_CTX_new(mac));
    EVP_MAC_free(mac);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[]{
        OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
    const auto* key = reinterpret_cast<const unsigned char*>(secret.data());
    if (EVP_MAC_init(context_.get(), key, secret.size(), parameters) != 1)
        throw std::runtime_error("no HMAC");
}

std::string Hmac::sign(std::string_view timestamp, std::string_view body) {
    EVP_MAC_init(context_.get(), nullptr, 0, nullptr);
    for (const auto part : {std::string_view{"v0:"}, timestamp, std::string_view{":"}, body}) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(part.data());
        EVP_MAC_update(context_.get(), bytes, part.size());
    }
    unsigned char digest[32];
    std::size_t size = 0;
    EVP_MAC_final(context_.get(), digest, &size, sizeof digest);
    std::string hex = "v0=";
    for (const auto byte : digest) {
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
}

}  // namespace bench

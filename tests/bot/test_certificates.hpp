// A certificate authority for one test run, and certificates of it with every flaw a client must
// notice. Made with OpenSSL on the spot: nothing expires in the repository.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace certificates {

struct Identity {
    std::string certificate;  // PEM
    std::string key;          // PEM
};

struct Wish {
    // As OpenSSL writes subjectAltName.
    std::string names = "DNS:localhost,IP:127.0.0.1";
    long from_seconds = -3600;  // relative to now
    long until_seconds = 3600;
};

class Authority {
 public:
    Authority();

    // Its own certificate, PEM.
    const std::string& certificate() const { return pem_; }
    Identity issue(const Wish& wish = {}) const;

 private:
    std::shared_ptr<EVP_PKEY> key_;
    std::shared_ptr<X509> certificate_;
    std::string pem_;
};

}  // namespace certificates

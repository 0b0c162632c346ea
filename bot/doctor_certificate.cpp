// Doctor's look at the certificate that Slack will see.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <memory>

#include "bot/doctor.hpp"
#include "bot/web_address.hpp"

namespace bot {

namespace {

template <auto free_it>
struct Freer {
    template <class T>
    void operator()(T* thing) const {
        free_it(thing);
    }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;

constexpr int soon = 21;  // days; certificates are usually renewed a month before their end

Finding finding(Health health, std::string found, std::string advice = {}) {
    return {"certificate", health, std::move(found), std::move(advice)};
}

// A key behind a pass phrase is refused rather than asked for.
int no_pass_phrase(char*, int, int, void*) {
    return 0;
}

Certificate read_certificate(const std::string& file) {
    const Bio bio(BIO_new_file(file.c_str(), "r"));
    return Certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

Key read_key(const std::string& file) {
    const Bio bio(BIO_new_file(file.c_str(), "r"));
    return Key(
        bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr) : nullptr
    );
}

Finding examine_dates(const X509& certificate) {
    int days = 0;
    int seconds = 0;
    const std::string renew = "Renew it, then send SIGHUP to the daemon.";
    if (X509_cmp_current_time(X509_get0_notBefore(&certificate)) > 0) {
        return finding(Health::failure, "it is not valid yet", "Check this machine's clock.");
    }
    if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(&certificate)) != 1) {
        return finding(Health::failure, "its last day cannot be read", renew);
    }
    if (days < 0 || seconds < 0) return finding(Health::failure, "it has expired", renew);
    const auto text = "it is valid for " + std::to_string(days) + " more days";
    return days < soon ? finding(Health::warning, text, renew) : finding(Health::ok, text);
}

Finding examine_host(X509& certificate, const std::string& public_url) {
    const auto address = parse_web_address(public_url);
    const auto host = address ? address->host : std::string();
    const bool covered =
        X509_check_host(&certificate, host.c_str(), host.size(), 0, nullptr) == 1 ||
        X509_check_ip_asc(&certificate, host.c_str(), 0) == 1;
    if (covered) return finding(Health::ok, "it covers " + host);
    return finding(
        Health::warning,
        "it does not cover " + host + ", the host of LATCHKEY_PUBLIC_URL",
        "Slack must see one that does; fine if a proxy in between has it."
    );
}

}  // namespace

Findings examine_certificate(const Settings& settings) {
    if (settings.plain_http) {
        return {finding(Health::ok, "none here: LATCHKEY_PLAIN_HTTP leaves TLS to a proxy")};
    }
    if (settings.tls_cert.empty() || settings.tls_key.empty()) return {};
    const auto certificate = read_certificate(settings.tls_cert);
    if (!certificate) {
        return {finding(
            Health::failure,
            settings.tls_cert + " holds no certificate that can be read",
            "It must be a PEM file that the user of latchkey may read, the chain below it."
        )};
    }
    const auto key = read_key(settings.tls_key);
    if (!key) {
        return {finding(
            Health::failure,
            settings.tls_key + " holds no key that can be read",
            "It must be a PEM file without a pass phrase that the user of latchkey may read."
        )};
    }
    Findings found;
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
        found.push_back(finding(
            Health::failure,
            "the key is not the certificate's",
            "Name the key that the certificate was made with."
        ));
    }
    found.push_back(examine_dates(*certificate));
    if (!settings.public_url.empty()) {
        found.push_back(examine_host(*certificate, settings.public_url));
    }
    struct stat about {};
    if (stat(settings.tls_key.c_str(), &about) == 0 && (about.st_mode & S_IROTH) != 0) {
        found.push_back(finding(
            Health::warning,
            settings.tls_key + " can be read by everybody on this machine",
            "chmod o-r " + settings.tls_key
        ));
    }
    return found;
}

}  // namespace bot

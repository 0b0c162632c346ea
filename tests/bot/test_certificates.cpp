#include "test_certificates.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace certificates {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

void expect(bool worked) {
    if (!worked) throw std::runtime_error{"OpenSSL could not make a test certificate"};
}

Key make_key() {
    Key key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    expect(key != nullptr);
    return key;
}

template <class Write>
std::string as_pem(Write write) {
    const std::unique_ptr<BIO, int (*)(BIO*)> out{BIO_new(BIO_s_mem()), BIO_free};
    expect(write(out.get()) == 1);
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
    return as_pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    expect(extension != nullptr);
    expect(X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY* key, const std::string& name, long from, long until) {
    static long serial = 0;
    Certificate made{X509_new(), X509_free};
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), until);
    expect(X509_set_pubkey(made.get(), key) == 1);
    const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
    auto* subject = X509_get_subject_name(made.get());
    expect(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1);
    return made;
}

}  // namespace

Authority::Authority() : key_{make_key()} {
    static int count = 0;
    const auto name = "Test authority " + std::to_string(++count);
    certificate_ = make_certificate(key_.get(), name, -7200, 7200);
    auto* own = certificate_.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    add_extension(own, own, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
    expect(X509_sign(own, key_.get(), EVP_sha256()) > 0);
    pem_ = pem(own);
}

Identity Authority::issue(const Wish& wish) const {
    const auto key = make_key();
    const auto issued =
        make_certificate(key.get(), "latchkey test", wish.from_seconds, wish.until_seconds);
    X509_set_issuer_name(issued.get(), X509_get_subject_name(certificate_.get()));
    add_extension(issued.get(), certificate_.get(), NID_subject_alt_name, wish.names);
    expect(X509_sign(issued.get(), key_.get(), EVP_sha256()) > 0);
    const auto key_pem = as_pem([&](BIO* out) {
        return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    return {pem(issued.get()), key_pem};
}

}  // namespace certificates

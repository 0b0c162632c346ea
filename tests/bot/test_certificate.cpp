#include "tests/bot/test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace tests {

namespace {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;
using File = std::unique_ptr<FILE, int (*)(FILE*)>;

File open_for_writing(const std::string& path) {
    File file{std::fopen(path.c_str(), "w"), std::fclose};
    if (!file) throw std::runtime_error("cannot write " + path);
    return file;
}

Key make_key(KeyKind kind) {
    return {kind == KeyKind::rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"), EVP_PKEY_free};
}

Certificate self_signed(EVP_PKEY* key, const std::string& common_name) {
    Certificate certificate{X509_new(), X509_free};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 3600);
    X509_set_pubkey(certificate.get(), key);
    auto* name = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>(common_name.c_str());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

}  // namespace

TestCertificate::TestCertificate(const std::string& common_name, KeyKind kind) {
    auto pattern = (std::filesystem::temp_directory_path() / "latchkey-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
    folder_ = pattern;
    cert_file_ = folder_ + "/cert.pem";
    key_file_ = folder_ + "/key.pem";
    renew(common_name, kind);
}

TestCertificate::~TestCertificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void TestCertificate::renew(const std::string& common_name, KeyKind kind) {
    const auto key = make_key(kind);
    const auto certificate = self_signed(key.get(), common_name);
    PEM_write_X509(open_for_writing(cert_file_).get(), certificate.get());
    const auto file = open_for_writing(key_file_);
    PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

void TestCertificate::encrypt_key() {
    const File source{std::fopen(key_file_.c_str(), "r"), std::fclose};
    const Key key{PEM_read_PrivateKey(source.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
    const auto file = open_for_writing(key_file_);
    char passphrase[] = "open sesame";
    PEM_write_PrivateKey(file.get(), key.get(), EVP_aes_256_cbc(), nullptr, 0, nullptr, passphrase);
}

void TestCertificate::write(const std::string& file, const std::string& text) const {
    std::ofstream{file} << text;
}

}  // namespace tests

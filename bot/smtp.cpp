#include "bot/smtp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "bot/secret_file.hpp"

namespace bot {
namespace {

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
            throw std::runtime_error("libcurl cannot be used");
    });
}

int watch(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

// What the server says is not for us to keep.
std::size_t drop(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

// The next part of the mail.
std::size_t hand_over(char* to, std::size_t size, std::size_t count, void* rest) {
    auto& left = *static_cast<std::string_view*>(rest);
    const auto length = std::min(left.size(), size * count);
    left.copy(to, length);
    left.remove_prefix(length);
    return length;
}

bool is_this_machine(const std::string& url) {
    const auto scheme = url.find("://");
    auto host = scheme == std::string::npos ? url : url.substr(scheme + 3);
    host = host.substr(0, host.find('/'));
    if (host.starts_with("[::1]")) return true;
    host = host.substr(0, host.rfind(':'));
    return host == "localhost" || host.starts_with("127.");
}

std::string text_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

struct Smtp::Curl {
    CURL* handle = nullptr;
    std::string authorities;  // PEM; empty: the system's alone

    Curl() : handle(curl_easy_init()) {
        if (handle == nullptr) throw std::runtime_error("libcurl cannot be used");
    }
    ~Curl() { curl_easy_cleanup(handle); }
    Curl(const Curl&) = delete;
    Curl& operator=(const Curl&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(handle, option, value) != CURLE_OK)
            throw std::runtime_error("libcurl lacks what e-mail needs");
    }
};

Smtp::Smtp(SmtpOptions options, const std::atomic<bool>& stopping)
    : options_(std::move(options)), stopping_(stopping) {
    start_curl();
    curl_ = std::make_unique<Curl>();
}

Smtp::~Smtp() = default;

// False, and why, if it cannot even be tried.
bool Smtp::prepare(std::string& why) {
    auto& curl = *curl_;
    curl_easy_reset(curl.handle);
    curl.set(CURLOPT_URL, options_.url.c_str());
    curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl.set(CURLOPT_NOSIGNAL, 1L);
    curl.set(CURLOPT_TIMEOUT, static_cast<long>(options_.limit.count()));
    curl.set(CURLOPT_CONNECTTIMEOUT, 20L);
    curl.set(CURLOPT_NOPROGRESS, 0L);
    curl.set(CURLOPT_XFERINFOFUNCTION, watch);
    curl.set(CURLOPT_XFERINFODATA, static_cast<const void*>(&stopping_));
    curl.set(CURLOPT_WRITEFUNCTION, drop);
    curl.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl.set(CURLOPT_SSL_VERIFYPEER, 1L);
    curl.set(CURLOPT_SSL_VERIFYHOST, 2L);
    const bool open_door = options_.user.empty() && is_this_machine(options_.url);
    curl.set(CURLOPT_USE_SSL, static_cast<long>(open_door ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!options_.ca_file.empty()) {
        // One bundle takes the place of the other, so ours has both.
        const char* system = nullptr;
        curl_easy_getinfo(curl.handle, CURLINFO_CAINFO, &system);
        curl.authorities = text_of(options_.ca_file) + "\n" +
                           (system == nullptr ? std::string() : text_of(system));
        const curl_blob blob{curl.authorities.data(), curl.authorities.size(), CURL_BLOB_NOCOPY};
        curl.set(CURLOPT_CAINFO_BLOB, &blob);
    }
    if (options_.user.empty()) return true;
    const auto password = read_secret_file(options_.password_file);
    if (!password) {
        why = "smtp.password_file cannot be read or is empty";
        return false;
    }
    curl.set(CURLOPT_USERNAME, options_.user.c_str());
    curl.set(CURLOPT_PASSWORD, password->c_str());
    return true;
}

std::optional<SmtpFailure> Smtp::perform() {
    const auto result = curl_easy_perform(curl_->handle);
    if (result == CURLE_OK) return std::nullopt;
    long code = 0;
    curl_easy_getinfo(curl_->handle, CURLINFO_RESPONSE_CODE, &code);
    SmtpFailure failure;
    failure.sentence = std::string(curl_easy_strerror(result));
    if (code >= 400) failure.sentence += ", status " + std::to_string(code);
    // There is no such address. What else is refused is about us, and ours to mend.
    const bool no_such_address = code == 550 || code == 551 || code == 553;
    failure.passing = !(result == CURLE_SEND_ERROR && no_such_address);
    if (result == CURLE_ABORTED_BY_CALLBACK) failure.sentence = "stopped";
    return failure;
}

std::optional<SmtpFailure> Smtp::send(const Mail& mail) {
    if (!is_mail_address(mail.to)) return SmtpFailure{false, "the address cannot be written to"};
    std::string why;
    if (!prepare(why)) return SmtpFailure{true, why};
    auto& curl = *curl_;
    const auto sender = mail_address(options_.from);
    curl.set(CURLOPT_MAIL_FROM, sender.c_str());
    List recipients;
    append(recipients, mail.to);
    curl.set(CURLOPT_MAIL_RCPT, recipients.get());
    const auto text = mail_message(mail, options_.from);
    std::string_view rest = text;
    curl.set(CURLOPT_UPLOAD, 1L);
    curl.set(CURLOPT_READFUNCTION, hand_over);
    curl.set(CURLOPT_READDATA, static_cast<void*>(&rest));
    return perform();
}

std::optional<SmtpFailure> Smtp::look() {
    std::string why;
    if (!prepare(why)) return SmtpFailure{true, why};
    curl_->set(CURLOPT_NOBODY, 1L);
    curl_->set(CURLOPT_CUSTOMREQUEST, "NOOP");
    return perform();
}

}  // namespace bot

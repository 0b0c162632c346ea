// Files are read anew for each request: a page that is rebuilt is there after a reload.
#include "sandbox/front.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sandbox/encoding.hpp"

namespace sandbox {

namespace {

struct Kind {
    std::string_view suffix, type;
};

constexpr std::array kinds{
    Kind{".html", "text/html; charset=utf-8"},
    Kind{".js", "text/javascript; charset=utf-8"},
    Kind{".css", "text/css; charset=utf-8"},
    Kind{".json", "application/json"},
    Kind{".svg", "image/svg+xml"},
    Kind{".png", "image/png"},
    Kind{".woff2", "font/woff2"},
};

// Nothing but what is served here, and no scripts or styles inside the page.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

std::string_view type_of(const std::string& path) {
    for (const Kind& kind : kinds)
        if (path.ends_with(kind.suffix)) return kind.type;
    return "application/octet-stream";
}

HttpResponse text_answer(unsigned status, const std::string& text) {
    return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, text + "\n"};
}

HttpResponse file_answer(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    if (!file) return text_answer(404, "the page's file is gone");
    return {
        200,
        {{"Content-Type", std::string(type_of(path))},
         {"Cache-Control", "no-cache"},
         {"Content-Security-Policy", policy},
         {"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "no-referrer"}},
        content.str()};
}

// A name that a hostile name server could point here has letters and is not localhost.
bool is_literal(std::string_view host) {
    const std::string_view name = host.substr(0, host.rfind(':'));
    return name == "localhost" || name.starts_with('[') ||
           name.find_first_not_of("0123456789.") == name.npos;
}

// Programs send no Origin; browsers do, with everything that another site could do harm with.
bool is_foreign(const HttpRequest& request) {
    const std::string* host = find_header(request.headers, "host");
    const std::string* origin = find_header(request.headers, "origin");
    if (host && !is_literal(*host)) return true;
    return origin && (!host || *origin != "http://" + *host);
}

}  // namespace

Front::Front(Control& control, const std::string& folder) : control_(control) {
    if (folder.empty()) return;
    namespace fs = std::filesystem;
    if (!fs::is_regular_file(fs::path(folder) / "index.html"))
        throw std::invalid_argument(folder + " has no index.html; scripts/web builds the page");
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = fs::relative(entry.path(), folder).generic_string();
        if (entry.is_regular_file() && !name.starts_with('.'))
            files_["/" + name] = entry.path().string();
    }
    files_["/"] = files_["/gallery"] = files_.at("/index.html");
}

Task<HttpResponse> Front::handle(const HttpRequest& request) {
    if (is_foreign(request)) co_return text_answer(403, "only the sandbox's own page may ask");
    const auto file = files_.find(request.path());
    if (request.method == "GET" && file != files_.end()) co_return file_answer(file->second);
    if (request.method == "GET" && request.path() == "/")
        co_return text_answer(
            404, "there is no page: start with --web DIR (scripts/web builds it)"
        );
    HttpResponse answer = co_await control_.handle(request);
    co_return answer;
}

}  // namespace sandbox

#include "bot/control_wire.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "bot/json_read.hpp"

namespace bot {

namespace {

constexpr std::size_t longest_line = 1024 * 1024;

using Buffer = rapidjson::StringBuffer;
using Writer = rapidjson::Writer<Buffer>;

void put(Writer& writer, std::string_view text) {
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

std::string_view word(Said how) {
    switch (how) {
        case Said::progress:
            return "progress";
        case Said::output:
            return "output";
        case Said::problem:
            break;
    }
    return "problem";
}

std::optional<Said> said(std::string_view text) {
    for (const auto how : {Said::progress, Said::output, Said::problem}) {
        if (word(how) == text) return how;
    }
    return std::nullopt;
}

}  // namespace

std::string encode(const ControlRequest& request) {
    Buffer json;
    Writer writer(json);
    writer.StartObject();
    writer.Key("command");
    put(writer, request.command);
    writer.Key("arguments");
    writer.StartArray();
    for (const auto& argument : request.arguments)
        put(writer, argument);
    writer.EndArray();
    writer.EndObject();
    return {json.GetString(), json.GetSize()};
}

std::string encode(const ControlAnswer& answer) {
    Buffer json;
    Writer writer(json);
    writer.StartObject();
    if (const auto* spoken = std::get_if<Spoken>(&answer)) {
        writer.Key("say");
        put(writer, word(spoken->how));
        writer.Key("text");
        put(writer, spoken->text);
    } else {
        writer.Key("status");
        writer.Int(std::get<int>(answer));
    }
    writer.EndObject();
    return {json.GetString(), json.GetSize()};
}

std::optional<ControlRequest> decode_request(std::string line) {
    json::Parser parser;
    const auto* value = parser.parse(line.data(), line.size());
    if (!value) return std::nullopt;
    const auto command = json::find_text(*value, "command");
    const auto* arguments = json::find_array(*value, "arguments");
    if (!command || !arguments) return std::nullopt;
    ControlRequest request{std::string(*command), json::texts(*value, "arguments")};
    if (request.arguments.size() != arguments->Size()) return std::nullopt;
    return request;
}

std::optional<ControlAnswer> decode_answer(std::string line) {
    json::Parser parser;
    const auto* value = parser.parse(line.data(), line.size());
    if (!value) return std::nullopt;
    if (const auto status = json::find_integer(*value, "status")) return static_cast<int>(*status);
    const auto how = said(json::text(*value, "say"));
    const auto text = json::find_text(*value, "text");
    if (!how || !text) return std::nullopt;
    return Spoken{*how, std::string(*text)};
}

std::optional<std::string> LineSocket::read_line() {
    while (true) {
        const auto end = rest_.find('\n');
        if (end != std::string::npos) {
            auto line = rest_.substr(0, end);
            rest_.erase(0, end + 1);
            return line;
        }
        if (rest_.size() > longest_line) return std::nullopt;
        std::array<char, 4096> bytes{};
        const auto got = recv(socket_.number(), bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;
        rest_.append(bytes.data(), static_cast<std::size_t>(got));
    }
}

bool LineSocket::write_line(std::string line) {
    line += '\n';
    std::string_view left = line;
    while (!left.empty()) {
        const auto sent = send(socket_.number(), left.data(), left.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        left.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace bot

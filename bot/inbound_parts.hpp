// The pieces from which inbound.cpp puts a payload together: one function per kind, each given JSON
// that was parsed and found to be an object. Private to the parser.
#pragma once

#include "bot/form_decode.hpp"
#include "bot/inbound.hpp"
#include "bot/json_read.hpp"

namespace bot::inbound {

// Remembers the first field that was needed and not there, so that reading can go on in a line.
class Needs {
 public:
    // The text, which must be there and not empty.
    std::string text(const json::Value& object, std::string_view key, std::string_view where);
    // The member, which must be an object; an empty one stands in for a missing one.
    const json::Value& object(
        const json::Value& object, std::string_view key, std::string_view where
    );
    void missing(std::string_view where);

    // The payload, unless something was missing.
    template <class Payload>
    InboundResult answer(Payload payload) const {
        if (!missing_.empty()) return ParseError{ParseFault::missing_field, missing_};
        return Inbound{std::move(payload)};
    }

 private:
    std::string missing_;
};

// An instant of the years 1970 to 9999; the epoch for anything else.
policy::Instant instant_of(const json::Value& object, std::string_view key);

InboundResult event_callback(const json::Value& root);
// `type` is the payload's; kinds that are not interactions give Unknown.
InboundResult interaction(const json::Value& root, std::string_view type);
InboundResult slash_command(const FormDecoder& form);

}  // namespace bot::inbound

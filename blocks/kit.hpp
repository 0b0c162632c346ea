// Blocks, views and messages: pure builders that apply Slack's limits. Text that is too long ends
// in "…"; too many of something is a mistake of the caller and throws: views page instead.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "blocks/elements.hpp"
#include "blocks/text.hpp"

namespace blocks {

// Slack's numbers (slack-protocol.md, sections 4 and 5).
inline constexpr std::size_t most_view_blocks = 100;
inline constexpr std::size_t most_message_blocks = 50;
inline constexpr std::size_t most_options = 100;
inline constexpr std::size_t most_boxes = 10;
inline constexpr std::size_t section_units = 3000;
inline constexpr std::size_t message_text_units = 2900;  // ours: plain text stays below 3,000
inline constexpr std::size_t view_bytes = 200'000;       // Slack: 250 kB; the rest is our margin

// A view or message that Slack would refuse whole. `what()` names the limit.
class LimitExceeded : public std::logic_error {
 public:
    using std::logic_error::logic_error;
};

// Identifies a block in `state` and in `errors`.
class BlockId {
 public:
    template <std::size_t N>
    BlockId(const char (&literal)[N]) : value_{literal, N - 1} {}
    BlockId(std::string_view value) : value_{value} {}
    BlockId(std::string value) : value_{std::move(value)} {}
    const std::string& value() const { return value_; }

 private:
    std::string value_;
};

class Block {
 public:
    enum class Kind { layout, input };

    Block(Kind kind, std::string block_id, std::string json)
        : kind_{kind}, block_id_{std::move(block_id)}, json_{std::move(json)} {}

    Kind kind() const { return kind_; }
    const std::string& block_id() const { return block_id_; }  // empty: Slack invents one
    const std::string& json() const { return json_; }

 private:
    Kind kind_;
    std::string block_id_;
    std::string json_;
};

// A paragraph; never empty.
Block section(
    Part a,
    Part b = {},
    Part c = {},
    Part d = {},
    Part e = {},
    Part f = {},
    Part g = {},
    Part h = {},
    Part i = {},
    Part j = {},
    Part k = {},
    Part l = {}
);
// A paragraph with something to click beside it.
Block section(const BlockId& id, const Markdown& text, const Accessory& accessory);
// 1 to 10 short texts in two columns.
Block fields(const std::vector<Markdown>& texts);
Block header(const Plain& text);
// Small grey text.
Block context(
    Part a,
    Part b = {},
    Part c = {},
    Part d = {},
    Part e = {},
    Part f = {},
    Part g = {},
    Part h = {},
    Part i = {},
    Part j = {},
    Part k = {},
    Part l = {}
);
Block divider();
// 1 to 25 elements.
Block actions(const BlockId& id, const std::vector<ActionElement>& elements);

struct InputSettings {
    Plain hint = {};
    bool optional = false;
    bool dispatch = false;  // each choice is sent at once
};
Block input(
    const BlockId& id,
    const Plain& label,
    const InputElement& element,
    const InputSettings& settings = {}
);
Block image(const std::string& url, const Plain& alt_text);

// Lines as paragraphs, as many sections as they need: nothing is cut.
std::vector<Block> paragraphs(const std::vector<Markdown>& lines);

// How much of a view or message is used: for views that page.
class Budget {
 public:
    Budget(std::size_t blocks, std::size_t bytes) : blocks_{blocks}, bytes_{bytes} {}

    // True, and counted, if the blocks fit as well.
    bool take(const std::vector<Block>& more);
    std::size_t blocks_left() const { return blocks_; }

 private:
    std::size_t blocks_;
    std::size_t bytes_;
};

// A modal or a Home tab, as `views.*` and `response_action` take it.
class View {
 public:
    explicit View(std::string json) : json_{std::move(json)} {}
    const std::string& json() const { return json_; }

 private:
    std::string json_;
};

struct ModalSettings {
    std::string private_metadata = {};  // a key, at most 3,000 units
    std::string external_id = {};
    Plain submit = {};  // none: no Submit button
    Plain close = "Close";
    bool notify_on_close = false;
    bool clear_on_close = false;
};
// Throws if a block id stands twice, or if there are inputs and no submit.
View modal(
    std::string_view callback_id,
    const Plain& title,
    const std::vector<Block>& blocks,
    const ModalSettings& settings = {}
);
View home(const std::vector<Block>& blocks, const std::string& private_metadata = {});

// What is said and shown; to whom is the sender's business. To be posted with parse "none",
// link_names and unfurling off.
struct Message {
    std::string text;    // mrkdwn: carries the full meaning alone
    std::string blocks;  // JSON array
};
Message message(const Markdown& text, const std::vector<Block>& blocks);

// JSON of a message's `metadata`: how a post whose answer was lost is found again.
std::string metadata(
    std::string_view event_type, const std::vector<std::pair<std::string, std::string>>& payload
);

// Bodies of answers to submissions and option loads (slack-protocol.md 3.4, 3.6).
std::string clear_answer();
std::string update_answer(const View& view);
std::string push_answer(const View& view);
// Errors under input blocks of the view: block id and sentence; at least one.
std::string errors_answer(const std::vector<std::pair<std::string, std::string>>& errors);
// At most 100 options.
std::string options_answer(const std::vector<Option>& options);

}  // namespace blocks

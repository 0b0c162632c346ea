// Files are compared whole: an edit of a view shows as a difference of its file.
#include "tests/blocks/golden.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "blocks/json.hpp"
#include "tests/blocks/limits.hpp"

namespace golden {

namespace {

void compare(const std::string& name, const std::string& drawn) {
    const auto path = std::string{LATCHKEY_TESTS} + "/golden/" + name + ".json";
    if (std::getenv("LATCHKEY_WRITE_GOLDEN")) {
        std::ofstream file{path, std::ios::binary};
        INFO(path);
        CHECK((file << drawn).flush().good());
        return;
    }
    std::ifstream in{path, std::ios::binary};
    const std::string kept{std::istreambuf_iterator<char>{in}, {}};
    INFO(path);
    CHECK(drawn == kept);
}

}  // namespace

void check(const std::string& name, const blocks::View& view) {
    INFO(name);
    CHECK(limits::of_view(view.json()) == std::vector<std::string>{});
    compare(name, limits::pretty(view.json()));
}

void check(const std::string& name, const blocks::Message& message) {
    INFO(name);
    CHECK(limits::of_message(message.text, message.blocks) == std::vector<std::string>{});
    const auto whole =
        blocks::json::Object{}.text("text", message.text).raw("blocks", message.blocks).done();
    compare(name, limits::pretty(whole));
}

}  // namespace golden

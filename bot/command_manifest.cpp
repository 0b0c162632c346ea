// `latchkey manifest`: the manifest with its addresses filled, for an administrator to paste.
#include "bot/command_line.hpp"
#include "bot/manifest.hpp"
#include "bot/settings_value.hpp"

namespace bot {

int command_manifest(const std::string& public_url, Terminal& terminal) {
    const auto url = read_public_url(RawValue{public_url});
    if (!url) {
        terminal.say(Said::problem, "--public-url: " + url.error().why);
        return 2;
    }
    auto text = manifest_for(*url);
    while (text.ends_with('\n'))
        text.pop_back();
    terminal.say(Said::output, text);
    return 0;
}

}  // namespace bot

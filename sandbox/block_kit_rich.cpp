// Rich text: sections, lists, quotes and preformatted text, and the leaves inside them.
#include <map>

#include "sandbox/block_kit_elements.hpp"

namespace sandbox::rules {

namespace {

using Shapes = std::map<std::string, Rule, std::less<>>;

// Dispatches on "type"; an unknown one is reported.
Rule one_shape_of(Shapes shapes) {
    return [shapes = std::move(shapes
            )](const Json& value, const std::string& pointer, BlockFaults& faults) {
        const auto found = shapes.find(value.text("type"));
        if (found == shapes.end()) {
            report(faults, pointer, "unsupported type: " + value.text("type"));
        } else {
            found->second(value, pointer, faults);
        }
    };
}

Rule style() {
    Rule fields = shape(
        {optional("bold", boolean()),
         optional("italic", boolean()),
         optional("strike", boolean()),
         optional("underline", boolean()),
         optional("code", boolean()),
         optional("highlight", boolean()),
         optional("client_highlight", boolean()),
         optional("unlink", boolean())}
    );
    Rule not_empty = [](const Json& value, const std::string& pointer, BlockFaults& faults) {
        if (value.is_object() && value.empty())
            report(faults, pointer, "must provide at least one style");
    };
    return both(std::move(fields), std::move(not_empty));
}

Rule leaf_shape(std::vector<Field> own) {
    own.push_back(required("type", anything()));
    own.push_back(optional("style", style()));
    return shape(std::move(own));
}

Rule leaf() {
    const Rule id = string(1, 255);
    const Rule url = string(1, 3000);
    const Rule text = string(1, SIZE_MAX);
    return one_shape_of({
        {"text", leaf_shape({required("text", text)})},
        {"user", leaf_shape({required("user_id", id)})},
        {"channel", leaf_shape({required("channel_id", id)})},
        {"usergroup", leaf_shape({required("usergroup_id", id)})},
        {"team", leaf_shape({required("team_id", id)})},
        {"link",
         leaf_shape({required("url", url), optional("text", text), optional("unsafe", boolean())})},
        {"emoji", leaf_shape({required("name", id), optional("unicode", id)})},
        {"broadcast", leaf_shape({required("range", one_of({"here", "channel", "everyone"}))})},
        {"date",
         leaf_shape(
             {required("timestamp", integer(0, INT64_MAX)),
              required("format", text),
              optional("fallback", text),
              optional("url", url)}
         )},
        {"color", leaf_shape({required("value", string(4, 9))})},
    });
}

Rule part(std::vector<Field> own) {
    own.push_back(required("type", anything()));
    return shape(std::move(own));
}

}  // namespace

Rule rich_text() {
    static const Rule rule = [] {
        // In sections, quotes and preformatted text an empty list is accepted, in a list it is not.
        const Field leaves = required("elements", list(0, SIZE_MAX, leaf()));
        const Field border = optional("border", integer(0, 1));
        const Rule section = part({leaves});
        const Rule sections = list(1, SIZE_MAX, one_shape_of({{"rich_text_section", section}}));
        const Rule list_part = part(
            {required("style", one_of({"bullet", "ordered"})),
             required("elements", sections),
             optional("indent", integer(0, 8)),
             optional("offset", integer(0, INT64_MAX)),
             border}
        );
        const Rule parts = one_shape_of({
            {"rich_text_section", section},
            {"rich_text_list", list_part},
            {"rich_text_quote", part({leaves, border})},
            {"rich_text_preformatted",
             part({leaves, border, optional("language", string(1, 255))})},
        });
        return shape(
            {required("type", one_of({"rich_text"})),
             optional("block_id", string(1, 255)),
             required("elements", list(1, SIZE_MAX, parts))}
        );
    }();
    return rule;
}

}  // namespace sandbox::rules

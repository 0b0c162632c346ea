// The slash command and the global shortcut: both open the request form. A command's answer is a
// text that only its author sees; a shortcut can be answered by a modal alone.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "blocks/command_answer.hpp"
#include "blocks/ids.hpp"
#include "bot/handlers/form.hpp"
#include "bot/handlers/handlers.hpp"
#include "bot/models/people.hpp"
#include "bot/nearest_name.hpp"
#include "bot/slack_people.hpp"
#include "bot/spawn.hpp"
#include "policy/search.hpp"
#include "store/directory.hpp"
#include "store/directory_words.hpp"

namespace bot::handlers {
namespace {

using workflow::Act;

constexpr std::array commands{std::string_view{"/access"}};
constexpr std::array shortcuts{blocks::ids::request_access_shortcut};

// A name is taken for a slip of the finger up to so many letters.
constexpr std::size_t most_slips = 2;

// What a command comes to: a modal, or a text.
struct Answer {
    std::optional<blocks::View> view;
    std::optional<blocks::Markdown> text;
};

std::string trimmed(const std::string& text) {
    const auto blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool is_in(const std::string& typed, const policy::Words& name) {
    return std::any_of(name.begin(), name.end(), [&](const std::string& word) {
        const auto how = policy::fit(typed, word);
        return how != policy::Fit::none && how != policy::Fit::typo;
    });
}

// The applications that may be meant: the one with this id or name, else all whose names have what
// was typed in them, whatever the accents.
std::vector<policy::Integration> applications(store::Tx& tx, const std::string& typed) {
    if (auto exact = store::find_integration(tx, typed)) return {std::move(*exact)};
    const auto words = store::folded_words(typed);
    if (words.empty()) return {};
    std::vector<policy::Integration> found;
    for (auto& known : store::integrations(tx)) {
        const auto name = store::folded_words(known.name);
        if (name == words) return {std::move(known)};
        const auto fits = [&](const std::string& word) { return is_in(word, name); };
        if (std::all_of(words.begin(), words.end(), fits)) found.push_back(std::move(known));
    }
    return found;
}

std::string nearest_application(store::Tx& tx, const std::string& typed) {
    std::string nearest;
    auto least = most_slips + 1;
    for (const auto& known : store::integrations(tx)) {
        const auto slips = edit_distance(store::lower(known.name), store::lower(typed));
        if (slips >= least) continue;
        least = slips;
        nearest = known.name;
    }
    return nearest;
}

Answer answer_of(const Act& act, const SlashCommand& command) {
    const auto typed = trimmed(command.text);
    if (typed.empty()) return {request_access(act), {}};
    if (store::lower(typed) == "help") return {{}, blocks::command_help(command.command)};
    const auto found = applications(act.tx, typed);
    if (found.size() == 1) return {new_form_for(act, found.front().id), {}};
    if (!found.empty()) {
        std::vector<std::string> names;
        for (const auto& one : found)
            names.push_back(one.name);
        return {{}, blocks::several_applications(command.command, typed, names)};
    }
    const auto nearest = nearest_application(act.tx, typed);
    return {{}, blocks::no_such_application(command.command, typed, nearest)};
}

// Somebody we were never told of: asked for beside the answer, for the next time.
store::Task<void> look_up(App& app, Actor actor) {
    co_await look_up_user(app.store, app.slack, app.clock, actor.team, actor.user);
}

Ack text_ack(const blocks::Markdown& text) {
    return {blocks::ephemeral_answer(text)};
}

}  // namespace

store::Task<Ack> on_command(App& app, const SlashCommand& command) {
    if (std::find(commands.begin(), commands.end(), command.command) == commands.end()) {
        spdlog::info("commands: {} is not one of ours", command.command);
        co_return text_ack(blocks::command_help(std::string{commands.front()}));
    }
    auto work = [&](const Act& act, const policy::Employee&) { return answer_of(act, command); };
    const auto key = command.dedupe_key();
    const auto done = co_await act_once(app, command.actor, key, work);
    if (done.refusal) {
        const auto refusal = *done.refusal;
        if (refusal == blocks::Refusal::unknown) {
            auto lookup = look_up(app, command.actor);
            spawn(app.io, std::move(lookup), "looking for a user");
        }
        auto explain = [&](store::Tx& tx) {
            return blocks::command_refused(refusal, models::whom_to_ask(tx));
        };
        const auto why = co_await app.store.read(explain);
        co_return text_ack(why);
    }
    if (!done.result) co_return Ack{};
    if (done.result->view) show_modal(app, command.actor, command.trigger_id, *done.result->view);
    co_return done.result->text ? text_ack(*done.result->text) : Ack{};
}

store::Task<Ack> on_shortcut(App& app, const Shortcut& shortcut) {
    if (std::find(shortcuts.begin(), shortcuts.end(), shortcut.callback_id) == shortcuts.end()) {
        spdlog::info("commands: the shortcut {} is not one of ours", shortcut.callback_id);
        co_return Ack{};
    }
    auto work = [&](const Act& act, const policy::Employee&) { return request_access(act); };
    const auto key = shortcut.dedupe_key();
    const auto done = co_await act_once(app, shortcut.actor, key, work);
    if (done.result) show_modal(app, shortcut.actor, shortcut.trigger_id, *done.result);
    if (done.refusal) show_refusal(app, shortcut.actor, shortcut.trigger_id, *done.refusal);
    co_return Ack{};
}

std::vector<std::string_view> routed_commands() {
    return {commands.begin(), commands.end()};
}

std::vector<std::string_view> routed_shortcuts() {
    return {shortcuts.begin(), shortcuts.end()};
}

}  // namespace bot::handlers

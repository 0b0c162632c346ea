// What views.* and the answers to submissions share.
#pragma once

#include <memory>

#include "sandbox/journal.hpp"
#include "sandbox/workspace.hpp"

namespace sandbox {

inline constexpr std::size_t deepest_stack = 3;

// Whether another view than `except` has the content's external_id.
bool external_id_taken(const Workspace& workspace, const Json& content, const View* except);

// Puts a modal on top of an open stack.
std::shared_ptr<View> push_view(Workspace& workspace, Person& person, Json content);

// Records a violation for each choice that an update kept although its option is gone.
void note_lost_choices(Journal& journal, const View& view, std::int64_t log_seq);

}  // namespace sandbox

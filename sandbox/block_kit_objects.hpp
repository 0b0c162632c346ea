// The rules of composition objects (section 4.2 and the notes under 4.4 of the protocol sheet).
#pragma once

#include "sandbox/block_kit_rules.hpp"

namespace sandbox::rules {

// An option of a select (`mrkdwn` false), of check boxes and radio buttons (`mrkdwn` true), of an
// overflow menu (`url` true).
Rule option(bool mrkdwn, bool url);
// What a static select may offer, and a block_suggestion may answer with.
Rule select_options();
Rule select_option_groups();

Rule confirm();
Rule dispatch_config();
Rule conversation_filter();

// Strings that stand for something.
Rule date();
Rule time_of_day();
Rule number_text();

// An image element: in sections, contexts and cards.
Rule image_element();
// {"id":…} or {"url":…}
Rule slack_file();

}  // namespace sandbox::rules

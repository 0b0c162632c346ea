#include "bot/models/due_notice.hpp"

#include <set>

#include "bot/models/access.hpp"
#include "bot/models/campaign_notices.hpp"
#include "bot/models/cards.hpp"
#include "bot/models/people.hpp"
#include "store/endings.hpp"
#include "store/requests.hpp"
#include "store/tasks.hpp"

namespace bot::models {
namespace {

using store::DueKind;

// Gathers the lines that still stand; a task is named once, by the first of its lines.
class Lines {
 public:
    Lines(store::Tx& tx, policy::EmployeeId reader, policy::Instant now)
        : tx_(tx), reader_(reader), now_(now) {}

    // False if it is settled.
    bool add(const store::DueLine& line) {
        switch (line.kind) {
            case DueKind::task_overdue:
            case DueKind::task_reminder:
                return add_task({line.subject}, line.kind == DueKind::task_reminder);
            case DueKind::request_expiring:
                return add_expiring({line.subject});
            case DueKind::access_ending:
                return add_ending({line.subject});
            case DueKind::campaign_overdue:
            case DueKind::campaign_reminder:
                return add_campaign({line.subject}, line.kind == DueKind::campaign_reminder);
            case DueKind::campaign_late:
                return add_if(campaign_late(tx_, {line.subject}, reader_));
            case DueKind::campaign_over:
                return add_if(campaign_over(tx_, {line.subject}));
        }
        return false;
    }
    std::vector<blocks::DueLine> take() { return std::move(lines_); }

 private:
    bool add_task(policy::TaskId id, bool reminder) {
        const auto task = store::find_task(tx_, id);
        if (!task || task->closed_at || task->assignee != reader_) return false;
        if (named_.insert(id).second)
            lines_.emplace_back(blocks::DueTask{task_row(tx_, *task, now_), reminder});
        return true;
    }

    bool add_expiring(policy::RequestId id) {
        const auto request = store::find_request(tx_, id);
        if (!request || !request->expires || now_ >= *request->expires) return false;
        bool stands = false;
        for (const auto& task : store::tasks_of_request(tx_, id)) {
            const bool mine = !task.closed_at && task.assignee == reader_;
            if (!mine || task.kind != store::TaskKind::review) continue;
            stands = true;
            if (!named_.insert(task.id).second) continue;
            lines_.emplace_back(blocks::ReviewExpiring{task_row(tx_, task, now_), *request->expires}
            );
        }
        if (request->requester != reader_) return stands;
        blocks::RequestExpiring mine{key_of(id), person(tx_, request->beneficiary, reader_)};
        for (const auto& item : store::items_of_request(tx_, id)) {
            if (item.state == policy::ItemState::pending) mine.items.push_back(grant_name(item));
        }
        if (mine.items.empty()) return stands;
        mine.expires = *request->expires;
        lines_.emplace_back(std::move(mine));
        return true;
    }

    bool add_ending(policy::RequestId id) {
        bool stands = false;
        for (auto& access : ending_access(tx_, store::held_for_a_time(tx_, id))) {
            if (access.ends <= now_) continue;
            stands = true;
            lines_.emplace_back(std::move(access));
        }
        return stands;
    }

    bool add_campaign(policy::CampaignTaskId id, bool reminder) {
        auto due = campaign_due(tx_, id, reader_, reminder);
        if (!due) return false;
        return !campaigns_.insert(id).second || add_if(std::move(due));
    }

    template <class Line>
    bool add_if(std::optional<Line> line) {
        const bool stands = line.has_value();
        if (stands) lines_.emplace_back(*std::move(line));
        return stands;
    }

    store::Tx& tx_;
    policy::EmployeeId reader_;
    policy::Instant now_;
    std::set<policy::TaskId> named_;
    std::set<policy::CampaignTaskId> campaigns_;
    std::vector<blocks::DueLine> lines_;
};

}  // namespace

blocks::DueNotice due_notice(
    store::Tx& tx, const store::DueNotice& notice, const std::string& tasks_url, policy::Instant now
) {
    blocks::DueNotice model;
    model.tasks_url = tasks_url;
    Lines lines(tx, notice.person, now);
    for (const auto& line : notice.lines) {
        if (!lines.add(line)) ++model.settled;
    }
    model.lines = lines.take();
    return model;
}

}  // namespace bot::models

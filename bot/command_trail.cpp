// `latchkey audit show` and `audit export`: read on a snapshot, beside a running daemon.
#include <filesystem>
#include <stdexcept>

#include "bot/audit_export.hpp"
#include "bot/audit_report.hpp"
#include "bot/campaign_export.hpp"
#include "bot/campaign_job.hpp"
#include "bot/campaign_paper.hpp"
#include "bot/command_requests.hpp"
#include "bot/hand_over.hpp"
#include "bot/models/trail.hpp"
#include "store/campaigns.hpp"
#include "store/inspect.hpp"
#include "store/requests.hpp"

namespace bot {

namespace {

constexpr int problem = 1;
constexpr std::int64_t shown_by_default = 50;
constexpr std::size_t chunk = 64 * 1024;

using LineOf = std::string (*)(store::Tx&, const store::AuditRow&);

// Lines go out many at a time, and with them how far it is.
class Lines {
 public:
    Lines(Terminal& terminal, std::int64_t total) : terminal_(terminal), total_(total) {}
    ~Lines() = default;
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;

    void add(const std::string& line) {
        if (!text_.empty()) text_ += '\n';
        text_ += line;
        if (text_.size() >= chunk) flush();
    }
    void took_one() { ++done_; }
    void flush() {
        if (text_.empty()) return;
        terminal_.say(Said::output, text_);
        text_.clear();
        const auto percent = total_ == 0 ? 100 : done_ * 100 / total_;
        terminal_.say(
            Said::progress, "exporting the audit trail, " + std::to_string(percent) + " %"
        );
    }

 private:
    Terminal& terminal_;
    std::int64_t total_;
    std::int64_t done_ = 0;
    std::string text_;
};

void say_lines(
    store::Tx& tx,
    const store::AuditSelection& selection,
    const std::string& header,
    LineOf line_of,
    Terminal& terminal
) {
    Lines lines(terminal, store::count_audit(tx, selection));
    if (!header.empty()) lines.add(header);
    store::read_audit(tx, selection, [&](const store::AuditRow& row) {
        lines.took_one();
        lines.add(line_of(tx, row));
    });
    lines.flush();
}

// A campaign's acts, then its decisions.
void say_campaign(store::Tx& tx, const TrailJob& job, Terminal& terminal) {
    const auto campaign = *job.selection.campaign;
    const bool csv = job.format == "csv";
    const auto total =
        store::count_audit(tx, job.selection) + store::count_campaign_decisions(tx, campaign);
    Lines lines(terminal, total);
    if (csv) lines.add(campaign_csv_header());
    store::read_audit(tx, job.selection, [&](const store::AuditRow& act) {
        lines.took_one();
        lines.add(csv ? campaign_csv(tx, act) : campaign_jsonl(tx, act));
    });
    Proofs proofs(tx);
    store::read_campaign_decisions(tx, campaign, [&](const store::CampaignDecision& one) {
        lines.took_one();
        lines.add(csv ? campaign_csv(tx, one, proofs) : campaign_jsonl(tx, one, proofs));
    });
    lines.flush();
}

bool is_known(store::Tx& tx, const store::AuditSelection& selection, Terminal& terminal) {
    if (selection.campaign && !store::find_campaign(tx, *selection.campaign)) {
        terminal.say(Said::problem, no_such_campaign(*selection.campaign));
        return false;
    }
    if (!selection.request || store::find_request(tx, *selection.request)) return true;
    terminal.say(
        Said::problem,
        "there is no request " + std::to_string(selection.request->value) +
            ": `latchkey request list` names those there are"
    );
    return false;
}

int say_report(
    store::Tx& tx, const store::AuditSelection& selection, store::Millis now, Terminal& terminal
) {
    terminal.say(Said::progress, "verifying the audit trail");
    ReportProof proof;
    proof.problems = store::verify_audit(tx);
    proof.head = store::audit_head(tx);
    proof.made_by = models::actor_name(tx, cli_actor());
    proof.made_at = std::chrono::floor<std::chrono::seconds>(now);
    if (selection.campaign) {
        Lines lines(
            terminal,
            store::count_audit(tx, selection) +
                store::count_campaign_decisions(tx, *selection.campaign)
        );
        const auto row = store::find_campaign(tx, *selection.campaign).value();
        campaign_paper(tx, row, proof, [&](const std::string& piece) {
            lines.took_one();
            lines.add(piece.ends_with('\n') ? piece.substr(0, piece.size() - 1) : piece);
        });
        lines.flush();
    } else {
        auto html =
            report_html(tx, store::find_request(tx, selection.request.value()).value(), proof);
        if (html.ends_with('\n')) html.pop_back();
        terminal.say(Said::output, html);
    }
    for (const auto& sentence : proof.problems)
        terminal.say(Said::problem, sentence);
    return proof.problems.empty() ? 0 : problem;
}

}  // namespace

void require_database(const Settings& settings) {
    if (!std::filesystem::exists(settings.database))
        throw std::runtime_error("there is no database at " + settings.database);
}

void read_existing(const Settings& settings, const std::function<void(store::Tx&)>& work) {
    require_database(settings);
    store::read_database(settings.database, settings.key, work);
}

int command_audit_show(const Settings& settings, const TrailJob& job, Terminal& terminal) {
    int status = 0;
    read_existing(settings, [&](store::Tx& tx) {
        if (!is_known(tx, job.selection, terminal)) {
            status = problem;
            return;
        }
        auto selection = job.selection;
        if (job.newest_only) selection.last = shown_by_default;
        say_lines(tx, selection, "", job.json ? audit_jsonl : audit_text, terminal);
    });
    return status;
}

int command_audit_export(const Settings& settings, const TrailJob& job, Terminal& terminal) {
    int status = 0;
    const bool report = job.format == "report";
    const auto now = report ? product_time(settings) : store::Millis{};
    read_existing(settings, [&](store::Tx& tx) {
        if (!is_known(tx, job.selection, terminal)) {
            status = problem;
        } else if (report) {
            status = say_report(tx, job.selection, now, terminal);
        } else if (job.selection.campaign) {
            say_campaign(tx, job, terminal);
        } else if (job.format == "csv") {
            say_lines(tx, job.selection, audit_csv_header(), audit_csv, terminal);
        } else {
            say_lines(tx, job.selection, "", audit_jsonl, terminal);
        }
    });
    return status;
}

}  // namespace bot

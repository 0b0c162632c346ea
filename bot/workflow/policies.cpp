#include "bot/workflow/policies.hpp"

#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "bot/policy_file.hpp"
#include "store/policies.hpp"

namespace bot::workflow {
namespace {

// A text says the same in every database; only its number differs.
using Key = std::pair<std::int64_t, std::string>;

constexpr std::size_t most_kept = 64;

class Shelf {
 public:
    PolicyHandle find(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto found = policies_.find(key);
        return found == policies_.end() ? nullptr : found->second;
    }
    void put(const Key& key, PolicyHandle policy) {
        const std::lock_guard lock(mutex_);
        if (policies_.size() >= most_kept) policies_.clear();
        policies_[key] = std::move(policy);
    }

 private:
    std::mutex mutex_;
    std::map<Key, PolicyHandle> policies_;
};

Shelf& shelf() {
    static Shelf all;
    return all;
}

PolicyHandle built_in() {
    static const auto policy = std::make_shared<const policy::Policy>();
    return policy;
}

PolicyHandle read(store::Tx& tx, const store::PolicyMark& mark) {
    if (mark.version == 0) return built_in();
    const Key key{mark.version, mark.digest};
    if (auto known = shelf().find(key)) return known;
    auto text = read_policy(
        store::policy_text(tx, mark.version), "policy version " + std::to_string(mark.version)
    );
    // It could be read when it was imported.
    if (!text.problems.empty()) throw std::runtime_error(text.problems.front());
    text.policy.version = mark.version;
    auto policy = std::make_shared<const policy::Policy>(std::move(text.policy));
    shelf().put(key, policy);
    return policy;
}

}  // namespace

PolicyHandle current_policy(store::Tx& tx) {
    return read(tx, store::newest_policy(tx));
}

PolicyHandle policy_at(store::Tx& tx, std::int64_t version) {
    if (version == 0) return built_in();
    const auto mark = store::find_policy(tx, version);
    if (!mark) throw std::runtime_error("there is no policy version " + std::to_string(version));
    return read(tx, *mark);
}

}  // namespace bot::workflow

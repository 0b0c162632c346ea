// A long history is turned page by page, and nothing of it is lost.
#include <catch2/catch.hpp>

#include "blocks/request_view.hpp"
#include "tests/blocks/people.hpp"

namespace {

using namespace blocks;
using namespace people;

RequestView long_request(std::size_t events) {
    RequestView model;
    model.key = "5";
    model.requester = me;
    model.beneficiary = me;
    model.submitted = monday;
    model.items = {{{"GitHub", "code", "write"}, policy::ItemState::pending}};
    for (std::size_t i = 0; i < events; ++i)
        model.events.push_back({monday, alice, "did thing number " + std::to_string(i) + "."});
    return model;
}

TEST_CASE("each event of a request is on exactly one page, the latest on the first") {
    for (const std::size_t events : {0, 1, 50, 51, 100, 237}) {
        auto model = long_request(events);
        std::vector<int> shown(events);
        const auto pages = request_view_pages(model);
        for (model.page = 0; model.page < pages; ++model.page) {
            const auto json = request_view(model).json();
            for (std::size_t i = 0; i < events; ++i) {
                const auto text = "number " + std::to_string(i) + ".";
                if (json.find(text) != std::string::npos) ++shown[i];
            }
        }
        CHECK(shown == std::vector<int>(events, 1));
        model.page = 0;
        if (events > 0) {
            const auto last = "number " + std::to_string(events - 1) + ".";
            CHECK(request_view(model).json().find(last) != std::string::npos);
        }
    }
}

}  // namespace

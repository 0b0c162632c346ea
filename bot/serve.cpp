#include "bot/serve.hpp"

#include "bot/daemon.hpp"

namespace bot {

int run_serve(const Settings& settings) {
    Daemon daemon(settings);
    daemon.run();
    return 0;
}

}  // namespace bot

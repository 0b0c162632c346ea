// latchkey: the daemon and its commands. Only hands the command line over.
#include "bot/command_line.hpp"

int main(int argc, char** argv) {
    return bot::run_command_line(argc, argv);
}

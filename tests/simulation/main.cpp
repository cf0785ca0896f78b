// simulation --outbox-traces FILE

#include <cstring>
#include <fstream>

#include "simulation/outbox_traces.hpp"

int main(int argc, char** argv) {
    if (argc == 3 && std::strcmp(argv[1], "--outbox-traces") == 0) {
        std::ofstream(argv[2], std::ios::binary) << warsha::simulation::outbox_traces(warsha::simulation::outbox_trace_sequences);
        return 0;
    }
    return 1;
}

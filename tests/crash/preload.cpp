// The same disk under another process: put before its libraries (LD_PRELOAD), it refuses what the environment says.
//   WARSHA_DISK_FAULT="FOLDER write|sync|short NAME_END NTH ERRNO"

#include <cstdlib>
#include <sstream>

#include "tests/crash/disk.hpp"

namespace warsha::crash {

void refuse_below(std::string folder, Fault fault);

namespace {

[[gnu::constructor]] void arm() {
    char const* const words = std::getenv("WARSHA_DISK_FAULT");
    if (!words) return;
    std::istringstream in(words);
    std::string folder, call;
    Fault fault;
    in >> folder >> call >> fault.name_end >> fault.nth >> fault.error;
    fault.call = call == "sync" ? Fault::Call::sync : Fault::Call::write;
    fault.is_short = call == "short";
    fault.lasts = call != "sync";
    if (in) refuse_below(folder, fault);
}

}  // namespace
}  // namespace warsha::crash

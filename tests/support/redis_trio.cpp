#include "tests/support/redis_trio.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace warsha::support {

Certificates::Certificates() {
    char name[] = "/tmp/warsha-tls-XXXXXX";
    if (!::mkdtemp(name)) throw std::runtime_error("no temporary folder");
    folder_ = name;
    std::string const script = "cd " + std::string(name) + R"( && exec 2>/dev/null
        for ca in ca other-ca; do openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$ca" -keyout $ca.key -out $ca.pem; done
        openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out cert.csr
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names
        openssl x509 -req -in cert.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem)";
    if (std::system(script.c_str()) != 0) throw std::runtime_error("openssl made no certificates");
}

Certificates::~Certificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

struct SentinelTrio::Sentinel {
    Sentinel(int master_port, int own_port) : port(own_port) {
        char name[] = "/tmp/warsha-sentinel-XXXXXX";
        if (!::mkdtemp(name)) throw std::runtime_error("no temporary folder");
        folder = name;
        auto const conf = (folder / "sentinel.conf").string();
        std::ofstream(conf) << "bind 127.0.0.1\nport " << port << "\ndir " << name << "\nlogfile " << name << "/log\n"
                            << "sentinel monitor hall 127.0.0.1 " << master_port << " 2\nsentinel down-after-milliseconds hall 500\nsentinel failover-timeout hall 4000\n";
        pid = ::fork();
        if (pid != 0) return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::execlp("redis-server", "redis-server", conf.c_str(), "--sentinel", nullptr);
        ::_exit(127);
    }
    ~Sentinel() {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    std::filesystem::path folder;
    int port;
    pid_t pid = 0;
};

SentinelTrio::SentinelTrio() : replica({"replicaof 127.0.0.1 " + std::to_string(master.port())}) {
    for (int i = 0; i < 3; ++i) sentinels_.push_back(std::make_unique<Sentinel>(master.port(), free_port()));
}
SentinelTrio::~SentinelTrio() = default;

std::string SentinelTrio::url() const {
    std::string hosts;
    for (auto const& one : sentinels_) hosts += (hosts.empty() ? "127.0.0.1:" : ",127.0.0.1:") + std::to_string(one->port);
    return "redis+sentinel://" + hosts + "/hall";
}

}  // namespace warsha::support

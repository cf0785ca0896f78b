#pragma once
// What keeps a server's record: it comes and goes with the process, but for what is on its disk.

#include "journal/cluster.hpp"
#include "journal/journal.hpp"
#include "simulation/process.hpp"

namespace warsha::simulation {

class Store {
public:
    /// What the store tells the server it belongs to, on the server's process.
    struct Listener {
        std::function<void()> ready;                         ///< a room can be loaded
        std::function<void()> mended;                        ///< its history was replaced
        std::function<void(NodeId, News const&)> news;
        std::function<void(Condition const&)> condition;
    };
    virtual ~Store() = default;
    virtual void open(Process& process, Listener listener) = 0;
    virtual void crash() = 0;
    virtual Journal& journal() = 0;
    /// nullptr: the server is alone.
    virtual Cluster* cluster() { return nullptr; }
};

}  // namespace warsha::simulation

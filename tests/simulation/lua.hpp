#pragma once
// What Redis keeps, and warsha.lua at work on it.

#include <map>
#include <string>
#include <vector>

#include "journal/redis/reply.hpp"

namespace warsha::simulation {

/// One change of a store, as its append-only file and its replicas get it.
struct Effect {
    enum class Kind { set_field, delete_field, add_to_stream, set_text };
    Kind kind = Kind::set_field;
    std::string key, name, value;
    std::uint64_t id = 0;
    std::vector<std::string> fields;
};

struct Database {
    struct Element {
        std::uint64_t id = 0;
        std::vector<std::string> fields;
    };
    std::map<std::string, std::map<std::string, std::string>> hashes;
    std::map<std::string, std::vector<Element>> streams;
    std::map<std::string, std::string> texts;

    void apply(Effect const& effect);
};

/// What a command may do beside reading and writing.
class Keeper {
public:
    virtual ~Keeper() = default;
    virtual Database const& database() = 0;
    virtual void write(Effect effect) = 0;
    virtual void publish(std::string const& channel, std::string const& payload) = 0;
    virtual std::int64_t now_us() = 0;
};

/// FCALL name, keys and arguments: the real library, run by Lua 5.1 as Redis does.
redis::Reply call_library(Keeper& keeper, std::string const& name, std::vector<std::string> const& keys, std::vector<std::string> const& args);

}  // namespace warsha::simulation

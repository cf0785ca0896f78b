#include "simulation/lua.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>

#include <lua.hpp>
#include <openssl/sha.h>

#include "journal/redis/calls.hpp"
#include "simulation/guards.hpp"

namespace warsha::simulation {
namespace {

using redis::Reply;
using Args = std::vector<std::string>;

thread_local Keeper* at = nullptr;       // of the call under way

std::string const* field(std::string const& key, std::string const& name) {
    // A store that forgets what it was asked to record.
    if (is_off(guards::Guard::cid_memory) && key.ends_with(":cids")) return nullptr;
    auto const& hashes = at->database().hashes;
    auto const hash = hashes.find(key);
    if (hash == hashes.end()) return nullptr;
    auto const found = hash->second.find(name);
    return found == hash->second.end() ? nullptr : &found->second;
}

void push(lua_State* lua, std::string const& text) { lua_pushlstring(lua, text.data(), text.size()); }

/// What is not there is false in Redis's Lua.
void push(lua_State* lua, std::string const* text) {
    if (text) push(lua, *text);
    else lua_pushboolean(lua, 0);
}

void push_all(lua_State* lua, Args const& all) {
    lua_createtable(lua, static_cast<int>(all.size()), 0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        push(lua, all[i]);
        lua_rawseti(lua, -2, static_cast<int>(i + 1));
    }
}

int call_hash(lua_State* lua, std::string const& word, Args const& args) {
    if (word == "HGET") return push(lua, field(args.at(1), args.at(2))), 1;
    if (word == "HEXISTS") return lua_pushnumber(lua, field(args.at(1), args.at(2)) ? 1 : 0), 1;
    if (word == "HMGET") {
        lua_newtable(lua);
        for (std::size_t i = 2; i < args.size(); ++i) {
            push(lua, field(args.at(1), args[i]));
            lua_rawseti(lua, -2, static_cast<int>(i - 1));
        }
        return 1;
    }
    if (word == "HSET") {
        for (std::size_t i = 2; i + 1 < args.size(); i += 2) at->write({Effect::Kind::set_field, args[1], args[i], args[i + 1], 0, {}});
        return lua_pushnumber(lua, static_cast<double>(args.size() / 2 - 1)), 1;
    }
    if (word == "HSETNX") {
        bool const is_new = !field(args.at(1), args.at(2));
        if (is_new) at->write({Effect::Kind::set_field, args[1], args[2], args.at(3), 0, {}});
        return lua_pushnumber(lua, is_new ? 1 : 0), 1;
    }
    if (word != "HDEL") return -1;
    bool const is_there = field(args.at(1), args.at(2)) != nullptr;
    if (is_there) at->write({Effect::Kind::delete_field, args[1], args[2], {}, 0, {}});
    return lua_pushnumber(lua, is_there ? 1 : 0), 1;
}

std::uint64_t number_of(std::string const& id) { return std::stoull(id); }

/// XRANGE key id id, or XRANGE key (id + COUNT n.
int call_range(lua_State* lua, Args const& args) {
    auto const& streams = at->database().streams;
    auto const stream = streams.find(args.at(1));
    lua_newtable(lua);
    if (stream == streams.end()) return 1;
    bool const is_after = args.at(2).starts_with('(');
    auto const from = is_after ? number_of(args[2].substr(1)) + 1 : number_of(args[2]);
    auto const to = args.at(3) == "+" ? UINT64_MAX : number_of(args[3]);
    auto const count = args.size() > 5 ? number_of(args[5]) : UINT64_MAX;
    auto const& all = stream->second;
    int made = 0;
    for (auto one = std::ranges::lower_bound(all, from, {}, &Database::Element::id); one != all.end() && one->id <= to && static_cast<std::uint64_t>(made) < count; ++one) {
        lua_createtable(lua, 2, 0);
        push(lua, std::to_string(one->id) + "-0");
        lua_rawseti(lua, -2, 1);
        push_all(lua, one->fields);
        lua_rawseti(lua, -2, 2);
        lua_rawseti(lua, -2, ++made);
    }
    return 1;
}

int call_redis(lua_State* lua) {
    Args args;
    for (int i = 1; i <= lua_gettop(lua); ++i) {
        std::size_t size = 0;
        auto const* const text = lua_tolstring(lua, i, &size);
        args.emplace_back(text ? std::string(text, size) : std::string());
    }
    auto const& word = args.at(0);
    if (word.starts_with('H')) {
        if (auto const results = call_hash(lua, word, args); results >= 0) return results;
    }
    if (word == "XRANGE") return call_range(lua, args);
    if (word == "EXISTS") return lua_pushnumber(lua, at->database().hashes.contains(args.at(1)) ? 1 : 0), 1;
    if (word == "XADD") {
        at->write({Effect::Kind::add_to_stream, args.at(1), {}, {}, number_of(args.at(2)), {args.begin() + 3, args.end()}});
        return push(lua, args[2]), 1;
    }
    if (word == "PUBLISH") return at->publish(args.at(1), args.at(2)), lua_pushnumber(lua, 0), 1;
    if (word == "TIME") {
        auto const now = at->now_us();
        return push_all(lua, {std::to_string(now / 1'000'000), std::to_string(now % 1'000'000)}), 1;
    }
    return luaL_error(lua, "the simulated Redis has no %s", word.c_str());
}

int sha1hex(lua_State* lua) {
    std::size_t size = 0;
    auto const* const text = lua_tolstring(lua, 1, &size);
    return push(lua, redis::next_link({}, {text, size})), 1;
}

int error_reply(lua_State* lua) {
    lua_newtable(lua);
    lua_pushvalue(lua, 1);
    lua_setfield(lua, -2, "err");
    return 1;
}

/// By name and function, or by a table that names them. They are kept in the registry.
int register_function(lua_State* lua) {
    if (lua_istable(lua, 1)) {
        lua_getfield(lua, 1, "function_name");
        lua_getfield(lua, 1, "callback");
    } else {
        lua_pushvalue(lua, 1);
        lua_pushvalue(lua, 2);
    }
    lua_settable(lua, LUA_REGISTRYINDEX);
    return 0;
}

Reply reply_at(lua_State* lua, int index) {
    switch (lua_type(lua, index)) {
        case LUA_TNUMBER: return Reply(static_cast<std::int64_t>(lua_tonumber(lua, index)));
        case LUA_TSTRING: {
            std::size_t size = 0;
            auto const* const text = lua_tolstring(lua, index, &size);
            return Reply(std::string(text, size));
        }
        case LUA_TTABLE: break;
        default: return Reply();
    }
    lua_getfield(lua, index, "err");
    if (lua_isstring(lua, -1)) {
        Reply made(Reply::Error{lua_tostring(lua, -1)});
        lua_pop(lua, 1);
        return made;
    }
    lua_pop(lua, 1);
    Reply::List list;
    for (int i = 1;; ++i) {
        lua_rawgeti(lua, index, i);
        bool const is_over = lua_isnil(lua, -1);
        if (!is_over) list.push_back(reply_at(lua, lua_gettop(lua)));
        lua_pop(lua, 1);
        if (is_over) return Reply(std::move(list));
    }
}

std::shared_ptr<lua_State> load() {
    std::shared_ptr<lua_State> const lua(luaL_newstate(), lua_close);
    luaL_openlibs(lua.get());
    lua_newtable(lua.get());
    for (auto const& [name, function] : std::initializer_list<luaL_Reg>{{"call", call_redis}, {"sha1hex", sha1hex}, {"error_reply", error_reply}, {"register_function", register_function}}) {
        lua_pushcfunction(lua.get(), function);
        lua_setfield(lua.get(), -2, name);
    }
    lua_setglobal(lua.get(), "redis");
    auto text = redis::library();
    text.remove_prefix(text.find('\n'));  // the line that names the library
    if (luaL_loadbuffer(lua.get(), text.data(), text.size(), "warsha.lua") != 0 || lua_pcall(lua.get(), 0, 0, 0) != 0) throw std::runtime_error(lua_tostring(lua.get(), -1));
    return lua;
}

}  // namespace

void Database::apply(Effect const& effect) {
    switch (effect.kind) {
        case Effect::Kind::set_field: hashes[effect.key][effect.name] = effect.value; break;
        case Effect::Kind::add_to_stream: streams[effect.key].push_back({effect.id, effect.fields}); break;
        case Effect::Kind::set_text: texts[effect.key] = effect.value; break;
        case Effect::Kind::delete_field: {
            auto const hash = hashes.find(effect.key);
            if (hash == hashes.end()) break;
            hash->second.erase(effect.name);
            if (hash->second.empty()) hashes.erase(hash);
        }
    }
}

Reply call_library(Keeper& keeper, std::string const& name, std::vector<std::string> const& keys, std::vector<std::string> const& args) {
    static thread_local auto const loaded = load();
    auto* const lua = loaded.get();
    at = &keeper;
    lua_settop(lua, 0);
    lua_getfield(lua, LUA_REGISTRYINDEX, name.c_str());
    if (!lua_isfunction(lua, -1)) return Reply(Reply::Error{"ERR Function not found"});
    push_all(lua, keys);
    push_all(lua, args);
    if (lua_pcall(lua, 2, 1, 0) != 0) throw std::runtime_error("warsha.lua: " + std::string(lua_tostring(lua, -1)));
    auto reply = reply_at(lua, 1);
    at = nullptr;
    return reply;
}

}  // namespace warsha::simulation

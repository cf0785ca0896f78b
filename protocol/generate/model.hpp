#pragma once
// The contract as data: what the printers (TypeScript, JSON Schema, tables) need to know of the described types.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace warsha::generate {

struct Type {
    enum class Kind { boolean, integer, text, string, id, bytes, key, wording, list, named } kind = Kind::boolean;
    std::string name;                    ///< id, named
    std::int64_t min = 0, max = 0;       ///< integer: value; text, wording: code points; list: max elements (0: no bound); bytes: size
    std::shared_ptr<Type const> of;      ///< list
};

struct Field {
    std::string name;
    Type type;
    bool optional = false;
};

struct Definition {
    enum class Kind { structure, enumeration, one_of } kind = Kind::structure;
    std::string name;
    std::string tag;                     ///< structure that is an alternative of a union
    std::vector<Field> fields;           ///< structure, as declared
    std::vector<std::string> words;      ///< enumeration: enumerators; one_of: names of the alternatives
};

/// Definitions before those that use them. Ids with their size in bytes.
struct Model {
    std::vector<Definition> definitions;
    std::map<std::string, std::size_t> ids;
    [[nodiscard]] Definition const& find(std::string const& name) const;
    [[nodiscard]] bool has(std::string const& name) const;
};

/// Of the three roots: ClientMessage, ServerMessage, RoomPlan.
Model describe_protocol();

std::string typescript(Model const& model);
/// JSON Schema 2020-12 of one root with everything it reaches.
std::string json_schema(Model const& model, std::string const& root);
std::string close_code_table();          ///< Markdown
std::string reject_table();              ///< Markdown

}  // namespace warsha::generate
